/** Making a batch: the monthly list frozen from the entitlements in force, and the supplementary one for what came back or came late. */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, systemActor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth, monthOf, plusDays, plusMonths, startOf } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import { inLanes } from '../worker/server.ts';
import { confirmedBackPay, noteBackPayLines } from './adjustments.ts';
import { holdCheck, MISSING_ACCOUNT } from './holds.ts';
import {
  type BatchId,
  type BatchKind,
  freezeDayOf,
  type LineId,
  type LineState,
  lineStates,
  type OverpaymentId,
  type PaySchedule,
  payDates,
  payDayOf,
  programmeOf,
} from './index.ts';
import { lockOverpayments } from './overpayments.ts';
import { payeeInList } from './payees.ts';
import { ownsCounty, totalsOf, writeEvent } from './totals.ts';

/** Counties at once: each list is one long statement of one connection, and a second one keeps the other processor busy. */
const LANES = 2;
/** Missed months are made up for at most a year back: older ones need a decision of their own. */
const ARREARS_MONTHS = 12;

const PAY_PARAMETERS = {
  freezeDay: 'PAY-FREEZE-DAY',
  payDay: 'PAY-DAY',
  townshipWorkdays: 'PAY-LIMIT-TOWNSHIP',
  countyWorkdays: 'PAY-LIMIT-COUNTY',
  treasuryWorkdays: 'PAY-LIMIT-TREASURY',
  resultWorkdays: 'PAY-LIMIT-RESULT',
  reissueWorkdays: 'PAY-LIMIT-REISSUE',
} as const satisfies Record<keyof PaySchedule, string>;

/** The days of a run as the city's parameters set them. */
export async function payScheduleOf(tx: Tx, county: DivisionCode, on: PlainDate): Promise<Result<PaySchedule, 'PARAM_MISSING'>> {
  const schedule: Record<string, number> = {};
  for (const [name, key] of Object.entries(PAY_PARAMETERS)) {
    const value = await wholeParameter(tx, key, county, on);
    if (!value.ok) return value;
    schedule[name] = value.value;
  }
  return ok(schedule as unknown as PaySchedule);
}

export interface BatchOrder {
  programme: string;
  /** 12-digit code of a county. */
  county: DivisionCode;
  month: YearMonth;
  requestId: string;
  /** The city's parameters when left out. */
  schedule?: PaySchedule;
}

export interface Frozen {
  id: BatchId;
  /** Lines written by this run; 0 when the month was already frozen (`repeated`: 重复). */
  written: number;
  /** Lines that this run would have written again. */
  conflicts: number;
  repeated: boolean;
  held: number;
}

type FreezeError = 'NOT_PERMITTED' | 'COUNTY_FOREIGN' | 'MONTH_NOT_OPEN' | 'NOTHING_TO_PAY' | 'PARAM_MISSING';

const mayFreeze = (actor: Actor): boolean => actor.kind === 'system' || isOneOf(actor, ['finance-clerk']);

async function checkOrder(tx: Tx, order: BatchOrder): Promise<Result<PaySchedule, FreezeError>> {
  const { actor } = tx;
  if (!mayFreeze(actor)) return fail('NOT_PERMITTED');
  if (!ownsCounty(actor, order.county)) return fail('COUNTY_FOREIGN');
  const schedule = order.schedule ? ok(order.schedule) : await payScheduleOf(tx, order.county, tx.today);
  if (!schedule.ok) return schedule;
  const from = freezeDayOf(order.month, schedule.value.freezeDay);
  if (tx.today < from) return fail('MONTH_NOT_OPEN', { month: longMonth(order.month), from });
  return schedule;
}

/** Two runs for the same county and month go one after the other; the second finds the first's batch. */
const queueUp = (tx: Tx, order: BatchOrder): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`payment:${order.programme}:${order.county}:${order.month}`}, 0))`);

async function openBatch(tx: Tx, order: BatchOrder, kind: BatchKind, schedule: PaySchedule): Promise<BatchId> {
  const usual = payDayOf(tx.calendar, order.month, schedule.payDay, order.county);
  // Money that came back is to be paid within its own limit; the month's pay day stays when it is still ahead.
  const payOn = usual > tx.today ? usual : tx.calendar.addWorkdays(tx.today, schedule.reissueWorkdays, order.county);
  const dates = payDates(tx.calendar, order.month, schedule, { payOn, today: tx.today, division: order.county });
  const id: BatchId = newId();
  await tx.run(sql`insert into payment_batch (id, programme, county, month, seq, kind, pay_on, township_by, county_by, treasury_by, result_by, reissue_by, created_at, created_by)
    select ${id}, ${order.programme}, ${order.county}, ${order.month}, coalesce(max(seq), 0) + 1, ${kind}, ${dates.payOn}, ${dates.townshipBy}, ${dates.countyBy},
      ${dates.treasuryBy}, ${dates.resultBy}, ${dates.reissueBy}, ${tx.now}, ${tx.actor.id}
    from payment_batch where programme = ${order.programme} and county = ${order.county} and month = ${order.month}`);
  return id;
}

/** Lines of a batch from rows (entitlement_id, version_id, person_id, household_id, division, month, amount_fen, cause, covers, reissue_of, offset_fen, offset_of). Ids keep the time of the batch. */
function insertLines(
  tx: Tx,
  batch: { id: BatchId; programme: string; kind: 'regular' | 'reissue' | 'back-pay' },
  rows: Sql,
): Promise<number> {
  return tx.run(sql`insert into payment_line (id, batch_id, no, entitlement_id, version_id, programme, person_id, household_id, division, month, kind, cause, covers, amount_fen,
      account_id, account_digest, account_last4, state, hold_code, hold_reason, reissue_of, offset_fen, offset_of)
    select (left(${batch.id}, 18) || '-8' || substr(${batch.id}, 21, 3) || '-' || lpad(to_hex(n.no), 12, '0'))::uuid, ${batch.id}::uuid, n.no,
      n.entitlement_id, n.version_id, ${batch.programme}, n.person_id, n.household_id, n.division, n.month, ${batch.kind}, n.cause, n.covers, n.amount_fen,
      a.id, a.account_digest, a.last4, case when a.id is null then 'on-hold' else 'pending' end,
      case when a.id is null then 'account-missing' end, case when a.id is null then ${MISSING_ACCOUNT} end, n.reissue_of, n.offset_fen, n.offset_of
    from (select r.*, (select coalesce(max(no), 0) from payment_line where batch_id = ${batch.id}::uuid) + row_number() over (order by r.division, r.person_id, r.month) as no from (${rows}) r) n
    left join lateral (${payeeInList(sql`n.entitlement_id`, sql`n.month`)}) y on true
    left join lateral (${accountOf(sql`case when y.owner_id is null then n.person_id else y.owner_id end`)}) a on true
    on conflict (person_id, month, programme, kind, cause, live) do nothing`);
}

/**
 * The open account of an owner, by one index probe for each line: as a plain join it was planned as a loop over all accounts, because the number
 * of lines cannot be foreseen. `case`, not `coalesce`: under row-level security only what is known to leak nothing may use an index.
 */
const accountOf = (owner: Sql): Sql =>
  sql`select id, account_digest, last4 from payout_account where owner_id = ${owner} and valid_to is null limit 1`;

/** A half-open range of division codes. */
interface Range {
  lo: string;
  hi: string;
}

/** Entitlements that one statement makes lines for: a large county is done in several, each well within the time that a statement may take. */
const MOST_AT_ONCE = 20_000;

/** The county in ranges of whole townships of so many entitlements, in the order of their codes; nearly always one. */
export async function rangesOf(tx: Tx, order: Pick<BatchOrder, 'programme' | 'county'>, most = MOST_AT_ONCE): Promise<Range[]> {
  const { lo, hi } = scopeRange(order.county);
  const townships = await tx.rows<{
    township: string;
    count: number;
  }>(sql`select left(division, 9) as township, count(*)::int as count
    from entitlement where programme = ${order.programme} and division >= ${lo} and division < ${hi} group by 1 order by 1`);
  const starts = [lo];
  let count = 0;
  for (const township of townships) {
    if (count > 0 && count + township.count > most) {
      starts.push(township.township);
      count = 0;
    }
    count += township.count;
  }
  return starts.map((start, i) => ({ lo: start, hi: starts[i + 1] ?? hi }));
}

/** What is due for each month by the version known last. */
const versionFor = (month: Sql): Sql =>
  sql`(select id, amount_fen from entitlement_version where entitlement_id = e.id and from_month <= ${month} order by no desc limit 1)`;

/** What may be kept back from a month: the share that is allowed, and the debts that this run has locked. */
interface Offsets {
  percent: number;
  debts: readonly OverpaymentId[];
}

/** What is kept back from the batch's own month for an overpayment that is being offset: the agreed sum, what is open, at most the share allowed. */
const offsetFor = (order: BatchOrder & { offsets: Offsets }, month: Sql, amount: Sql): Sql =>
  sql`(select d.id, least(r.monthly_fen, d.amount_fen - d.recovered_fen - d.written_off_fen - coalesce(w.fen, 0), ${amount} * ${order.offsets.percent}::int / 100, ${amount} - 1)::bigint as fen
    from overpayment d join recovery_plan r on r.overpayment_id = d.id and r.ended_at is null and r.method = 'offset'
    left join lateral (select sum(l.offset_fen) as fen from payment_line l where l.offset_of = d.id and l.state not in ('paid', 'ended', 'recovered', 'reissued')) w on true
    where e.id in (select entitlement_id from overpayment where id = any(${[...order.offsets.debts]}::uuid[]))
      and d.entitlement_id = e.id and d.id = any(${[...order.offsets.debts]}::uuid[]) and ${month} = month_no(${order.month}) and r.from_month <= ${order.month}
      and d.amount_fen > d.recovered_fen + d.written_off_fen + coalesce(w.fen, 0)
    order by d.opened_on, d.id limit 1)`;

/**
 * The months, up to that of the batch, that no line has paid for yet. Holds and overpayments are few: the entitlements that have one are
 * gathered once (`in`), and the others cost no look-up of their own. The look at the lines stays one probe of the index of entitlements: as an
 * anti-join it was planned as a loop over all lines whenever the statistics were old, and by month, kind or state (which are written here so that
 * no index answers to them) every line of the month is read for each entitlement.
 */
function missingMonths(order: BatchOrder & { offsets: Offsets }, { lo, hi }: Range): Sql {
  return sql`select e.id as entitlement_id, v.id as version_id, e.person_id, e.household_id, e.division, month_of(m.no) as month, least(v.amount_fen, h.fen) - coalesce(o.fen, 0) as amount_fen,
      e.cause, null::jsonb as covers, null::uuid as reissue_of, coalesce(o.fen, 0) as offset_fen, o.id as offset_of
    from entitlement e
    cross join lateral generate_series(greatest(lower(e.months), month_no(${order.month}) - ${ARREARS_MONTHS}::int), month_no(${order.month})) m(no)
    cross join lateral ${versionFor(sql`month_of(m.no)`)} v
    left join lateral (select min(at_most_fen) as fen from payment_hold
      where e.id in (select entitlement_id from payment_hold where released_at is null) and entitlement_id = e.id and released_at is null and (from_month is null or from_month <= month_of(m.no))) h on true
    left join lateral ${offsetFor(order, sql`m.no`, sql`least(v.amount_fen, h.fen)`)} o on true
    where e.programme = ${order.programme} and e.division >= ${lo} and e.division < ${hi} and e.months @> m.no
      and (select l.id from payment_line l where l.entitlement_id = e.id and month_no(l.month) = m.no and l.kind || '' = 'regular' and l.state || '' <> 'ended' limit 1) is null`;
}

/** A line for every month that is missing. */
async function payMissing(tx: Tx, order: BatchOrder & { offsets: Offsets }, id: BatchId): Promise<number> {
  let written = 0;
  for (const range of await rangesOf(tx, order))
    written += await insertLines(tx, { id, programme: order.programme, kind: 'regular' }, missingMonths(order, range));
  return written;
}

const NO_OFFSETS: Offsets = { percent: 0, debts: [] };

/**
 * The debts of the county stay locked until the list is made: cash that is being entered is counted first, and what is entered afterwards sees what
 * the list keeps back. No share is set, nothing is kept back.
 */
async function offsetsOf(tx: Tx, order: BatchOrder): Promise<Offsets> {
  const percent = await wholeParameter(tx, 'RECOVERY-OFFSET-PERCENT', order.county, tx.today);
  if (!percent.ok) return NO_OFFSETS;
  const { lo, hi } = scopeRange(order.county);
  const debts = await lockOverpayments(
    tx,
    sql`programme = ${order.programme} and division >= ${lo} and division < ${hi} and recovered_fen + written_off_fen < amount_fen`,
  );
  return { percent: percent.value, debts: debts.map((debt) => debt.id) };
}

/** Back-pay that a person has confirmed: one line for each proposal, with its months. */
async function payBackPay(tx: Tx, order: BatchOrder, id: BatchId): Promise<number> {
  const { lo, hi } = scopeRange(order.county);
  const rows = confirmedBackPay(order, sql`a.division >= ${lo} and a.division < ${hi}`);
  const written = await insertLines(tx, { id, programme: order.programme, kind: 'back-pay' }, rows);
  if (written > 0) await noteBackPayLines(tx, id);
  return written;
}

/** Totals, townships, history and the first hold-check of a batch that has its lines. */
async function finish(tx: Tx, order: BatchOrder, id: BatchId): Promise<number> {
  await tx.run(sql`insert into payment_batch_township (batch_id, township)
    select distinct ${id}::uuid, left(division, 9) || '000' from payment_line where batch_id = ${id}`);
  const totals = await totalsOf(tx, id);
  await tx.run(
    sql`update payment_batch set line_count = ${totals.lineCount}, sum_fen = ${totals.sumFen}, hash = ${totals.hash} where id = ${id}`,
  );
  await writeEvent(tx, { batch: id, action: 'freeze', from: null, to: 'draft' });
  await holdCheck(tx, id);
  await recordAudit(tx, {
    action: 'payment-batch.frozen',
    subject: { kind: 'payment-batch', id },
    division: order.county,
    detail: { programme: order.programme, month: order.month },
  });
  const { held } = await tx.one<{ held: number }>(
    sql`select count(*)::int as held from payment_line where batch_id = ${id} and hold_code is not null`,
  );
  return held;
}

/**
 * Freezes the list of a month: one line for every entitlement of the county in force, months missed before, and back-pay that a
 * person has confirmed. The same month again writes nothing and says so, whoever runs it and however often.
 */
export function freezeBatch(
  context: Context,
  actor: Actor,
  order: BatchOrder,
): Promise<Result<Frozen, FreezeError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = order;
  return context.once(actor, { action: 'payment.freeze', requestId, body }, async (tx): Promise<Result<Frozen, FreezeError>> => {
    const schedule = await checkOrder(tx, order);
    if (!schedule.ok) return schedule;
    await queueUp(tx, order);
    const known = await tx.maybe<{
      id: BatchId;
      lines: number;
    }>(sql`select b.id, (select count(*)::int from payment_line l where l.batch_id = b.id) as lines
      from payment_batch b where programme = ${order.programme} and county = ${order.county} and month = ${order.month} and kind = 'regular'`);
    if (known) return ok({ id: known.id, written: 0, conflicts: known.lines, repeated: true, held: 0 });
    const id = await openBatch(tx, order, 'regular', schedule.value);
    const offsets = await offsetsOf(tx, order);
    const written = (await payMissing(tx, { ...order, offsets }, id)) + (await payBackPay(tx, order, id));
    if (written === 0) return fail('NOTHING_TO_PAY');
    return ok({ id, written, conflicts: 0, repeated: false, held: await finish(tx, order, id) });
  });
}

/** A month whose own list is still to come is left to that list; one that passed without a list (nobody was due then) is not. */
async function uptoFrozen(tx: Tx, order: BatchOrder): Promise<BatchOrder> {
  if (order.month <= monthOf(tx.today)) return order;
  const frozen = await tx.maybe(
    sql`select id from payment_batch where programme = ${order.programme} and county = ${order.county} and month = ${order.month} and kind = 'regular'`,
  );
  return frozen ? order : { ...order, month: plusMonths(order.month, -1) };
}

type ReissueError = 'NOT_FOUND' | 'FILE_FROZEN' | 'LINE_NOT_CORRECTED' | 'ALREADY_REISSUED' | 'REISSUE_UNDERWAY';

/** A line may be sent again once, after its account was corrected. */
async function mayReissue(tx: Tx, lineId: LineId): Promise<Result<null, ReissueError>> {
  const line = await tx.maybe<{ state: LineState; frozenAt: string | null }>(sql`select l.state,
      (select f.bank_name from bank_inquiry q join bank_file f on f.id = q.bank_file_id where q.bank_file_id = l.bank_file_id and q.answer is null) as frozen_at
    from payment_line l where l.id = ${lineId} for update of l`);
  if (!line) return fail('NOT_FOUND');
  if (line.state === 'sent' && line.frozenAt) return fail('FILE_FROZEN', { bank: line.frozenAt });
  if (line.state === 'corrected') return ok(null);
  if (line.state !== 'reissued') return fail('LINE_NOT_CORRECTED', { state: lineStates[line.state] });
  // 重发的一笔又退回时，从那一笔再更正、再重发。
  const again = await tx.one<{ state: LineState }>(
    sql`select state from payment_line where reissue_of = ${lineId} and state <> 'ended'`,
  );
  return again.state === 'paid' ? fail('ALREADY_REISSUED') : fail('REISSUE_UNDERWAY', { state: lineStates[again.state] });
}

/**
 * A supplementary batch: the corrected returned lines of the county (or only those named), and months that the monthly list missed.
 * A line that was already sent again is refused.
 */
export function supplementaryBatch(
  context: Context,
  actor: Actor,
  order: BatchOrder & { lineIds?: readonly LineId[] },
): Promise<Result<Frozen, FreezeError | ReissueError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = order;
  return context.once(
    actor,
    { action: 'payment.supplement', requestId, body },
    async (tx): Promise<Result<Frozen, FreezeError | ReissueError>> => {
      const schedule = await checkOrder(tx, order);
      if (!schedule.ok) return schedule;
      await queueUp(tx, order);
      for (const lineId of order.lineIds ?? []) {
        const may = await mayReissue(tx, lineId);
        if (!may.ok) return may;
      }
      const { lo, hi } = scopeRange(order.county);
      const id = await openBatch(tx, order, 'supplementary', schedule.value);
      const reissued = await insertLines(
        tx,
        { id, programme: order.programme, kind: 'reissue' },
        sql`select entitlement_id, version_id, person_id, household_id, division, month, amount_fen, id::text as cause, null::jsonb as covers, id as reissue_of, offset_fen, offset_of
        from payment_line where programme = ${order.programme} and division >= ${lo} and division < ${hi} and return_code is not null and state = 'corrected'
          and ${order.lineIds ? sql`id = any(${[...order.lineIds]}::uuid[])` : sql`true`}`,
      );
      await tx.run(
        sql`update payment_line o set state = 'reissued' from payment_line l where l.batch_id = ${id} and o.id = l.reissue_of and o.state = 'corrected'`,
      );
      await tx.run(
        sql`update returned_payment r set reissue_line_id = l.id from payment_line l where l.batch_id = ${id} and r.line_id = l.reissue_of`,
      );
      const late = order.lineIds
        ? 0
        : (await payMissing(tx, { ...(await uptoFrozen(tx, order)), offsets: NO_OFFSETS }, id)) +
          (await payBackPay(tx, order, id));
      const written = reissued + late;
      if (written === 0) return fail('NOTHING_TO_PAY');
      return ok({ id, written, conflicts: 0, repeated: false, held: await finish(tx, order, id) });
    },
  );
}

/** The month whose list is to be frozen on a day: that of tomorrow's run once its freeze day has come; null before. */
export function monthToFreeze(today: PlainDate, schedule: Pick<PaySchedule, 'freezeDay'>): YearMonth | null {
  const next = plusMonths(monthOf(today), 1);
  return today >= freezeDayOf(next, schedule.freezeDay) ? next : null;
}

/** Whether a county's list is still to be made and may have a line: a cheap look, so that the daily job does not try every county of every programme in vain. */
const mayOwe = async (tx: Tx, order: Pick<BatchOrder, 'programme' | 'county' | 'month'>): Promise<boolean> => {
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
 * The daily job: freezes next month's list of a programme in every county once its freeze day has come. Running it again, or after an
 * officer did it by hand, writes nothing. A county with nobody to pay has no batch. Returns the number of batches made.
 */
export async function freezeDue(context: Context, programme: string, schedule?: PaySchedule): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const counties = context.divisions.all.filter((d) => d.level === 'county').map((d) => d.code);
  const due = await context.read(actor, async (tx) => {
    const orders: (Omit<BatchOrder, 'requestId'> & { schedule: PaySchedule })[] = [];
    for (const county of counties) {
      const days = schedule ? ok(schedule) : await payScheduleOf(tx, county, tx.today);
      if (!days.ok) throw new Error(`no pay schedule for ${county}: ${days.params.key ?? days.code}`);
      const month = monthToFreeze(tx.today, days.value);
      if (month !== null && (await mayOwe(tx, { programme, county, month })))
        orders.push({ programme, county, month, schedule: days.value });
    }
    return orders;
  });
  const made = await inLanes(due, LANES, async (order): Promise<number> => {
    // A request of its own each time: the month is what makes it happen once, and a repeat is to be told as one.
    const frozen = await freezeBatch(context, actor, { ...order, requestId: newId() });
    if (!frozen.ok && frozen.code !== 'NOTHING_TO_PAY')
      throw new Error(`freeze of ${order.county} ${order.month}: ${frozen.code}`);
    return frozen.ok && !frozen.value.repeated ? 1 : 0;
  });
  return made.reduce((sum, n) => sum + n, 0);
}

/**
 * What was granted for months whose lists have left, in a batch of its own: for money that the next monthly list would bring too late. A county with
 * nobody to pay, or with such a batch within so many days, gets none. Returns the number of batches made.
 */
export async function payMissed(context: Context, programme: string, options: { everyDays: number }): Promise<number> {
  const actor = systemActor('payment-freeze', context.city);
  const today = context.clock.today();
  const since = startOf(plusDays(today, 1 - options.everyDays)).toISOString();
  const oldest = plusMonths(monthOf(today), -ARREARS_MONTHS);
  const waiting = await context.read(actor, (tx) =>
    tx.rows<{ county: DivisionCode }>(sql`select distinct left(e.division, 6) || '000000' as county from entitlement e
      where e.programme = ${programme} and e.from_month >= ${oldest} and e.from_month <= ${monthOf(today)} and not isempty(e.months)
        and (select l.id from payment_line l where l.entitlement_id = e.id and l.state || '' <> 'ended' limit 1) is null
        and not exists (select from payment_batch b where b.programme = e.programme and b.county = left(e.division, 6) || '000000' and b.kind = 'supplementary' and b.created_at >= ${since}::timestamptz)
      order by 1`),
  );
  let made = 0;
  for (const { county } of waiting) {
    const paid = await supplementaryBatch(context, actor, { programme, county, month: monthOf(today), requestId: newId() });
    if (paid.ok) made++;
    else if (paid.code !== 'NOTHING_TO_PAY') throw new Error(`batch of ${county} ${today}: ${paid.code}`);
  }
  return made;
}

const WEEK = 7;

/** The daily job for the lists of a programme: monthly for what is paid every month, as they come but once a week for grants one by one. */
export const listDue = (context: Context, programme: string): Promise<number> =>
  programmeOf(programme).grants === 'single' ? payMissed(context, programme, { everyDays: WEEK }) : freezeDue(context, programme);
