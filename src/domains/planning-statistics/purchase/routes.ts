/** 政府购买服务 over HTTP: catalogue, need, notice, procurement, contract, acceptance, request, score. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { attachment, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import {
  Acceptance,
  acceptMilestone,
  addItem,
  Breach,
  breachContract,
  NewContract,
  NewItem,
  NewProcurement,
  NewProgramme,
  NewProvider,
  NewPurchaseNotice,
  PaymentRequest,
  planProgramme,
  publishNotice,
  recordProcurement,
  registerProvider,
  requestPayment,
  Scoring,
  scoreContract,
  signContract,
  signUps,
  Withdrawal,
  withdrawNotice,
} from '../../../kernel/purchase/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { contractFile, ownMilestones } from './file.ts';
import { buyers, providers, purchaseReaders } from './hands.ts';
import { contractCalendar, contractList, contractSheet, overview } from './views.ts';

const readers = allow(...purchaseReaders);
const ById = z.strictObject({ id: Uuid });
const Filter = z.object({
  q: z.string().trim().max(60).optional(),
  state: z.string().max(20).optional(),
  field: z.string().max(30).optional(),
  cursor: z.string().max(120).optional(),
});

/** One registration: its own address, its own shape, remembered by its request. */
const registration = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  shape: z.ZodObject<S, z.core.$strict>;
  run: (tx: Tx, input: z.output<z.ZodObject<S>>) => Promise<Result<{ id: string }>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: allow(...buyers),
    summary: of.summary,
    body: z.strictObject({ requestId: RequestId, input: of.shape }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: of.url, requestId: body.requestId, body: body.input }, (tx) =>
        of.run(tx, body.input as z.output<z.ZodObject<S>>),
      ),
  });

export const purchaseRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/purchases',
    permission: readers,
    summary: '购买服务：目录、项目和预算、公告、采购记录',
    handler: ({ platform, actor }) => platform.context.read(actor, overview),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/forms',
    permission: readers,
    summary: '购买服务：登记表',
    handler: async () => ({
      item: formOf(NewItem),
      programme: formOf(NewProgramme),
      notice: formOf(NewPurchaseNotice),
      provider: formOf(NewProvider),
      procurement: formOf(NewProcurement),
      contract: formOf(NewContract),
    }),
  }),
  registration({ url: '/api/purchases/items', summary: '登记购买服务目录', shape: NewItem, run: addItem }),
  registration({ url: '/api/purchases/programmes', summary: '登记购买服务项目和预算', shape: NewProgramme, run: planProgramme }),
  registration({ url: '/api/purchases/notices', summary: '发布购买服务公告', shape: NewPurchaseNotice, run: publishNotice }),
  registration({ url: '/api/purchases/providers', summary: '登记承接机构', shape: NewProvider, run: registerProvider }),
  registration({ url: '/api/purchases/procurements', summary: '登记采购记录', shape: NewProcurement, run: recordProcurement }),
  registration({ url: '/api/purchases/contracts', summary: '登记购买服务合同', shape: NewContract, run: signContract }),
  stepOnce({
    url: '/api/purchases/notices/:id/withdraw',
    summary: '撤回购买服务公告',
    by: buyers,
    shape: Withdrawal,
    work: withdrawNotice,
  }),
  route({
    method: 'GET',
    url: '/api/purchases/notices/:id/sign-ups',
    permission: allow(...buyers),
    summary: '一份公告的报名（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => ({ rows: await signUps(tx, params.id) })),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/contracts',
    permission: readers,
    summary: '购买服务合同清单',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => contractList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/calendar',
    permission: readers,
    summary: '合同日历：要验收的节点和到期的合同',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await contractCalendar(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/contracts/export',
    permission: readers,
    summary: '购买服务合同导出（XLSX）',
    query: Filter,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => attachment(XLSX, '购买服务合同.xlsx', await contractSheet(tx, query))),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/contracts/:id',
    permission: readers,
    summary: '一份购买服务合同：节点、验收、付款、评价',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => contractFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/mine',
    permission: allow(...providers),
    summary: '本机构合同的节点和付款',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await ownMilestones(tx) })),
  }),
  stepOnce({
    url: '/api/purchases/contracts/:id/score',
    summary: '购买服务绩效评价',
    by: buyers,
    shape: Scoring,
    work: scoreContract,
  }),
  stepOnce({
    url: '/api/purchases/contracts/:id/breach',
    summary: '登记合同违约',
    by: buyers,
    shape: Breach,
    work: breachContract,
  }),
  stepOnce({
    url: '/api/purchases/milestones/:id/accept',
    summary: '验收合同节点',
    by: buyers,
    shape: Acceptance,
    work: acceptMilestone,
  }),
  stepOnce({
    url: '/api/purchases/milestones/:id/request',
    summary: '承接机构申请付款',
    by: providers,
    shape: PaymentRequest,
    work: requestPayment,
  }),
];
