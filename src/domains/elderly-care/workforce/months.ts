/** 考勤、社保、工资 of a month, by the employer, once the month is over. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { dayNumber, firstDayOf, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { ownEmployer, workerTables } from '../workers/store.ts';
import type { MonthSheet } from './schema.ts';

export interface InMonth {
  id: string;
  workerId: string;
  name: string;
  division: string;
  hiredOn: PlainDate;
  leftOn: PlainDate | null;
}
/** Whoever was in post in the body for a day of the month at least. */
export const inMonth = (tx: Tx, employerId: string, month: YearMonth): Promise<InMonth[]> =>
  tx.rows<InMonth>(sql`select w.id, w.worker_id, c.name, w.division, w.hired_on, w.left_on from ${workerTables}
    where w.employer_id = ${employerId} and w.hired_on < ${firstDayOf(plusMonths(month, 1))} and (w.left_on is null or w.left_on > ${firstDayOf(month)})
    order by c.name, w.id limit 1000`);

const daysIn = ({ hiredOn, leftOn }: InMonth, month: YearMonth): number => {
  const [from, end] = [firstDayOf(month), firstDayOf(plusMonths(month, 1))];
  return dayNumber(leftOn !== null && leftOn < end ? leftOn : end) - dayNumber(hiredOn > from ? hiredOn : from);
};

export async function enterMonth(tx: Tx, given: z.output<typeof MonthSheet>): Promise<Result<{ rows: number }>> {
  const employer = await ownEmployer(tx);
  if (!employer.ok) return employer;
  const { month } = given;
  if (month >= monthOf(tx.today)) return fail('CARE_MONTH_OPEN', { month: longMonth(month) });
  const there = new Map((await inMonth(tx, employer.value.id, month)).map((one) => [one.id, one]));
  const ids = [...there.values()].map(({ workerId }) => workerId);
  const drawn = new Set(
    (
      await tx.rows<{ workerId: string }>(
        sql`select worker_id from care_worker_post_months(${ids}::uuid[]) where month = ${month}`,
      )
    ).map(({ workerId }) => workerId),
  );
  const before = new Map(
    (
      await tx.rows<{ employmentId: string; attended: number; insured: boolean; payFen: number }>(
        sql`select employment_id, attended, insured, pay_fen from care_month where employer_id = ${employer.value.id} and month = ${month} limit 1000`,
      )
    ).map((row) => [row.employmentId, row]),
  );
  let changed = 0;
  for (const [id, row] of Object.entries(given.rows)) {
    const post = there.get(id);
    if (!post) return fail('NOT_FOUND');
    const said = { name: post.name, month: longMonth(month) };
    const days = daysIn(post, month);
    if (days <= 0) return fail('CARE_MONTH_OUTSIDE', said);
    if (row.attended > days) return fail('CARE_MONTH_DAYS', { ...said, days, attended: row.attended });
    const old = before.get(id);
    if (old && old.attended === row.attended && old.insured === row.insured && old.payFen === row.pay) continue;
    if (drawn.has(post.workerId)) return fail('CARE_MONTH_DRAWN', said);
    await tx.run(sql`insert into care_month (employment_id, worker_id, employer_id, division, month, attended, insured, pay_fen, entered_at, entered_by)
      values (${id}, ${post.workerId}, ${employer.value.id}, ${post.division}, ${month}, ${row.attended}, ${row.insured}, ${row.pay}, ${tx.now}, ${tx.actor.id})
      on conflict (employment_id, month) do update set attended = excluded.attended, insured = excluded.insured, pay_fen = excluded.pay_fen,
        entered_at = excluded.entered_at, entered_by = excluded.entered_by`);
    changed++;
  }
  await recordAudit(tx, {
    action: 'care-month.entered',
    subject: { kind: 'care-employer', id: employer.value.id },
    division: employer.value.division,
    detail: { month, rows: changed },
  });
  return ok({ rows: changed });
}
