/** 资金 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { attachment, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { changeLine, openFundAccount, planLine, recordArrival } from './accounts.ts';
import { allocate, checkAllocation, publishAllocation } from './allocate.ts';
import { differences, fundBoard, fundFlow, idleMoney } from './board.ts';
import { fundFile } from './file.ts';
import { allocationList, paymentList, paymentSheet } from './lists.ts';
import { fundShares } from './lottery.ts';
import { bouncePayment, checkPayment, makeContractPayment, makePayment, pay, recordReceipt } from './pay.ts';
import { reconcile, settleDifference } from './reconcile.ts';
import { refundPayment } from './refund.ts';
import {
  Bounce,
  Check,
  LineChange,
  NewAccount,
  NewAllocation,
  NewArrival,
  NewContractPayment,
  NewLine,
  NewPayment,
  NewReconciliation,
  Receipt,
  Refund,
  Settlement,
} from './shapes.ts';
import { fundCheckers, fundMakers, fundReaders } from './terms.ts';

const readers = allow(...fundReaders);
const ById = z.strictObject({ id: Uuid });
const Year = z.object({ year: z.coerce.number().int().min(2000).max(2200).optional() });
const Filter = z.object({
  q: z.string().trim().max(60).optional(),
  state: z.string().max(20).optional(),
  source: z.string().max(30).optional(),
  purpose: z.string().max(30).optional(),
  cursor: z.string().max(120).optional(),
});
const Nothing = z.strictObject({});

export const fundRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/funds',
    permission: readers,
    summary: '资金专户总表',
    query: Year,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => fundBoard(tx, query.year)),
  }),
  route({
    method: 'GET',
    url: '/api/funds/flow',
    permission: readers,
    summary: '资金从来源到用途到地区',
    query: Year,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => fundFlow(tx, query.year)),
  }),
  route({
    method: 'GET',
    url: '/api/funds/shares',
    permission: readers,
    summary: '福彩公益金养老占比和经费增长，逐级评',
    query: Year,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => fundShares(tx, query.year)),
  }),
  route({
    method: 'GET',
    url: '/api/funds/idle',
    permission: readers,
    summary: '闲置资金',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const rows = await idleMoney(tx);
        return rows.ok ? { rows: rows.value } : rows;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/funds/differences',
    permission: readers,
    summary: '对账差异',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await differences(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/funds/allocations',
    permission: readers,
    summary: '资金分配清单',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => allocationList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/funds/payments',
    permission: readers,
    summary: '资金支付清单',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => paymentList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/funds/payments/export',
    permission: readers,
    summary: '资金支付导出（XLSX），收款账号遮盖',
    query: Filter,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => attachment(XLSX, '专户支付.xlsx', await paymentSheet(tx, query))),
  }),
  route({
    method: 'GET',
    url: '/api/funds/accounts/:id',
    permission: readers,
    summary: '一个专户：预算、到账、对账',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => fundFile(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/funds/accounts',
    permission: allow(...fundMakers),
    summary: '登记专户',
    body: NewAccount.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'fund.open', requestId, body: given }, (tx) => openFundAccount(tx, given)),
  }),
  stepOnce({ url: '/api/funds/accounts/:id/lines', summary: '登记预算', by: fundMakers, shape: NewLine, work: planLine }),
  stepOnce({ url: '/api/funds/lines/:id/change', summary: '调整预算', by: fundMakers, shape: LineChange, work: changeLine }),
  stepOnce({ url: '/api/funds/lines/:id/arrivals', summary: '登记到账', by: fundMakers, shape: NewArrival, work: recordArrival }),
  stepOnce({
    url: '/api/funds/arrivals/:id/allocations',
    summary: '分配资金',
    by: fundMakers,
    shape: NewAllocation,
    work: allocate,
  }),
  stepOnce({
    url: '/api/funds/allocations/:id/check',
    summary: '审核分配',
    by: fundCheckers,
    shape: Check,
    work: checkAllocation,
  }),
  stepOnce({
    url: '/api/funds/allocations/:id/publish',
    summary: '公开分配结果',
    by: fundMakers,
    shape: Nothing,
    work: publishAllocation,
  }),
  stepOnce({
    url: '/api/funds/allocations/:id/payments',
    summary: '制单付款',
    by: fundMakers,
    shape: NewPayment,
    work: makePayment,
  }),
  stepOnce({
    url: '/api/purchases/milestones/:id/payment',
    summary: '合同节点制单付款',
    by: fundMakers,
    shape: NewContractPayment,
    work: makeContractPayment,
  }),
  stepOnce({ url: '/api/funds/payments/:id/check', summary: '复核付款', by: fundCheckers, shape: Check, work: checkPayment }),
  stepOnce({ url: '/api/funds/payments/:id/pay', summary: '支付', by: fundMakers, shape: Nothing, work: pay }),
  stepOnce({
    url: '/api/funds/payments/:id/receipt',
    summary: '登记银行回单',
    by: fundMakers,
    shape: Receipt,
    work: recordReceipt,
  }),
  stepOnce({ url: '/api/funds/payments/:id/bounce', summary: '登记退票', by: fundMakers, shape: Bounce, work: bouncePayment }),
  stepOnce({
    url: '/api/funds/payments/:id/refund',
    summary: '登记退回资金',
    by: fundMakers,
    shape: Refund,
    work: refundPayment,
  }),
  stepOnce({
    url: '/api/funds/accounts/:id/reconciliations',
    summary: '专户按月对账',
    by: fundMakers,
    shape: NewReconciliation,
    work: reconcile,
  }),
  stepOnce({
    url: '/api/funds/differences/:id/settle',
    summary: '处理对账差异',
    by: fundMakers,
    shape: Settlement,
    work: settleDifference,
  }),
];
