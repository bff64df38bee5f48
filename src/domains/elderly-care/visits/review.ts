/** 年度复核 (left-behind-care 4.1, EC-107): once in twelve months the village looks at each file of the ledger, whether it still says what is so. What is not reviewed is stale. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { wholeOf } from './parameters.ts';
import { KIND } from './terms.ts';

const answers = { same: '都对', changed: '有变化，已经在“登记情况”“更改居住”里改了' } as const;
export const ReviewInput = z.strictObject({
  answer: choice(answers).meta({ label: '居住、联系人、身体和家里的情况', choices: answers }),
});

/** The day before which a review is too long ago. */
export const reviewedSince = async (tx: Tx, on: PlainDate): Promise<PlainDate> =>
  addMonths(on, -(await wholeOf(tx, 'VISIT-REVIEW')));

/** Files in the ledger with their last review, or the day on which they came in. */
export const ledger: Sql = sql`select t.id, t.person_id, t.division, t.level, coalesce(s.reviewed_on, t.active_on) as reviewed_on, s.reviewed_name
  from task_plan t left join visit_standing s on s.person_id = t.person_id where t.kind = ${KIND} and t.ended_on is null`;

/** Written with a review, and with a new record of the circumstances: that is one too. */
export const markReviewed = (tx: Tx, personId: string): Promise<number> =>
  tx.run(
    sql`update visit_standing set reviewed_on = ${tx.today}, reviewed_name = ${tx.actor.name} where person_id = ${personId}`,
  );

export async function reviewFile(tx: Tx, personId: string, given: z.output<typeof ReviewInput>): Promise<Result<null>> {
  const person = await tx.maybe<{ division: DivisionCode }>(
    sql`select division from person where id = ${personId} and division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''} and life_state <> 'dead'`,
  );
  if (!person || (await markReviewed(tx, personId)) === 0) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'elder-visit.reviewed',
    subject: { kind: 'person', id: personId },
    personId,
    division: person.division,
    detail: { answer: given.answer },
  });
  return ok(null);
}

async function dueReviews(tx: Tx): Promise<{ division: DivisionCode; n: number }[]> {
  if (!tx.today.endsWith('-01')) return [];
  const since = await reviewedSince(tx, tx.today);
  return tx.rows(
    sql`select division, count(*)::int as n from (${ledger}) l where reviewed_on < ${since} group by division order by division`,
  );
}

/** On the first day of a month each village hears how many of its files are due. */
export const remindReviews = whenDue(dueReviews, (context) =>
  context.write(systemActor('elder-visits', context.city), async (tx) => {
    const villages = await dueReviews(tx);
    for (const { division, n } of villages)
      await notify(tx, {
        to: { performer: 'village-worker', division },
        template: 'elder-visit.review',
        params: { n, month: Number(monthOf(tx.today).slice(5)) },
      });
  }),
);
