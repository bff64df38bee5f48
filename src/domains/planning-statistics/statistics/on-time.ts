/** 报送质量 (planning 6): of the reports that were due in the month, those whose unit had signed them by then; of those that left a unit in the month, those that were sent back. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf, plusDays, startOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineIndicators, type GivenRow, givenRows, type Span } from '../../../kernel/indicator/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { dueOf, listPeriods, reportLevelOf, unitsBelow } from './forms.ts';
import { periodWords, spanOfPeriod } from './period.ts';
import { unitName } from './steps.ts';

const board = {
  key: 'statistics',
  zh: '统计报表',
  to: '/statistics',
  readers: ['county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'],
} as const;

/** When each unit first signed: a report that was sent back and came again later was in time. */
const firstSigned = (tx: Tx) =>
  tx.rows<{
    form: string;
    period: string;
    division: DivisionCode;
    at: string;
  }>(sql`select s.form, s.period, s.division, min(t.at) as at
    from stat_step t join stat_submission s on s.id = t.submission_id where t.action = 'sign' group by 1, 2, 3 limit 50000`);

async function dueReports(tx: Tx, span: Span): Promise<GivenRow[]> {
  const signed = new Map(
    (await firstSigned(tx)).map((row) => [`${row.form} ${row.period} ${row.division}`, plainDateOf(row.at)]),
  );
  const rows: GivenRow[] = [];
  for (const period of await listPeriods(tx)) {
    // 期限在期后的一个月里
    if (spanOfPeriod(period.period).to >= span.to) continue;
    for (const unit of new Set([...period.units, ...unitsBelow(period, tx.city, 'city')])) {
      if (unit < span.lo || unit >= span.hi) continue;
      const due = await dueOf(tx, period.period, reportLevelOf(period, unit)!, unit);
      if (!due.ok || due.value < span.from || due.value > span.to) continue;
      const on = signed.get(`${period.form.code} ${period.period} ${unit}`);
      rows.push({
        id: `${period.form.code} ${period.period} ${unit}`,
        division: unit,
        num: on !== undefined && on <= due.value ? 1 : 0,
        den: 1,
        name: `${unitName(tx, unit)}：${period.form.name}${periodWords(period.period)}`,
        says: `应于${due.value}前报送，${on === undefined ? '还没有报' : `${on}报`}`,
      });
    }
  }
  return rows;
}

/** One row for each time that a unit signed in the span, with what became of it: sent back before it was signed again, or not. A county answers for its townships in their own rows. */
async function signedReports(tx: Tx, span: Span): Promise<GivenRow[]> {
  const signings = await tx.rows<{
    id: string;
    form: string;
    period: string;
    division: DivisionCode;
    on: PlainDate;
    reason: string | null;
  }>(sql`select t.id::text as id, s.form, s.period, s.division, (t.at at time zone 'Asia/Shanghai')::date as "on", next.note as reason
    from stat_step t join stat_submission s on s.id = t.submission_id
      left join lateral (select n.action, n.note from stat_step n where n.submission_id = t.submission_id and n.id > t.id and n.action in ('sign', 'sendBack') order by n.id limit 1) next
        on next.action = 'sendBack'
    where t.action = 'sign' and s.division <> ${tx.city} and s.division >= ${span.lo} and s.division < ${span.hi}
      and t.at >= ${startOf(span.from)} and t.at < ${startOf(plusDays(span.to, 1))} order by t.id limit 50000`);
  const forms = new Map((await listPeriods(tx)).map(({ form }) => [form.code, form.name]));
  return signings.map(({ id, form, period, division, on, reason }) => ({
    id,
    division,
    num: reason === null ? 0 : 1,
    den: 1,
    name: `${unitName(tx, division)}：${forms.get(form) ?? form}${periodWords(period)}`,
    says: `${on}报${reason === null ? '' : `，被退回：${reason}`}`,
  }));
}

defineIndicators(
  board,
  {
    key: 'reports-on-time',
    zh: '报表按时报送率',
    definition: '期限内签发上报的 ÷ 本月到期应报的（乡镇报县、县报市；退回后再报的按第一次报的算）',
    kind: 'rate',
    period: 'month',
    target: 'STAT-ON-TIME',
    source: '规划统计领域统计口径（待确认）',
    rows: async (tx, span) => givenRows(await dueReports(tx, span)),
  },
  {
    key: 'reports-returned',
    zh: '报表退回率',
    definition: '报出以后被上级退回的 ÷ 本月签发上报的（报一次算一次；市报省的不在内）；越低越好',
    kind: 'rate',
    better: 'lower',
    period: 'month',
    target: 'STAT-RETURNED',
    source: '规划统计领域统计口径（待确认）',
    rows: async (tx, span) => givenRows(await signedReports(tx, span)),
  },
);
