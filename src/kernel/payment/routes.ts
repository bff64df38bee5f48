/** Batches, bank files, payments and figures over HTTP. */
import { z } from 'zod';
import { allow, officers } from '../access/index.ts';
import { attachment, type RouteDefinition, route } from '../http/server.ts';
import { fail, ok } from '../result/index.ts';
import {
  BankAccount,
  Division,
  formats,
  PlainDateText,
  RequestId,
  Uuid,
  type YearMonth,
  YearMonthText,
} from '../schema/index.ts';
import { adjustmentRoutes } from './adjustment-routes.ts';
import { householdRoutes } from './household-routes.ts';
import {
  actOnBatch,
  agreement,
  allProgrammes,
  batches,
  batchLines,
  batchView,
  correctAccount,
  downloadBankFile,
  figureLines,
  figures,
  freezeBatch,
  importBankResult,
  issueBackPayList,
  type LineState,
  lastPaidMonth,
  lineStates,
  openInquiries,
  paidForOtherMonths,
  payEstate,
  paymentsOfPerson,
  recordBankLetter,
  supplementaryBatch,
  waitingLines,
} from './server.ts';

/** Of the programmes that the domains have registered. */
const ProgrammeKey = z
  .string()
  .max(30)
  .refine((key) => allProgrammes().some((programme) => programme.key === key), '没有这个发放项目');
const ById = z.strictObject({ id: Uuid });
const BAD_CURSOR = '翻页位置无效，请从第一页看起';
/** Month and id of the last row of a page. */
const Cursor = z
  .string()
  .regex(/^\d{4}-\d{2}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, BAD_CURSOR)
  .optional();
/** Number of the last line of a page. */
const LineCursor = z
  .string()
  .regex(/^\d{1,9}$/, BAD_CURSOR)
  .optional();
/** Last day and id of the last row of a page. */
const DueCursor = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, BAD_CURSOR)
  .refine((text) => formats['plain-date'](text.slice(0, 10)) === null, BAD_CURSOR)
  .optional();
const payers = allow(
  'township-clerk',
  'township-leader',
  'finance-clerk',
  'finance-reviewer',
  'treasury-officer',
  'county-leader',
  'county-clerk',
  'city-clerk',
  'city-leader',
  'auditor',
);
/** A county's list is some ten thousand lines of at most 200 bytes, a third longer in base64. */
const RESULT_BYTES = 12_000_000;

export const paymentRoutes: readonly RouteDefinition[] = [
  ...adjustmentRoutes,
  ...householdRoutes,
  route({
    method: 'GET',
    url: '/api/programmes',
    permission: allow(...officers, 'treasury-officer', 'auditor'),
    summary: '发放项目',
    handler: async () => ({ rows: allProgrammes() }),
  }),
  route({
    method: 'GET',
    url: '/api/batches',
    permission: payers,
    summary: '发放批次',
    query: z.object({
      month: YearMonthText.optional(),
      county: Division.optional(),
      programme: ProgrammeKey.optional(),
      view: z.literal('mine').optional(),
      cursor: z.union([Cursor, DueCursor], BAD_CURSOR),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const page = await batches(
          tx,
          {
            ...(query.month ? { month: query.month } : {}),
            ...(query.county ? { county: query.county } : {}),
            ...(query.programme ? { programme: query.programme } : {}),
            mine: query.view === 'mine',
          },
          query.cursor ?? null,
        );
        return { rows: page.items, next: page.next };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/batches',
    permission: allow('finance-clerk'),
    summary: '生成批次（冻结名单）',
    body: z.strictObject({
      programme: ProgrammeKey,
      county: Division,
      month: YearMonthText,
      kind: z.enum(['regular', 'supplementary']).default('regular'),
      lineIds: z.array(Uuid).max(500).optional(),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, body }) => {
      const { kind, lineIds, ...order } = body;
      return kind === 'regular'
        ? freezeBatch(platform.context, actor, order)
        : supplementaryBatch(platform.context, actor, lineIds ? { ...order, lineIds } : order);
    },
  }),
  route({
    method: 'GET',
    url: '/api/batches/:id',
    permission: payers,
    summary: '一个批次',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => batchView(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/batches/:id/lines',
    permission: payers,
    summary: '批次明细（留痕）',
    params: ById,
    query: z.object({ state: z.enum(Object.keys(lineStates) as LineState[]).optional(), cursor: LineCursor }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, async (tx) => {
        const page = await batchLines(tx, params.id, query.state ? { state: query.state } : {}, query.cursor ?? null);
        return { rows: page.items, next: page.next };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/batches/:id/actions',
    permission: allow('township-clerk', 'township-leader', 'finance-clerk', 'finance-reviewer', 'treasury-officer'),
    summary: '办理批次的一步',
    params: ById,
    body: z.strictObject({ action: z.string().max(40), version: z.int32(), requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, params, body }) => actOnBatch(platform.context, actor, { batchId: params.id, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/batches/:id/back-pay-list',
    permission: allow('finance-clerk', 'finance-reviewer'),
    summary: '补发清册：补发以前月份的名单（留痕）',
    params: ById,
    body: z.strictObject({ within: Division, requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => issueBackPayList(platform.context, actor, { batchId: params.id, ...body }),
  }),
  route({
    method: 'GET',
    url: '/api/bank-files/:id',
    permission: allow('finance-clerk'),
    summary: '下载送银行文件（含账号，留痕）',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => {
        const file = await downloadBankFile(tx, params.id);
        if (!file.ok) return file;
        return attachment(file.value.contentType, file.value.name, file.value.bytes);
      }),
  }),
  route({
    method: 'POST',
    url: '/api/bank-files/:id/result',
    permission: allow('finance-clerk'),
    summary: '导入一家银行的回盘文件',
    params: ById,
    bodyLimit: RESULT_BYTES,
    body: z.strictObject({
      /** The bytes as they are: not every bank writes UTF-8. */
      content: z.base64('文件没有完整传来').min(1, '文件是空的').max(RESULT_BYTES, '文件过大'),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) =>
      importBankResult(platform.context, actor, {
        fileId: params.id,
        content: Buffer.from(body.content, 'base64'),
        requestId: body.requestId,
      }),
  }),
  route({
    method: 'GET',
    url: '/api/bank-inquiries',
    permission: allow('finance-clerk', 'finance-reviewer'),
    summary: '查询查复：过期没有回盘、银行还没有最后答复的文件',
    handler: ({ platform, actor }) => platform.context.read(actor, (tx) => openInquiries(tx)),
  }),
  route({
    method: 'POST',
    url: '/api/bank-files/:id/letter',
    permission: allow('finance-clerk', 'finance-reviewer'),
    summary: '登记银行对过期没有回盘的书面答复',
    params: ById,
    body: z.strictObject({
      answer: z.enum(['not-paid', 'result-follows']),
      letterNo: z.string().trim().min(2, '请填写答复文号').max(60),
      answeredOn: PlainDateText,
      letterFile: Uuid,
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) => recordBankLetter(platform.context, actor, { fileId: params.id, ...body }),
  }),
  route({
    method: 'GET',
    url: '/api/payment-lines/waiting',
    permission: allow('township-clerk', 'finance-clerk'),
    summary: '退回的和停着的款项，等更正账户或者登记领取人（留痕）',
    query: z.object({ cursor: DueCursor }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const page = await waitingLines(tx, query.cursor ?? null);
        return { rows: page.items, next: page.next };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/payment-lines/:id/account',
    permission: allow('township-clerk', 'finance-clerk'),
    summary: '更正退回款项的账户',
    params: ById,
    body: z.strictObject({
      bank: z.string().trim().min(2, '请填写开户银行').max(40),
      number: BankAccount,
      holder: z.string().trim().min(1, '请填写户名').max(50),
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => correctAccount(tx, { lineId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/api/payment-lines/:id/payee',
    permission: allow('township-clerk', 'finance-clerk'),
    summary: '领款人去世，登记由谁领取',
    params: ById,
    body: z.strictObject({
      name: z.string().trim().min(2, '请填写姓名').max(50),
      idNumber: z.string().trim().min(15, '请填写身份证号码').max(18),
      relation: z.string().trim().min(2, '请写明与死者的关系').max(30),
      bank: z.string().trim().min(2, '请填写开户银行').max(40),
      number: BankAccount,
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => payEstate(tx, { lineId: params.id, ...body })),
  }),
  route({
    method: 'GET',
    url: '/api/persons/:id/payments',
    permission: allow('resident', ...officers, 'auditor'),
    summary: '某人的发放记录',
    params: z.strictObject({ id: z.union([Uuid, z.literal('me')]) }),
    query: z.object({ cursor: Cursor }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, async (tx) => {
        const personId = params.id === 'me' ? actor.personId : params.id;
        if (!personId) return fail('NOT_FOUND');
        const page = await paymentsOfPerson(tx, personId, query.cursor ?? null);
        return ok({ rows: page.items, next: page.next });
      }),
  }),
  route({
    method: 'GET',
    url: '/api/figures/lines',
    permission: payers,
    summary: '一个数字所数的明细（留痕）',
    query: z.object({
      month: YearMonthText,
      division: Division,
      programme: ProgrammeKey.optional(),
      state: z.enum(Object.keys(lineStates) as LineState[]).optional(),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const page = await figureLines(
          tx,
          {
            month: query.month,
            division: query.division,
            ...(query.programme ? { programme: query.programme } : {}),
            ...(query.state ? { state: query.state } : {}),
          },
          query.cursor ?? null,
        );
        return { rows: page.items, next: page.next };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/agreement',
    permission: payers,
    summary: '三方对账：决定、送出、到账，每一项差额有归属',
    query: z.object({ month: YearMonthText, division: Division.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const of = { month: query.month, division: query.division ?? actor.division ?? tx.city };
        return { rows: await agreement(tx, of), others: await paidForOtherMonths(tx, of) };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/figures',
    permission: allow(...officers, 'auditor'),
    summary: '发放数据：人数、户数、金额、人均，按县按月',
    query: z.object({
      from: YearMonthText.optional(),
      to: YearMonthText.optional(),
      month: YearMonthText.optional(),
      division: Division.optional(),
      programme: ProgrammeKey.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const of = {
          division: query.division ?? tx.actor.division ?? tx.city,
          ...(query.programme ? { programme: query.programme } : {}),
        };
        // Who asks for no month gets the last one that has been paid; the one that runs now is often not yet.
        const to = query.month ?? query.to ?? (await lastPaidMonth(tx, of)) ?? (tx.today.slice(0, 7) as YearMonth);
        return ok({ month: to, ...(await figures(tx, { from: query.month ?? query.from ?? to, to, ...of })) });
      }),
  }),
];
