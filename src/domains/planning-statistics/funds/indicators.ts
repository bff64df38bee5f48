/** 资金指标 (planning 6): what the lottery fund does for the elderly, level by level, and whether the accounts are reconciled in time; each opens what it counts. */
import { sql } from '../../../database/sql.ts';
import { longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  CITY_PLAN,
  defineCells,
  defineIndicators,
  type GivenRow,
  givenRows,
  type Span,
} from '../../../kernel/indicator/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fields } from '../../../kernel/purchase/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { placeName } from './board.ts';
import { lotterySums, lotteryUses, privateBase } from './lottery.ts';
import { reconcileBy } from './reconcile.ts';
import { percentText, shareVerdict } from './rules.ts';
import { ruralUses } from './rural.ts';
import { fundReaders, lotterySources } from './terms.ts';

const board = { key: 'funds', zh: '资金专户', to: '/funds', readers: fundReaders } as const;
const source = CITY_PLAN;

const purposeName = sql`(${Object.values(fields)}::text[])[array_position(${Object.keys(fields)}::text[], u.purpose)]`;
const says = sql`case when u.is_refund then '退回，' else '' end || ${purposeName} || case when u.private_run then '（社会办）' else '' end
  || '，' || round(u.amount_fen / 1000000.0, 2) || '万元，' || u.paper`;
const usesOf = (span: Span) => lotteryUses(Number(span.from.slice(0, 4)), span.to);

/** One row for each level that used anything, judged by itself. */
async function levels(tx: Tx, span: Span): Promise<GivenRow[]> {
  const rows: GivenRow[] = [];
  for (const { division, elderlyFen, totalFen } of await lotterySums(tx, Number(span.from.slice(0, 4)), span.to)) {
    if (division < span.lo || division >= span.hi) continue;
    const min = await wholeParameter(tx, 'LOTTERY-ELDERLY-SHARE', division, span.to);
    if (!min.ok) continue;
    const verdict = shareVerdict({ partFen: elderlyFen, wholeFen: totalFen }, min.value);
    if (verdict === 'none') continue;
    rows.push({
      id: division,
      division,
      num: verdict === 'met' ? 1 : 0,
      den: 1,
      name: placeName(tx, division),
      says: `用于养老${percentText(elderlyFen, totalFen, min.value)}，不低于${min.value}%`,
    });
  }
  return rows;
}

/** One row for each month of an account that was to be reconciled in the span; a month of which the day has not passed waits. */
async function monthsDue(tx: Tx, span: Span): Promise<GivenRow[]> {
  const accounts = await tx.rows<{
    id: string;
    division: DivisionCode;
    name: string;
    openedOn: PlainDate;
  }>(
    sql`select id, division, name, opened_on from fund_account where division >= ${span.lo} and division < ${span.hi} order by id limit 1000`,
  );
  const first = new Map(
    (
      await tx.rows<{ accountId: string; month: YearMonth; on: PlainDate }>(
        sql`select account_id, month, min(reconciled_on) as "on" from fund_reconciliation group by 1, 2 limit 50000`,
      )
    ).map((row) => [`${row.accountId} ${row.month}`, row.on]),
  );
  const rows: GivenRow[] = [];
  for (const { id, division, name, openedOn } of accounts)
    for (let month = monthOf(openedOn); month < span.toMonth; month = plusMonths(month, 1)) {
      const due = await reconcileBy(tx, month, division);
      if (!due.ok || due.value < span.from || due.value > span.to) continue;
      const on = first.get(`${id} ${month}`);
      if (on === undefined && due.value >= tx.today) continue;
      rows.push({
        id: `${id} ${month}`,
        division,
        num: on !== undefined && on <= due.value ? 1 : 0,
        den: 1,
        name: `${name}${longMonth(month)}`,
        says: `应于${due.value}前对账，${on === undefined ? '还没有对' : `${on}对账`}`,
        link: 'account',
        linkId: id,
      });
    }
  return rows;
}

defineIndicators(
  board,
  {
    key: 'lottery-elderly',
    zh: '福彩公益金用于养老',
    definition:
      '本年预算的福彩公益金分配给养老服务的 ÷ 全部分配（拨给下级专户的在下级算；退回的在入账的年份按原用途计负数）；市和每个县各评各的，合计达到不替没有达到的',
    kind: 'money',
    period: 'year',
    target: 'LOTTERY-ELDERLY-SHARE',
    source,
    plan: 'T14-lot-elderly',
    rows: async (_, span) =>
      sql`select u.id, u.division, case when u.purpose = 'elderly' then u.amount_fen else 0 end as num, u.amount_fen as den, u.unit as name, ${says} as says,
        'account' as link, u.account_id::text as link_id from (${usesOf(span)}) u`,
  },
  {
    key: 'lottery-elderly-levels',
    zh: '养老占比达到的级次',
    definition: '福彩公益金养老占比达到要求的 ÷ 当年使用了福彩公益金的（市和每个县各算一个）',
    kind: 'units',
    period: 'year',
    target: 'FUND-LEVELS',
    source,
    rows: async (tx, span) => givenRows(await levels(tx, span)),
  },
  {
    key: 'lottery-private',
    zh: '福彩公益金支持社会办养老',
    definition:
      '分配给社会办养老的 ÷ 用于养老的（参数“社会办占比的基数”为1时 ÷ 全部福彩公益金）；规划没有写明基数，两个数都在资金专户的“占比和增长”里',
    kind: 'money',
    period: 'year',
    target: 'LOTTERY-PRIVATE-SHARE',
    source: '社会养老服务体系建设“十三五”规划',
    plan: 'T13-lot-private',
    rows: async (tx, span) => {
      const base = await privateBase(tx, span.division, span.to);
      const counted = base.ok && base.value === 'total' ? sql`true` : sql`u.purpose = 'elderly'`;
      return sql`select u.id, u.division, case when u.private_run then u.amount_fen else 0 end as num, u.amount_fen as den, u.unit as name, ${says} as says,
        'account' as link, u.account_id::text as link_id from (${usesOf(span)}) u where ${counted}`;
    },
  },
  {
    key: 'rural-elderly-spending',
    zh: '农村养老财政资金占比',
    definition:
      '本年预算分配给养老服务、用在村里的 ÷ 全部分配给养老服务的；城乡都有的按当地村和社区的60岁以上老年人分；退回的扣掉',
    kind: 'money',
    period: 'year',
    source: '社会养老服务体系建设“十三五”规划（没有印出目标，不低于上年）',
    rows: async (tx, span) => givenRows(await ruralUses(tx, Number(span.from.slice(0, 4)), span.to)),
  },
  {
    key: 'funds-reconciled',
    zh: '专户按时对账率',
    definition: '期限内对过账的 ÷ 本年到期应对账的（每个专户每个月一次；重对的按第一次算）',
    kind: 'rate',
    period: 'year',
    target: 'FUND-RECONCILED',
    source: '规划统计领域统计口径（待确认）',
    rows: async (tx, span) => givenRows(await monthsDue(tx, span)),
  },
);

defineCells({
  key: 'cA04',
  definition: '期内从专户支付的福彩公益金（银行退票的不计，用款单位退回的在入账时计负数；拨给下级专户的在下级算）',
  of: 'fen',
  rows: async (
    _,
    span,
  ) => sql`select p.id::text as id, p.division, p.amount_fen as num, p.amount_fen as den, p.payee as name, p.reason as says, 'account' as link, p.account_id::text as link_id
      from fund_payment p join fund_allocation a on a.id = p.allocation_id join fund_line l on l.id = a.line_id
      where p.state = 'paid' and not a.passed_down and l.source = any(${[...lotterySources]}::text[]) and p.paid_on between ${span.from} and ${span.to}
    union all select r.id::text, r.division, -r.amount_fen, -r.amount_fen, p.payee, '退回：' || r.reason, 'account', r.account_id::text
      from fund_refund r join fund_payment p on p.id = r.payment_id join fund_allocation a on a.id = r.allocation_id join fund_line l on l.id = a.line_id
      where not a.passed_down and l.source = any(${[...lotterySources]}::text[]) and r.booked_on between ${span.from} and ${span.to}`,
});
