/**
 * 年龄变化: a child of the family has its 18th birthday, an elder the one from which 高龄 counts. The top-up of 分类施保 changes with the month
 * after (5.2), whatever its share of the amount; so the review is opened with the month of the birthday, in time for hearing and decision.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { firstDayOf, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { EntitlementId } from '../../../kernel/payment/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { openReview } from './open.ts';

const ADULT = 18;
const BATCH = 200;

/** Families with such a birthday in a month, whose amount was decided before and has not been looked at since; amounts that neither a rule decided nor a transferred file explains cannot be computed again. */
const passing = (tx: Tx, month: YearMonth, ages: readonly number[]): Promise<{ id: EntitlementId }[]> =>
  tx.rows(sql`select distinct e.id from entitlement e
    join entitlement_member m on m.entitlement_id = e.id and m.months @> month_no(${month})
    join person p on p.id = m.person_id and p.life_state <> 'dead'
    join unnest(${ages.map((age) => firstDayOf(plusMonths(month, -12 * age)))}::date[]) b(first) on p.birth_date >= b.first and p.birth_date < b.first + interval '1 month'
    where e.programme = 'dibao' and e.state = 'active' and e.from_month <= ${month} and e.household_id is not null
      and (exists (select from entitlement_version v where v.entitlement_id = e.id and v.no = 1 and v.decision_id is not null)
        or exists (select from benefit_move b where b.new_entitlement_id = e.id))
      and not exists (select from benefit_review r where r.entitlement_id = e.id
        and (r.decided_on >= ${firstDayOf(month)}::date or (r.change is null and r.since_month <= ${plusMonths(month, 1)})))
    order by e.id limit ${BATCH}`);

async function oldAge(tx: Tx): Promise<number> {
  const old = await wholeParameter(tx, 'TOP-AGE-FROM', tx.city, tx.today);
  if (!old.ok) throw new Error(`age reviews: ${old.params.key ?? old.code}`);
  return old.value;
}

async function openSome(tx: Tx, month: YearMonth): Promise<number> {
  const old = await oldAge(tx);
  const found = await passing(tx, month, [ADULT, old]);
  for (const { id } of found) {
    const since = plusMonths(month, 1);
    const opened = await openReview(tx, {
      entitlementId: id,
      kind: 'age',
      reason: `家庭成员${longMonth(month)}满${ADULT}周岁或${old}周岁，分类施保随次月变化`,
      since,
      dueOn: lastDayOf(month, tx.today),
    });
    if (!opened.ok) throw new Error(`age review of ${id}: ${opened.code}`);
  }
  return found.length;
}

/** To be decided within the month of the birthday; where that is over, today. */
const lastDayOf = (month: YearMonth, today: PlainDate): PlainDate => {
  const last = plusDays(firstDayOf(plusMonths(month, 1)), -1);
  return last < today ? today : last;
};

/** This month, and the last one for a job that did not run. */
const months = (today: PlainDate) => [plusMonths(monthOf(today), -1), monthOf(today)];
const anyPassing = async (tx: Tx) => {
  const ages = [ADULT, await oldAge(tx)];
  return (await Promise.all(months(tx.today).map((month) => passing(tx, month, ages)))).flat();
};

/** The daily job: birthdays. Returns how many; run again it opens none. */
export const openAgeReviews = whenDue(anyPassing, async (context) => {
  const actor = systemActor('review', context.city);
  let opened = 0;
  for (const month of months(context.clock.today()))
    for (;;) {
      const count = await context.write(actor, (tx) => openSome(tx, month));
      opened += count;
      if (count < BATCH) break;
    }
  return opened;
});
