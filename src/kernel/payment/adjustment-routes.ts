/** Back-pay and recovery over HTTP: proposals, debts, receipts, plans. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { FenAmount, PlainDateText, RequestId, Uuid } from '../schema/index.ts';
import {
  adjusters,
  adjustmentDirections,
  adjustments,
  applyToCourt,
  CourtApplication,
  CourtOutcome,
  decideAdjustments,
  decideFine,
  finers,
  methodsOf,
  overpaymentClasses,
  overpayments,
  plannedMethods,
  planRecovery,
  recordCourtResult,
  recordFineReceipt,
  recordReceipt,
  recoverers,
} from './server.ts';

const ById = z.strictObject({ id: Uuid });
const keys = <T extends object>(names: T) => Object.keys(names) as [keyof T & string, ...(keyof T & string)[]];
const readers = allow(
  ...adjusters,
  'county-clerk',
  'county-confirmer',
  'township-clerk',
  'township-leader',
  'city-clerk',
  'city-leader',
  'auditor',
);

export const adjustmentRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/adjustments',
    permission: readers,
    summary: '待确认的补发和追回（留痕）',
    query: z.object({
      state: z.enum(['proposed', 'confirmed', 'rejected']).default('proposed'),
      direction: z.enum(keys(adjustmentDirections)).optional(),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const { cursor, state, direction } = query;
        const page = await adjustments(tx, { state, ...(direction ? { direction } : {}) }, cursor ?? null);
        return { rows: page.items, next: page.next };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/adjustments/decide',
    permission: allow(...adjusters),
    summary: '确认或不予调整（可批量）',
    body: z.strictObject({
      ids: z.array(Uuid).min(1, '请至少选择一项').max(500, '一次最多500项'),
      decision: z.enum(['confirm', 'reject']),
      note: z.string().trim().max(500, '不超过500字').default(''),
      classification: z.enum(keys(overpaymentClasses)).optional(),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, body }) => decideAdjustments(platform.context, actor, body),
  }),
  route({
    method: 'GET',
    url: '/api/overpayments',
    permission: readers,
    summary: '多发款项和追回台账（留痕）',
    query: z.object({ open: z.enum(['yes', 'no']).optional(), cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const page = await overpayments(tx, query.open ? { open: query.open === 'yes' } : {}, query.cursor ?? null);
        return { rows: page.items, next: page.next, methods: methodsOf(actor) };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/overpayments/:id/receipts',
    permission: allow('finance-clerk'),
    summary: '登记退回的款项',
    params: ById,
    body: z.strictObject({
      version: z.int32(),
      way: z.enum(['return', 'instalments', 'court']),
      amountFen: FenAmount.positive('金额须大于零'),
      receivedOn: PlainDateText,
      voucher: z
        .string()
        .trim()
        .min(2, '请填写缴款凭证号')
        .max(40)
        // The numbers of what is kept back from a payment, or lessens the debt, are made by the system.
        .refine((text) => !/^(抵扣|冲减)-/.test(text), '请填写银行或财政票据上的凭证号'),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) => recordReceipt(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/overpayments/:id/fine',
    permission: allow(...finers),
    summary: '对隐瞒骗取作出罚款决定（先听取陈述申辩）',
    params: ById,
    body: z.strictObject({
      version: z.int32(),
      facts: z.string().trim().min(6, '请写明隐瞒了什么、从什么时候起').max(1000),
      conductTo: PlainDateText,
      amountFen: FenAmount.positive('金额须大于零'),
      heardOn: PlainDateText,
      statement: z.string().trim().min(2, '请写明当事人的意见；没有意见的写“没有意见”').max(1000),
      hearingFile: z.uuid('作出罚款决定前须听取陈述和申辩，请上传签字的记录'),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) => decideFine(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/fines/:id/receipts',
    permission: allow('finance-clerk'),
    summary: '登记缴纳的罚款',
    params: ById,
    body: z.strictObject({
      version: z.int32(),
      amountFen: FenAmount.positive('金额须大于零'),
      receivedOn: PlainDateText,
      voucher: z.string().trim().min(2, '请填写缴款凭证号').max(40),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) => recordFineReceipt(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/overpayments/:id/plan',
    permission: allow(...recoverers),
    summary: '追回方式：退回、抵扣、分期、核销',
    params: ById,
    body: z.strictObject({
      version: z.int32(),
      method: z.enum(plannedMethods),
      monthlyFen: FenAmount.positive('金额须大于零').optional(),
      consentFile: Uuid.optional(),
      minutes: z.string().trim().max(500).optional(),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) => planRecovery(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/overpayments/:id/court',
    permission: allow(...recoverers),
    summary: '登记申请人民法院强制执行（过了期限没有退回）',
    params: ById,
    body: CourtApplication.extend({ version: z.int32(), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => applyToCourt(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/court-applications/:id/result',
    permission: allow(...recoverers),
    summary: '登记法院的结果',
    params: ById,
    body: CourtOutcome.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => recordCourtResult(platform.context, actor, { ...params, ...body }),
  }),
];
