/** 社区康复 over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { type Actor, allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Platform, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { formOf, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { caseload, funnel, NewInstitution, registerInstitution } from './caseload.ts';
import {
  addStaff,
  addTraining,
  FollowUpDone,
  isOverlap,
  NewIncident,
  NewSession,
  NewStaff,
  NewTraining,
  recordFollowUp,
  recordIncident,
  recordSession,
  WithdrawnSession,
  withdrawSession,
} from './sessions.ts';
import { checkSettlement, NewSettlement, returnSettlement, SentBack, submitSettlement } from './settlement.ts';
import { settlements } from './store.ts';

const ById = z.strictObject({ id: Uuid });
const worker = allow('rehab-worker');
const Sent = <S extends z.ZodRawShape>(shape: z.ZodObject<S>) => shape.extend({ requestId: RequestId });

interface Call {
  platform: Platform;
  actor: Actor;
}
/** A write that may be sent twice; what two clerks enter over each other is refused by the database with the same sentence. */
async function once<T>(
  { platform, actor }: Call,
  action: string,
  body: { requestId: string },
  work: (tx: Tx) => Promise<Result<T>>,
) {
  try {
    return await platform.context.once(actor, { action, requestId: body.requestId, body }, work);
  } catch (error) {
    if (isOverlap(error)) return fail('SESSION_OVERLAP');
    throw error;
  }
}
const without = <T extends { requestId: string }>({ requestId: _, ...rest }: T): Omit<T, 'requestId'> => rest;

export const rehabRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/rehab/caseload',
    permission: worker,
    summary: '康复机构：在服务的人',
    handler: ({ platform, actor }) => platform.context.write(actor, caseload),
  }),
  route({
    method: 'GET',
    url: '/api/rehab/forms',
    permission: worker,
    summary: '康复机构：登记表',
    handler: async () => ({
      session: formOf(NewSession),
      incident: formOf(NewIncident),
      followUp: formOf(FollowUpDone),
      staff: formOf(NewStaff),
      training: formOf(NewTraining),
      settlement: formOf(NewSettlement),
      withdrawal: formOf(WithdrawnSession),
    }),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/cases/:id/sessions',
    permission: worker,
    summary: '登记一次康复服务',
    params: ById,
    body: Sent(NewSession),
    handler: (call) =>
      once(call, 'rehab.session', { ...call.body, ...call.params }, (tx) =>
        recordSession(tx, { caseId: call.params.id, ...without(call.body) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/cases/:id/sessions/:session/withdrawal',
    permission: worker,
    summary: '撤回登记错的一次服务',
    params: z.strictObject({ id: Uuid, session: Uuid }),
    body: Sent(WithdrawnSession),
    handler: (call) =>
      once(call, 'rehab.withdraw-session', { ...call.body, ...call.params }, (tx) =>
        withdrawSession(tx, { caseId: call.params.id, sessionId: call.params.session, ...without(call.body) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/cases/:id/incidents',
    permission: worker,
    summary: '报告风险事件',
    params: ById,
    body: Sent(NewIncident),
    handler: (call) =>
      once(call, 'rehab.incident', { ...call.body, ...call.params }, (tx) =>
        recordIncident(tx, { caseId: call.params.id, ...without(call.body) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/cases/:id/follow-ups/:due',
    permission: worker,
    summary: '登记结案回访',
    params: z.strictObject({ id: Uuid, due: PlainDateText }),
    body: Sent(FollowUpDone),
    handler: (call) =>
      once(call, 'rehab.follow-up', { ...call.body, ...call.params }, (tx) =>
        recordFollowUp(tx, { caseId: call.params.id, dueOn: call.params.due, note: call.body.note }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/staff',
    permission: worker,
    summary: '登记服务人员',
    body: Sent(NewStaff),
    handler: (call) => once(call, 'rehab.staff', call.body, (tx) => addStaff(tx, without(call.body))),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/training',
    permission: worker,
    summary: '登记培训学时',
    body: Sent(NewTraining),
    handler: (call) => once(call, 'rehab.training', call.body, (tx) => addTraining(tx, without(call.body))),
  }),
  route({
    method: 'GET',
    url: '/api/rehab/settlements',
    permission: allow('rehab-worker', 'county-clerk', 'city-clerk'),
    summary: '康复服务结算单',
    query: z.object({ cursor: z.string().max(80).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => settlements(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/settlements',
    permission: worker,
    summary: '提交一个月的结算',
    body: Sent(NewSettlement),
    handler: (call) => once(call, 'rehab.settle', call.body, (tx) => submitSettlement(tx, without(call.body))),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/settlements/:id/check',
    permission: allow('county-clerk'),
    summary: '核对结算单',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: (call) =>
      once(call, 'rehab.check-settlement', { ...call.body, ...call.params }, (tx) => checkSettlement(tx, call.params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/rehab/settlements/form',
    permission: allow('county-clerk'),
    summary: '退回结算单的表',
    handler: async () => ({ sendBack: formOf(SentBack) }),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/settlements/:id/return',
    permission: allow('county-clerk'),
    summary: '退回结算单',
    params: ById,
    body: Sent(SentBack),
    handler: (call) =>
      once(call, 'rehab.return-settlement', { ...call.body, ...call.params }, (tx) =>
        returnSettlement(tx, { id: call.params.id, ...without(call.body) }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/rehab/funnel',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader'),
    summary: '社区康复进展（只有数）',
    handler: ({ platform, actor }) => platform.context.read(actor, funnel),
  }),
  route({
    method: 'POST',
    url: '/api/rehab/institutions',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '登记康复机构',
    body: Sent(NewInstitution),
    handler: (call) => once(call, 'rehab.institution', call.body, (tx) => registerInstitution(tx, without(call.body))),
  }),
];
