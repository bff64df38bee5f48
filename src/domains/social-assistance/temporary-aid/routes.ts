/** 临时救助 over HTTP: what the case engine's routes do not cover — 马上办, reports, follow-ups, the reserve. */
import { z } from 'zod';
import { allow, anyone } from '../../../kernel/access/index.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { choice, Division, FenAmount, RequestId, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../family/places.ts';
import { helpAtOnce } from './emergency/at-once.ts';
import { EmergencyAid } from './emergency/form.ts';
import { EmergencyFacts } from './facts.ts';
import { dismissReport, openReports, reportEmergency } from './reports.ts';
import { advanceReserve, closeYear, payRefill, proposeRefill, reserveBalance } from './reserve.ts';
import { reserveStatement, reserves, statementCsv } from './reserve-view.ts';
import { determineTemporaryAid } from './rules.ts';
import { followUpsDue, recordFollowUp } from './store.ts';
import { emergencyCauses, tiers } from './terms.ts';

const ById = z.strictObject({ id: Uuid });
const ByTownship = z.strictObject({ township: Division });
const Cursor = z.string().max(60).optional();

const field = ['village-worker', 'township-clerk', 'township-leader'] as const;
const readers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'finance-clerk',
  'finance-reviewer',
  'city-clerk',
  'city-leader',
  'auditor',
] as const;

/** `EmergencyAid` of somebody who has not signed in says less; these are its bounds. */
export const EmergencyReport = z.strictObject({
  division: Division,
  who: z.string().trim().min(1, '请写明是谁（不知道姓名就写样子）').max(50, '不超过50字'),
  where: z.string().trim().min(2, '请写明在哪里').max(100, '不超过100字'),
  what: z.string().trim().min(4, '请写明发生了什么（至少4个字）').max(500, '不超过500字'),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9-]{7,13}$/, '请填写能打通的电话'),
  requestId: RequestId,
});

export const temporaryAidRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/emergency-aid/estimate',
    permission: allow(...field),
    summary: '急难救助：按档次核算的金额和备用金余额',
    query: z.object({
      division: Division,
      cause: choice(emergencyCauses),
      tier: choice(tiers),
      persons: z.coerce.number().int().min(1).max(30),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const facts = EmergencyFacts.parse({ type: 'emergency', verified: true, earlier: [], ...query });
        const decided = determineTemporaryAid(facts, await parametersOf(tx), tx.today);
        if (!decided.ok) return decided;
        const { townshipFen, countyFen, townshipLimitFen, computed, breakdown } = decided.value;
        return ok({
          amountFen: computed?.amountFen ?? 0,
          townshipFen,
          countyFen,
          townshipLimitFen,
          formula: breakdown[0]?.formula ?? '',
          balanceFen: await reserveBalance(tx, townshipOf(query)),
        });
      }),
  }),
  route({
    method: 'POST',
    url: '/api/emergency-aid',
    permission: allow('village-worker', 'township-clerk'),
    summary: '急难救助：马上办',
    body: z.strictObject({ form: EmergencyAid, amountFen: FenAmount.nullable(), requestId: RequestId }),
    handler: ({ platform, actor, body }) => helpAtOnce(platform.context, actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/emergency-reports',
    permission: anyone,
    summary: '急难报告（不用登录）',
    perMinute: 20,
    body: EmergencyReport,
    handler: ({ platform, body }) => reportEmergency(platform.context, body),
  }),
  route({
    method: 'GET',
    url: '/api/emergency-reports',
    permission: allow(...field),
    summary: '待处理的急难报告（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, async (tx) => ({ rows: await openReports(tx) })),
  }),
  route({
    method: 'POST',
    url: '/api/emergency-reports/:id/dismiss',
    permission: allow('township-clerk', 'township-leader'),
    summary: '急难报告不成立',
    params: ById,
    body: z.strictObject({ result: z.string().trim().min(4, '请写明核实情况').max(200) }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => dismissReport(tx, { id: params.id, result: body.result })),
  }),
  route({
    method: 'GET',
    url: '/api/aid/follow-ups',
    permission: allow(...field),
    summary: '到期的临时救助回访',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({
        rows: (await followUpsDue(tx, tx.today)).map((r) => ({ ...r, divisionName: tx.divisions.fullName(r.division) })),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/aid/:id/follow-up',
    permission: allow('village-worker', 'township-clerk'),
    summary: '登记回访',
    params: ById,
    body: z.strictObject({ text: z.string().trim().min(4, '请写明看到的情况').max(1000), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'aid.follow-up', requestId: body.requestId, body: { ...params, ...body } },
        async (tx) => ((await recordFollowUp(tx, params.id, body.text)) === 1 ? ok({}) : fail('AID_FOLLOWED_UP')),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/reserves',
    permission: allow(...readers),
    summary: '备用金余额',
    query: z.object({ cursor: Cursor }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => reserves(tx, query.cursor ?? null)),
  }),
  route({
    method: 'GET',
    url: '/api/reserves/:township',
    permission: allow(...readers),
    summary: '备用金月度对账单（留痕）',
    params: ByTownship,
    query: z.object({ month: YearMonthText, cursor: Cursor }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) => reserveStatement(tx, { ...params, month: query.month }, query.cursor ?? null)),
  }),
  route({
    method: 'GET',
    url: '/api/reserves/:township/statement',
    permission: allow(...readers),
    summary: '导出备用金月度对账单（留痕）',
    params: ByTownship,
    query: z.object({ month: YearMonthText }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, async (tx) => {
        const csv = await statementCsv(tx, { ...params, month: query.month });
        if (!csv.ok) return csv;
        const name = `备用金对账单_${params.township.slice(0, 9)}_${query.month}.csv`;
        return attachment('text/csv; charset=utf-8', name, `\uFEFF${csv.value}`);
      }),
  }),
  route({
    method: 'POST',
    url: '/api/reserves/:township/advance',
    permission: allow('finance-clerk'),
    summary: '首次拨付备用金',
    params: ByTownship,
    body: z.strictObject({ documentNo: z.string().trim().min(2, '请填写拨款文号').max(60), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'reserve.advance', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        advanceReserve(tx, { ...params, documentNo: body.documentNo }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/reserves/:township/refill',
    permission: allow('township-clerk', 'township-leader'),
    summary: '申请补充备用金',
    params: ByTownship,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'reserve.refill', requestId: body.requestId, body: params }, (tx) =>
        proposeRefill(tx, params.township),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/reserve-refills/:id/pay',
    permission: allow('finance-clerk'),
    summary: '拨付备用金补充',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'reserve.refill.pay', requestId: body.requestId, body: params }, (tx) =>
        payRefill(tx, params.id),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/reserves/:township/year-end',
    permission: allow('county-leader', 'finance-reviewer'),
    summary: '备用金年终结余：结转或收回',
    params: ByTownship,
    body: z.strictObject({
      year: z.int().min(2020).max(2200),
      choice: choice({ carry: '结转下年', return: '收回县级' }),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body }) => {
      const { requestId, ...rest } = body;
      return platform.context.once(actor, { action: 'reserve.year-end', requestId, body: { ...params, ...rest } }, (tx) =>
        closeYear(tx, { ...params, ...rest }),
      );
    },
  }),
];
