/** The two subsidies over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { BankAccount, Mobile, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { decideComparison, openComparisons } from './comparisons.ts';
import { feedBack, fileElsewhere, filingList, pushFiling, receiveFiling } from './filings.ts';
import { acceptInvitations } from './invitations.ts';
import { mySubsidies } from './mine.ts';
import { askAgain, nationwideAskers } from './nationwide.ts';

const ById = z.strictObject({ id: Uuid });
const Cursor = z.object({ cursor: Uuid.optional() });
const Form = z.record(z.string(), z.unknown());
const office = allow('township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer');

export const subsidyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/disability/my',
    permission: allow('resident'),
    summary: '我的两项补贴、残疾人证和邀约',
    handler: ({ platform, actor }) => platform.context.read(actor, mySubsidies),
  }),
  route({
    method: 'POST',
    url: '/api/disability/invitations/accept',
    permission: allow('resident'),
    summary: '接受邀约：确认账户和授权即申请',
    body: z.strictObject({
      account: z
        .strictObject({
          bank: z.string().trim().min(2, '请填写开户银行').max(40),
          number: BankAccount,
          holder: z.string().trim().min(1, '请填写户名').max(50),
        })
        .optional(),
      phone: Mobile.optional(),
      consent: z.literal(true, '请阅读并同意'),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'subsidy.accept', requestId: body.requestId, body }, (tx) =>
        acceptInvitations(tx, body),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/nationwide',
    permission: allow(...nationwideAskers),
    summary: '再次查询是否在其他地区享受补贴',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'subsidy.nationwide', requestId: body.requestId, body: params }, (tx) =>
        askAgain(tx, params.id),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/disability/filings',
    permission: office,
    summary: '异地收件',
    query: Cursor,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => filingList(tx, query.cursor ?? null)),
  }),
  route({
    method: 'POST',
    url: '/api/disability/filings',
    permission: allow('township-clerk'),
    summary: '为户籍在外地的人收件',
    body: z.strictObject({ form: Form, payerName: z.string().trim().min(2, '请写明户籍地').max(80), requestId: RequestId }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'subsidy.file', requestId: body.requestId, body }, (tx) => fileElsewhere(tx, body)),
  }),
  route({
    method: 'POST',
    url: '/api/disability/filings/received',
    permission: allow('township-clerk', 'county-clerk'),
    summary: '接收外地窗口推送的申请',
    body: z.strictObject({
      form: Form,
      windowName: z.string().trim().min(4, '请写明受理窗口').max(80),
      filedOn: PlainDateText,
      completeOn: PlainDateText,
      requestId: RequestId,
    }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'subsidy.receive', requestId: body.requestId, body }, (tx) =>
        receiveFiling(tx, body),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/disability/filings/:id/push',
    permission: allow('township-clerk'),
    summary: '推送到户籍地',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      pushFiling(platform.context, actor, { id: params.id, requestId: body.requestId }),
  }),
  route({
    method: 'POST',
    url: '/api/disability/filings/:id/feedback',
    permission: allow('township-clerk'),
    summary: '登记已告知申请人',
    params: ById,
    body: z.strictObject({ result: z.string().trim().min(2).max(60).nullable().default(null), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'subsidy.feedback', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => feedBack(tx, { id: params.id, result: body.result }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/disability/comparisons',
    permission: office,
    summary: '两项补贴比对结果',
    query: Cursor,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => openComparisons(tx, query.cursor ?? null)),
  }),
  route({
    method: 'POST',
    url: '/api/disability/comparisons/:id',
    permission: allow('county-clerk', 'county-leader'),
    summary: '核实比对结果',
    params: ById,
    body: z.strictObject({
      is: z.boolean(),
      note: z.string().trim().min(4, '请写明核实的情况').max(300),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'subsidy.compare', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        decideComparison(tx, { id: params.id, is: body.is, note: body.note }),
      ),
  }),
];
