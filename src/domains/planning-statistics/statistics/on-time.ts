/** 报送及时率 (planning 6): of the reports that were due in the month, those whose unit had signed them by then. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineIndicators, type GivenRow, givenRows, type Span } from '../../../kernel/indicator/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { unitName } from './act.ts';
import { dueOf, listPeriods, reportLevelOf, unitsBelow } from './forms.ts';
import { periodWords, spanOfPeriod } from './period.ts';

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

defineIndicators(board, {
  key: 'reports-on-time',
  zh: '报表按时报送率',
  definition: '期限内签发上报的 ÷ 本月到期应报的（乡镇报县、县报市；退回后再报的按第一次报的算）',
  kind: 'rate',
  period: 'month',
  target: 'STAT-ON-TIME',
  source: '规划统计领域统计口径（待确认）',
  rows: async (tx, span) => givenRows(await dueReports(tx, span)),
});
