/**
 * The monthly comparison (4.6). It looks again only at households that something has happened to since the last one, then walks once, page
 * by page, over what the calendar alone makes due: jobs that ended some time ago, and those who are paid. A run that was cut short goes on
 * where it stopped.
 */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths, dayNumber, monthOf } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { bulkCompare } from '../verification/server.ts';
import { evaluate, raise, withStandards } from './evaluate.ts';
import * as rules from './rules.ts';
import { signalsOfKind, signalsSince } from './signals.ts';
import { situationOf } from './standing.ts';

const PAGE = 200;
/** Signals older than this have been judged often enough. */
const LOOK_BACK_MONTHS = 12;

interface Sweep {
  month: YearMonth;
  stage: 'touched' | 'jobs' | 'paid' | 'done';
  after: string | null;
}

interface Page {
  seen: number;
  raised: number;
  /** The last row of the page; null when there is no further one. */
  after: string | null;
}

/** Households that something has happened to: all that was heard of their members in the last year is judged as they stand now. */
async function touchedPage(tx: Tx, after: string | null): Promise<Page> {
  const rows = await tx.rows<{ householdId: string; members: string[] }>(sql`select t.household_id,
      (select coalesce(array_agg(m.person_id::text), '{}') from household_member m where m.household_id = t.household_id and m.superseded_at is null) as members
    from assistance_touched t where (${after}::uuid is null or t.household_id > ${after}::uuid) order by t.household_id limit ${PAGE}`);
  let raised = 0;
  for (const { householdId, members } of rows) {
    for (const signal of await signalsSince(tx, members, addMonths(tx.today, -LOOK_BACK_MONTHS))) {
      const situation = await situationOf(tx, signal.personId, tx.today);
      if (situation) raised += await evaluate(tx, signal, situation, 'system');
    }
    await tx.run(sql`delete from assistance_touched where household_id = ${householdId}`);
  }
  return { seen: rows.length, raised, after: rows.length === PAGE ? rows.at(-1)!.householdId : null };
}

/** Jobs that ended between the limit and a year ago: time alone makes them a warning. */
async function jobsPage(tx: Tx, after: string | null): Promise<Page> {
  const months = await wholeParameter(tx, 'WARN-JOBLESS-MONTHS', tx.city, tx.today);
  if (!months.ok) throw new Error('WARN-JOBLESS-MONTHS is missing');
  const signals = await signalsOfKind(tx, {
    kind: 'employment.insurance.ended',
    from: addMonths(tx.today, -LOOK_BACK_MONTHS),
    to: addMonths(tx.today, -months.value),
    after,
    limit: PAGE,
  });
  let raised = 0;
  for (const signal of signals) {
    const later = await tx.maybe(
      sql`select 1 from assistance_signal where person_id = ${signal.personId} and kind = 'employment.insured' and as_of >= ${signal.asOf} limit 1`,
    );
    const situation = later ? null : await situationOf(tx, signal.personId, tx.today);
    if (situation) raised += await evaluate(tx, signal, situation, 'system');
  }
  return { seen: signals.length, raised, after: signals.length === PAGE ? signals.at(-1)!.eventId : null };
}

interface PaidRow {
  id: string;
  personId: string;
  householdId: string;
  division: DivisionCode;
  lastSeenOn: PlainDate;
  reviewDueOn: PlainDate;
  /** None for somebody whose first month is still to come. */
  programmes: string[];
  /** The programme of this benefit, when it covers the month, and the recognitions in which somebody whom it covers stands today. */
  programme: string | null;
  recognised: string[];
  /** Households that take their money by the same account, this one included. */
  households: number;
}

/** One page of those who are paid (渐退期 too, whose end is set), with what each of the four rules looks at; one question for the whole page. */
const paidRows = (tx: Tx, after: string | null, reviewMonths: number): Promise<PaidRow[]> => {
  const month = monthOf(tx.today);
  return tx.rows<PaidRow>(sql`select e.id, e.person_id, e.household_id, e.division,
      greatest((e.created_at at time zone 'Asia/Shanghai')::date,
        (select max(s.as_of) from assistance_signal s where s.person_id = e.person_id and s.kind = 'life.proved')) as last_seen_on,
      case when e.to_month is null then coalesce((select p.due_on from benefit_review_plan p where p.entitlement_id = e.id),
        ((select max(v.known_since) from entitlement_version v where v.entitlement_id = e.id and v.decision_id is not null) at time zone 'Asia/Shanghai' + make_interval(months => ${reviewMonths}))::date) end as review_due_on,
      (select coalesce(array_agg(distinct o.programme), '{}') from entitlement_member m join entitlement o on o.id = m.entitlement_id
        where m.person_id = e.person_id and m.months @> month_no(${month})) as programmes,
      case when e.months @> month_no(${month}) then e.programme end as programme,
      (select coalesce(array_agg(distinct r.kind), '{}') from entitlement_member m
        join assistance_recognition_member rm on rm.person_id = m.person_id and rm.validity @> ${tx.today}::date
        join assistance_recognition r on r.id = rm.recognition_id
        where m.entitlement_id = e.id and m.months @> month_no(${month})) as recognised,
      (select count(distinct coalesce(hm.household_id, b.person_id))::int from payout_account a join payout_account b on b.account_digest = a.account_digest and b.valid_to is null
        left join household_member hm on hm.person_id = b.person_id and hm.superseded_at is null and hm.valid_to is null
        where a.person_id = e.person_id and a.valid_to is null
          and (b.person_id = e.person_id or not exists (select from relationship r where (r.person_id = e.person_id and r.related_id = b.person_id) or (r.person_id = b.person_id and r.related_id = e.person_id)))) as households
    from entitlement e where (e.state = 'active' or (e.programme = 'dibao' and e.to_month > ${month})) and (${after}::uuid is null or e.id > ${after}::uuid) order by e.id limit ${PAGE}`);
};

const overdueDays = (due: PlainDate, today: PlainDate): number => dayNumber(today) - dayNumber(due);

async function paidPage(tx: Tx, after: string | null): Promise<Page> {
  const review = await wholeParameter(tx, 'WARN-REVIEW-MONTHS', tx.city, tx.today);
  if (!review.ok) throw new Error('WARN-REVIEW-MONTHS is missing');
  const rows = await paidRows(tx, after, review.value);
  // Answers come by themselves and are heard like any other report.
  await bulkCompare(
    tx,
    rows.map((row) => row.id),
  );
  let raised = 0;
  for (const row of rows) {
    const { lastSeenOn, reviewDueOn } = row;
    const found = await withStandards(tx, row.division, tx.today, (read) => [
      {
        rule: 'OUT-6' as const,
        occasion: row.programmes.join('+'),
        clauses: rules.doubleBenefit(row),
        hold: { personId: row.personId },
      },
      {
        rule: 'OUT-6' as const,
        occasion: [row.programme, ...row.recognised].join('+'),
        clauses: row.programme ? rules.supportedAndRecognised({ programmes: [row.programme], recognised: row.recognised }) : [],
      },
      { rule: 'OUT-7' as const, occasion: lastSeenOn, clauses: rules.noProofOfLife({ lastSeenOn }, read, tx.today) },
      {
        rule: 'OUT-8' as const,
        occasion: reviewDueOn ?? '',
        clauses: reviewDueOn
          ? rules.reviewOverdue({ dueOn: reviewDueOn, overdueDays: overdueDays(reviewDueOn, tx.today) }, read)
          : [],
      },
      { rule: 'OUT-10' as const, occasion: `${row.households}`, clauses: rules.sharedAccount(row, read) },
    ]);
    if (!found.ok) throw new Error(`sweep of ${row.id}: ${JSON.stringify(found.params)}`);
    for (const one of found.value)
      if (one.clauses.length > 0 && rules.fires(one.clauses) && (await raise(tx, { ...one, situation: row, source: 'system' })))
        raised++;
  }
  return { seen: rows.length, raised, after: rows.length === PAGE ? rows.at(-1)!.id : null };
}

const stages = { touched: touchedPage, jobs: jobsPage, paid: paidPage } as const;
const following = { touched: 'jobs', jobs: 'paid', paid: 'done' } as const;

/** One page of this month's comparison. False when nothing is left to do. */
function step(context: Context): Promise<boolean> {
  return context.write(systemActor('warning-sweep', context.city), async (tx) => {
    const month = monthOf(tx.today);
    // What nothing pends on is asked first, without a lock: the comparison of this month is over on all days but one.
    const now = await tx.maybe<Sweep>(sql`select month, stage, after from assistance_sweep where month = ${month}`);
    if (now?.stage === 'done') return false;
    await tx.run(
      sql`insert into assistance_sweep (month, stage, started_at) values (${month}, 'touched', ${tx.now}) on conflict (month) do nothing`,
    );
    const sweep = await tx.one<Sweep>(sql`select month, stage, after from assistance_sweep where month = ${month} for update`);
    if (sweep.stage === 'done') return false;
    const page = await stages[sweep.stage](tx, sweep.after);
    const stage = page.after === null ? following[sweep.stage] : sweep.stage;
    await tx.run(sql`update assistance_sweep set stage = ${stage}, after = ${page.after}, seen = seen + ${page.seen}, raised = raised + ${page.raised},
      finished_at = ${stage === 'done' ? tx.now : null} where month = ${month}`);
    return stage !== 'done';
  });
}

const notDone = (tx: Tx) =>
  tx.rows(
    sql`select 1 as due where not exists (select from assistance_sweep where month = ${monthOf(tx.today)} and stage = 'done')`,
  );

/** Runs this month's comparison to its end. Returns how many pages it took; 0 on all days but the first. */
export const compareMonthly = whenDue(notDone, async (context) => {
  const today = context.clock.today();
  if (doneIn.get(context) === monthOf(today)) return 0;
  let pages = 0;
  while (await step(context)) pages++;
  doneIn.set(context, monthOf(today));
  return pages;
});

/** So that the timer, which looks every few seconds, asks the database once a month. */
const doneIn = new WeakMap<Context, YearMonth>();
