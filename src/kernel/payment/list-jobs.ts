/** The daily jobs that make the lists when their day has come, and pay in between what a monthly list would bring too late. */
import { type Sql, sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { monthOf, plusDays, plusMonths, startOf } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { ok } from '../result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import { inLanes } from '../worker/server.ts';
import { endNotDue, settleNotSentAgain } from './came-back.ts';
import { type BatchOrder, freezeBatch, payScheduleOf, queueUp, supplementaryBatch } from './freeze.ts';
import { freeHeldForNothing } from './holds.ts';
import { freezeDayOf, type PaySchedule, programmeOf } from './index.ts';
import { ARREARS_MONTHS, type ListKey } from './list-lines.ts';

/** Counties at once: each list is one long statement of one connection, and a second one keeps the other processor busy. */
const LANES = 2;

/** The month whose list is to be frozen on a day: that of tomorrow's run once its freeze day has come; null before. */
export function monthToFreeze(today: PlainDate, schedule: Pick<PaySchedule, 'freezeDay'>): YearMonth | null {
  const next = plusMonths(monthOf(today), 1);
  return today >= freezeDayOf(next, schedule.freezeDay) ? next : null;
}

/** Whether a county's list is still to be made and may have a line: a cheap look, so that the daily job does not try every county of every programme in vain. */
const mayOwe = async (tx: Tx, order: ListKey): Promise<boolean> => {
  const { programme, county, month } = order;
  const { lo, hi } = scopeRange(county);
  const found = await tx.maybe(sql`select 1 as one
    where not exists (select from payment_batch where programme = ${programme} and county = ${county} and month = ${month} and kind = 'regular')
      and (exists (select from entitlement e where e.programme = ${programme} and e.division >= ${lo} and e.division < ${hi}
          and e.months && int4range(month_no(${month}) - ${ARREARS_MONTHS}::int, month_no(${month}), '[]'))
        or exists (select from payment_adjustment a where a.programme = ${programme} and a.division >= ${lo} and a.division < ${hi}
          and a.state = 'confirmed' and a.direction = 'back-pay' and a.line_id is null))`);
  return found !== null;
};

/**
 * The daily job: freezes next month's list of each programme in every county once its freeze day has come. Running it again, or after an
 * officer did it by hand, writes nothing. A county with nobody to pay has no batch. Returns the number of batches made.
 */
export async function freezeDue(context: Context, programmes: readonly string[], schedule?: PaySchedule): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const counties = context.divisions.all.filter((d) => d.level === 'county').map((d) => d.code);
  const due = await context.read(actor, async (tx) => {
    const orders: (Omit<BatchOrder, 'requestId'> & { schedule: PaySchedule })[] = [];
    for (const county of counties) {
      const days = schedule ? ok(schedule) : await payScheduleOf(tx, county, tx.today);
      if (!days.ok) throw new Error(`no pay schedule for ${county}: ${days.params.key ?? days.code}`);
      const month = monthToFreeze(tx.today, days.value);
      if (month === null) continue;
      const owing = await Promise.all(programmes.map((programme) => mayOwe(tx, { programme, county, month })));
      for (const [i, programme] of programmes.entries())
        if (owing[i]) orders.push({ programme, county, month, schedule: days.value });
    }
    return orders;
  });
  const made = await inLanes(due, LANES, async (order): Promise<number> => {
    // A request of its own each time: the month is what makes it happen once, and a repeat is to be told as one.
    const frozen = await freezeBatch(context, actor, { ...order, requestId: newId() });
    if (!frozen.ok && frozen.code !== 'NOTHING_TO_PAY')
      throw new Error(`freeze of ${order.programme} in ${order.county} ${order.month}: ${frozen.code}`);
    return frozen.ok && !frozen.value.repeated ? 1 : 0;
  });
  return made.reduce((sum, n) => sum + n, 0);
}

/** Where something waits that no monthly list will bring, or would bring too late: divisions, once or several times. */
const neverListed = (programme: string, today: PlainDate): Sql =>
  sql`select e.division from entitlement e
    where e.programme = ${programme} and e.from_month >= ${plusMonths(monthOf(today), -ARREARS_MONTHS)} and e.from_month <= ${monthOf(today)} and not isempty(e.months)
      and (select l.id from payment_line l where l.entitlement_id = e.id and l.state || '' <> 'ended' limit 1) is null`;
const differences = (programme: string): Sql =>
  sql`select a.division from payment_adjustment a where a.programme = ${programme} and a.state = 'confirmed' and a.direction = 'back-pay' and a.line_id is null`;
/** Its account was corrected, and the last day for sending it again has come: nobody has. */
const notSentAgain = (programme: string, today: PlainDate): Sql =>
  sql`select l.division from payment_line l join returned_payment r on r.line_id = l.id
    where l.programme = ${programme} and l.return_code is not null and l.state = 'corrected' and r.due_on <= ${today}::date`;

interface Waiting {
  programme: string;
  waiting: Sql;
}
/** A batch of its own in each county where something waits; none where one was made within so many days. Returns the number of batches made. */
async function listWhatWaits(context: Context, given: readonly Waiting[], everyDays: number): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const today = context.clock.today();
  const since = startOf(plusDays(today, 1 - everyDays)).toISOString();
  const found = await context.read(actor, (tx) =>
    Promise.all(
      given.map(({ programme, waiting }) =>
        tx.rows<{ county: DivisionCode }>(sql`select distinct left(w.division, 6) || '000000' as county from (${waiting}) w
          where not exists (select from payment_batch b where b.programme = ${programme} and b.county = left(w.division, 6) || '000000' and b.kind = 'supplementary'
            and b.created_at >= ${since}::timestamptz)
          order by 1`),
      ),
    ),
  );
  let made = 0;
  for (const [i, { programme }] of given.entries())
    for (const { county } of found[i]!) {
      const paid = await supplementaryBatch(context, actor, { programme, county, month: monthOf(today), requestId: newId() });
      if (paid.ok) made++;
      else if (paid.code !== 'NOTHING_TO_PAY') throw new Error(`batch of ${programme} in ${county} ${today}: ${paid.code}`);
    }
  return made;
}

/** What was granted for months whose lists have left: for money that the next monthly list would bring too late. */
export const payMissed = (context: Context, programme: string, options: { everyDays: number }): Promise<number> =>
  listWhatWaits(context, [{ programme, waiting: neverListed(programme, context.clock.today()) }], options.everyDays);

/** Money that came back and is not due any more goes to the budget, whether another list is made or not. Returns the number of lines closed. */
export async function closeNotDue(context: Context, programmes: readonly string[]): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const found = await context.read(actor, (tx) =>
    Promise.all(
      programmes.map((programme) =>
        tx.rows<{ county: DivisionCode }>(sql`select distinct left(division, 6) || '000000' as county from payment_line
          where programme = ${programme} and return_code is not null and state in ('returned', 'corrected') order by 1`),
      ),
    ),
  );
  let closed = 0;
  for (const [i, programme] of programmes.entries())
    for (const { county } of found[i]!)
      closed += await context.write(actor, async (tx) => {
        await queueUp(tx, { programme, county });
        const lines = await endNotDue(tx, { programme, county });
        await settleNotSentAgain(tx, { programme, county }, lines);
        return lines.length;
      });
  return closed;
}

/** Once a day, before the lists are made. Returns the number of lines that are payable again. */
export const freeHeld = (context: Context): Promise<number> =>
  context.write(systemActor('payment-freeze', context.city), freeHeldForNothing);

const WEEK = 7;

/**
 * The daily job for the lists of the programmes: monthly for what is paid every month, as they come but once a week for grants one by one. What came back and is
 * not due is closed first; what was corrected and nobody has sent again goes out on the last day for it. Each look is taken for all programmes at once: on most
 * days there is nothing to list.
 */
export async function listDue(context: Context, programmes: readonly string[]): Promise<number> {
  const today = context.clock.today();
  const isSingle = (programme: string) => programmeOf(programme).grants === 'single';
  await closeNotDue(context, programmes);
  const frozen = await freezeDue(
    context,
    programmes.filter((programme) => !isSingle(programme)),
  );
  const waiting = programmes.map((programme): Waiting => {
    const again = notSentAgain(programme, today);
    if (!isSingle(programme)) return { programme, waiting: again };
    return { programme, waiting: sql`${neverListed(programme, today)} union all ${differences(programme)} union all ${again}` };
  });
  return frozen + (await listWhatWaits(context, waiting, WEEK));
}
