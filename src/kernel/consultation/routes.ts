/** 征求意见 over HTTP, for those who answer. What everybody reads and says is on the reading pages. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { fail } from '../result/index.ts';
import { RequestId, Uuid } from '../schema/index.ts';
import {
  Answer,
  type ConsultationState,
  ContactPurpose,
  consultationKinds,
  consultationStates,
  DraftText,
  HeardOpinion,
  Summary,
  Withdrawal,
} from './index.ts';
import { answerOpinions, enterOpinion, openConsultation, publishSummary, withdrawConsultation } from './store.ts';
import { keepers, readers } from './terms.ts';
import { consultationList, consultationView, kindNames, openingForm, opinionSheet, revealContact } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Version = z.strictObject({ version: z.int32() });
const states = Object.keys(consultationStates) as [ConsultationState, ...ConsultationState[]];

export const consultationRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/consultations',
    permission: allow(...readers),
    summary: '征求意见列表',
    query: z.object({
      state: z.enum(states).optional(),
      kind: z.string().max(40).optional(),
      q: z.string().trim().max(50).optional(),
      cursor: z.string().max(120).optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => ({
        ...(await consultationList(tx, query)),
        kinds: kindNames(),
        form: openingForm(tx),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/consultations',
    permission: allow(...keepers),
    summary: '公布草案征求意见',
    body: DraftText.extend({ kind: z.string().max(40), requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'consultation.open', requestId, body: given }, async (tx) =>
        consultationKinds().some(({ kind, alone }) => alone && kind === given.kind)
          ? openConsultation(tx, { ...given, division: actor.division ?? tx.city })
          : fail('NOT_FOUND'),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/consultations/:id',
    permission: allow(...readers),
    summary: '一次征求意见：草案、收到的意见、答复（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => consultationView(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/consultations/:id/export',
    permission: allow(...readers),
    summary: '意见汇总表（XLSX，不含提意见人，留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => opinionSheet(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/consultations/:id/opinions',
    permission: allow(...keepers),
    summary: '登记电话、窗口、来信提的意见',
    params: ById,
    body: HeardOpinion.extend(Version.shape),
    handler: ({ platform, actor, params, body: { version, ...given } }) =>
      platform.context.write(actor, (tx) => enterOpinion(tx, { ...params, version }, given)),
  }),
  route({
    method: 'POST',
    url: '/api/consultations/:id/opinions/:no/contact',
    permission: allow(...keepers),
    summary: '查看提意见人的联系方式（写明事由，留痕）',
    params: z.strictObject({ id: Uuid, no: z.coerce.number().int().min(1) }),
    body: ContactPurpose,
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => revealContact(tx, params, body.purpose)),
  }),
  route({
    method: 'POST',
    url: '/api/consultations/:id/answers',
    permission: allow(...keepers),
    summary: '答复一条或者同类的几条意见',
    params: ById,
    body: Answer.extend({ ...Version.shape, opinions: z.array(z.coerce.number().int().min(1)).min(1, '请至少选一条').max(50) }),
    handler: ({ platform, actor, params, body: { version, opinions, ...given } }) =>
      platform.context.write(actor, (tx) => answerOpinions(tx, { ...params, version, opinions }, given)),
  }),
  route({
    method: 'POST',
    url: '/api/consultations/:id/summary',
    permission: allow(...keepers),
    summary: '公布意见采纳情况',
    params: ById,
    body: Summary.extend(Version.shape),
    handler: ({ platform, actor, params, body: { version, summary } }) =>
      platform.context.write(actor, (tx) => publishSummary(tx, { ...params, version }, summary)),
  }),
  route({
    method: 'POST',
    url: '/api/consultations/:id/withdrawal',
    permission: allow(...keepers),
    summary: '撤回征求意见',
    params: ById,
    body: Withdrawal.extend(Version.shape),
    handler: ({ platform, actor, params, body: { version, reason } }) =>
      platform.context.write(actor, (tx) => withdrawConsultation(tx, { ...params, version }, reason)),
  }),
];
