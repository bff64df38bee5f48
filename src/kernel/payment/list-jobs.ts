/** The daily jobs that make the lists when their day has come, and pay in between what a monthly list would bring too late. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { monthOf, plusDays, plusMonths, startOf } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { ok } from '../result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import { inLanes, whenDue } from '../worker/server.ts';
import { endNotDue, settleNotSentAgain } from './came-back.ts';
import { type BatchOrder, freezeBatch, payScheduleOf, queueUp, supplementaryBatch } from './freeze.ts';
import { anyHeldForNothing, freeHeldForNothing } from './holds.ts';
import { freezeDayOf, type PaySchedule, programmeOf } from './index.ts';
import { ARREARS_MONTHS, type ListKey } from './list-lines.ts';

/** Counties at once: each list is one long statement of one connection, and a second one keeps the other processor busy. */
const LANES = 2;

/** The month whose list is to be frozen on a day: that of tomorrow's run once its freeze day has come; null before. */
export function monthToFreeze(today: PlainDate, schedule: Pick<PaySchedule, 'freezeDay'>): YearMonth | null {
  const next = plusMonths(monthOf(today), 1);
  return today >= freezeDayOf(next, schedule.freezeDay) ? next : null;
}

/** The lists that are still to be made and may have a line: one cheap look, so that the daily job does not try every county of every programme in vain. */
async function mayOwe<Order extends ListKey>(tx: Tx, orders: readonly Order[]): Promise<Order[]> {
  const ranges = orders.map(({ county }) => scopeRange(county));
  const found = await tx.rows<{ no: number }>(sql`select o.no::int - 1 as no
    from unnest(${orders.map((o) => o.programme)}::text[], ${orders.map((o) => o.county)}::text[], ${orders.map((o) => o.month)}::text[],
      ${ranges.map(({ lo }) => lo)}::text[], ${ranges.map(({ hi }) => hi)}::text[]) with ordinality o(programme, county, month, lo, hi, no)
    where not exists (select from payment_batch b where b.programme = o.programme and b.county = o.county and b.month = o.month and b.kind = 'regular')
      and (exists (select from entitlement e where e.programme = o.programme and e.division >= o.lo and e.division < o.hi
          and e.months && int4range(month_no(o.month) - ${ARREARS_MONTHS}::int, month_no(o.month), '[]'))
        or exists (select from payment_adjustment a where a.programme = o.programme and a.division >= o.lo and a.division < o.hi
          and a.state = 'confirmed' and a.direction = 'back-pay' and a.line_id is null))
    order by o.no`);
  return found.map(({ no }) => orders[no]!);
}

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
      for (const programme of programmes) orders.push({ programme, county, month, schedule: days.value });
    }
    return mayOwe(tx, orders);
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

/** Of which programmes is looked for what. */
interface Looks {
  /** Granted for months whose lists have left, and confirmed differences: what no monthly list will bring, or would bring too late. */
  readonly missed: readonly string[];
  readonly differences: readonly string[];
  /** Its account was corrected, and the last day for sending it again has come: nobody has. */
  readonly notSentAgain: readonly string[];
}

interface InCounty {
  programme: string;
  county: DivisionCode;
}
/** Where something waits, of all programmes in one statement that stays the same from day to day: most days there is nothing. */
const waitingIn = (tx: Tx, { missed, differences, notSentAgain }: Looks, since: string): Promise<InCounty[]> =>
  tx.rows(sql`select distinct w.programme, left(w.division, 6) || '000000' as county from (
      select e.programme, e.division from entitlement e
      where e.programme = any(${[...missed]}::text[]) and e.from_month >= ${plusMonths(monthOf(tx.today), -ARREARS_MONTHS)} and e.from_month <= ${monthOf(tx.today)} and not isempty(e.months)
        and (select l.id from payment_line l where l.entitlement_id = e.id and l.state || '' <> 'ended' limit 1) is null
      union all
      select a.programme, a.division from payment_adjustment a
      where a.programme = any(${[...differences]}::text[]) and a.state = 'confirmed' and a.direction = 'back-pay' and a.line_id is null
      union all
      select l.programme, l.division from payment_line l join returned_payment r on r.line_id = l.id
      where l.programme = any(${[...notSentAgain]}::text[]) and l.return_code is not null and l.state = 'corrected' and r.due_on <= ${tx.today}::date) w
    where not exists (select from payment_batch b where b.programme = w.programme and b.county = left(w.division, 6) || '000000' and b.kind = 'supplementary'
      and b.created_at >= ${since}::timestamptz)
    order by 1, 2`);

/** A batch of its own in each county where something waits; none where one was made within so many days. Returns the number of batches made. */
async function listWhatWaits(context: Context, looks: Looks, everyDays: number): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const today = context.clock.today();
  const since = startOf(plusDays(today, 1 - everyDays)).toISOString();
  const found = await context.read(actor, (tx) => waitingIn(tx, looks, since));
  let made = 0;
  for (const { programme, county } of found) {
    const paid = await supplementaryBatch(context, actor, { programme, county, month: monthOf(today), requestId: newId() });
    if (paid.ok) made++;
    else if (paid.code !== 'NOTHING_TO_PAY') throw new Error(`batch of ${programme} in ${county} ${today}: ${paid.code}`);
  }
  return made;
}

/** What was granted for months whose lists have left: for money that the next monthly list would bring too late. */
export const payMissed = (context: Context, programme: string, options: { everyDays: number }): Promise<number> =>
  listWhatWaits(context, { missed: [programme], differences: [], notSentAgain: [] }, options.everyDays);

/** Money that came back and is not due any more goes to the budget, whether another list is made or not. Returns the number of lines closed. */
export async function closeNotDue(context: Context, programmes: readonly string[]): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const found = await context.read(actor, (tx) =>
    tx.rows<InCounty>(sql`select programme, county from (select distinct programme, left(division, 6) || '000000' as county from payment_line
        where programme = any(${[...programmes]}::text[]) and return_code is not null and state in ('returned', 'corrected')) l
      order by array_position(${[...programmes]}::text[], programme), county`),
  );
  let closed = 0;
  for (const of of found)
    closed += await context.write(actor, async (tx) => {
      await queueUp(tx, of);
      const lines = await endNotDue(tx, of);
      await settleNotSentAgain(tx, of, lines);
      return lines.length;
    });
  return closed;
}

/** Once a day, before the lists are made. Returns the number of lines that are payable again. */
export const freeHeld = whenDue(anyHeldForNothing, (context) =>
  context.write(systemActor('payment-freeze', context.city), freeHeldForNothing),
);

const WEEK = 7;

/**
 * The daily job for the lists of the programmes: monthly for what is paid every month, as they come but once a week for grants one by one. What came back and is
 * not due is closed first; what was corrected and nobody has sent again goes out on the last day for it. Each look is taken for all programmes at once: on most
 * days there is nothing to list.
 */
export async function listDue(context: Context, programmes: readonly string[]): Promise<number> {
  const isSingle = (programme: string) => programmeOf(programme).grants === 'single';
  await closeNotDue(context, programmes);
  const frozen = await freezeDue(
    context,
    programmes.filter((programme) => !isSingle(programme)),
  );
  const single = programmes.filter(isSingle);
  return frozen + (await listWhatWaits(context, { missed: single, differences: single, notSentAgain: programmes }, WEEK));
}
