/**
 * 抽查: where townships decide, the county's step becomes supervision. Once a month is over at least TOWNSHIP-SAMPLE-RATE of what the townships of a
 * county decided in it is drawn, rounded up. The seed stays on record: the smallest lots of SHA-256(seed:case) are drawn, for whoever computes it again.
 */
import { randomBytes } from 'node:crypto';
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { exact, parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { drawn } from '../purchase/draw.ts';
import { drawCount } from '../purchase/rules.ts';

/** What a county's townships decide in a month is some hundreds; the bound is a guard. */
const MOST = 20_000;

interface Undrawn {
  readonly county: DivisionCode;
  readonly month: YearMonth;
}

async function draw(tx: Tx, { county, month }: Undrawn): Promise<void> {
  const rows = await tx.rows<{ caseId: string; personId: string }>(
    sql`select case_id, person_id from township_decision where county = ${county} and month = ${month} and sampled is null order by case_id limit ${MOST} for update`,
  );
  if (rows.length === 0) return;
  const rate = (await parametersOf(tx)).on('TOWNSHIP-SAMPLE-RATE', county, tx.today);
  if (!rate.ok) throw new Error(`township sample: ${rate.params.key ?? rate.code}`);
  const days = await wholeParameter(tx, 'TOWNSHIP-SAMPLE-DAYS', county, tx.today);
  if (!days.ok) throw new Error(`township sample: ${days.params.key ?? days.code}`);
  const seed = randomBytes(16).toString('hex');
  const count = drawCount(rows.length, exact(rate.value.value));
  const all = rows.map((r) => r.caseId);
  const picked = drawn(all, seed, count);
  const due = tx.calendar.addWorkdays(tx.today, days.value, county);
  await tx.run(sql`insert into township_sample (county, month, seed, rate, decisions, drawn, drawn_on)
    values (${county}, ${month}, ${seed}, ${rate.value.value}, ${rows.length}, ${count}, ${tx.today})`);
  await tx.run(sql`update township_decision set sampled = case_id = any(${picked}::uuid[]), due_on = case when case_id = any(${picked}::uuid[]) then ${due}::date end
    where case_id = any(${all}::uuid[])`);
  await recordAudit(tx, {
    action: 'township-sample.drawn',
    division: county,
    personIds: rows.filter((r) => picked.includes(r.caseId)).map((r) => r.personId),
    detail: { month, seed, of: rows.length, drawn: count },
  });
  await notify(tx, {
    to: { performer: 'county-confirmer', division: county },
    template: 'township-sample.drawn',
    params: { month: longMonth(month), decisions: rows.length, drawn: count, due },
  });
}

const notDrawn = (tx: Tx) =>
  tx.rows<Undrawn>(
    sql`select distinct county, month from township_decision where sampled is null and month < ${monthOf(tx.today)} order by month, county limit 500`,
  );

/** The daily job: draws every month that is over and was not drawn. Returns how many; run again it draws none. */
export const drawTownshipSamples = whenDue(notDrawn, async (context) => {
  const actor = systemActor('township-sample', context.city);
  const undrawn = await context.read(actor, notDrawn);
  for (const one of undrawn) await context.write(actor, (tx) => draw(tx, one));
  return undrawn.length;
});

const unchecked = (tx: Tx): Sql => sql`sampled and verdict is null and due_on < ${tx.today} and overdue_told_on is null`;

/** Who is above the county's officers hears once of what nobody looked at in time. Returns how many decisions that were. */
export const tellOverdueChecks = whenDue(
  (tx) => anyRow(tx, sql`township_decision where ${unchecked(tx)}`),
  (context) =>
    context.write(systemActor('township-sample', context.city), async (tx) => {
      const overdue = await tx.rows<{ county: DivisionCode; count: number }>(sql`with late as (
        update township_decision set overdue_told_on = ${tx.today} where ${unchecked(tx)} returning county)
      select county, count(*)::integer as count from late group by county order by county limit 500`);
      for (const { county, count } of overdue)
        await notify(tx, {
          to: { performer: 'county-leader', division: county },
          template: 'township-sample.overdue',
          params: { count },
        });
      return overdue.reduce((sum, { count }) => sum + count, 0);
    }),
);
