/** 外省来函 over HTTP: by interface from a department's system, by hand from a letter; taken up, asked, answered, returned. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { FileRef, PlainDateText, RequestId, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import type { VerificationSource } from '../verification/sources.ts';
import { answerInbound, askInbound, receiveInbound, returnInbound, takeInbound } from './actions.ts';
import { inboundSources } from './terms.ts';
import { inboundProgress, inboundRegister, inboundView } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Once = z.strictObject({ requestId: RequestId });
const checker = allow('verification-officer');

const Person = z.strictObject({
  name: z.string().trim().min(1, '请填写姓名').max(50),
  idNumber: ResidentId,
  guardianName: z.string().trim().max(50).default(''),
  guardianIdNumber: ResidentId.optional(),
  consent: FileRef.nullable().default(null),
  consentTo: PlainDateText.nullable().default(null),
});
const shape = {
  origin: z.string().trim().min(4, '请写明来函的核对机构').max(60),
  theirCaseNo: z.string().trim().min(2, '请写明对方的办件号').max(60),
  sources: z
    .array(z.enum(inboundSources as [VerificationSource, ...VerificationSource[]]))
    .min(1, '请选择查询什么')
    .max(20),
  persons: z.array(Person).min(1, '请至少填写一人').max(10, '一次最多10人'),
};

export const inboundRoutes: readonly RouteDefinition[] = [
  route({
    method: 'POST',
    url: '/api/exchange/inbound-checks',
    permission: allow('dept-user'),
    summary: '外省协同查询（接口）：送两次只算一次，答复登记号',
    perMinute: 60,
    body: z.strictObject(shape),
    handler: ({ platform, actor, body }) =>
      platform.context.write(actor, (tx) => receiveInbound(tx, { ...body, channel: 'interface', letter: null })),
  }),
  route({
    method: 'POST',
    url: '/api/inbound-checks',
    permission: checker,
    summary: '登记外省来函（附来函和授权书扫描件）',
    body: z.strictObject({ ...shape, letter: FileRef, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'inbound.receive', requestId, body: given }, (tx) =>
        receiveInbound(tx, { ...given, channel: 'letter' }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/inbound-checks',
    permission: allow('verification-officer', 'county-clerk', 'county-leader'),
    summary: '外省来函登记簿（留痕）',
    query: z.object({ done: z.enum(['yes', 'no']).default('no'), cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) =>
        inboundRegister(tx, { done: query.done === 'yes', ...(query.cursor ? { cursor: query.cursor } : {}) }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/inbound-checks/:id',
    permission: checker,
    summary: '一件外省来函（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => inboundView(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/inbound-checks/:id/progress',
    permission: checker,
    summary: '一件外省来函查到哪一步',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => inboundProgress(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/inbound-checks/:id/take',
    permission: checker,
    summary: '接办来函',
    params: ById,
    body: Once,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'inbound.take', requestId: body.requestId, body: params }, (tx) =>
        takeInbound(tx, params),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/inbound-checks/:id/ask',
    permission: checker,
    summary: '按来函查询（没有授权的不予查询，并记录）',
    params: ById,
    body: Once,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'inbound.ask', requestId: body.requestId, body: params }, (tx) =>
        askInbound(tx, params),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/inbound-checks/:id/answer',
    permission: checker,
    summary: '复函',
    params: ById,
    body: z.strictObject({ proceedReason: z.string().trim().max(500).default(''), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'inbound.answer', requestId, body: { ...params, ...given } }, (tx) =>
        answerInbound(tx, { id: params.id, ...given }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/inbound-checks/:id/return',
    permission: checker,
    summary: '退回来函',
    params: ById,
    body: z.strictObject({ reason: z.string().trim().min(4, '请写明理由').max(300), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'inbound.return', requestId, body: { ...params, ...given } }, (tx) =>
        returnInbound(tx, { id: params.id, ...given }),
      ),
  }),
];
