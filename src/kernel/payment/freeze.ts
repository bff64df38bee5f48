/** Making a batch: the monthly list frozen from the entitlements in force, and the supplementary one for what came back or came late. */
import { sql } from '../../database/sql.ts';
import { type Actor, isOneOf } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth, monthOf, plusMonths } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { confirmedBackPay, lockBackPaid, noteBackPayLines } from './adjustments.ts';
import { endNotDue, settleNotSentAgain } from './came-back.ts';
import { holdCheck } from './holds.ts';
import {
  type BatchId,
  type BatchKind,
  freezeDayOf,
  type LineId,
  type LineState,
  lineStates,
  type PaySchedule,
  payDates,
  payDayOf,
} from './index.ts';
import { insertLines, type ListKey, missingMonths, type Offsets, rangesOf } from './list-lines.ts';
import { lockOverpayments } from './overpayments.ts';
import { ownsCounty, totalsOf, writeEvent } from './totals.ts';

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

export interface BatchOrder extends ListKey {
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

/**
 * Lists of a programme of a county are made one after the other, of whatever month: a confirmed difference belongs to no month and is on one list only; and
 * the second of two runs for a month finds the first's batch.
 */
export const queueUp = (tx: Tx, order: Pick<ListKey, 'programme' | 'county'>): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`payment:${order.programme}:${order.county}`}, 0))`);

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

/** Back-pay that a person has confirmed, as it still stands: one line for each proposal, with its months. */
async function payBackPay(tx: Tx, order: BatchOrder, id: BatchId): Promise<number> {
  const { lo, hi } = scopeRange(order.county);
  const area = sql`a.division >= ${lo} and a.division < ${hi}`;
  await lockBackPaid(tx, order.programme, area);
  const rows = confirmedBackPay(order, area);
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
    const notDue = await endNotDue(tx, order);
    const id = await openBatch(tx, order, 'regular', schedule.value);
    const offsets = await offsetsOf(tx, order);
    const written = (await payMissing(tx, { ...order, offsets }, id)) + (await payBackPay(tx, order, id));
    if (written === 0) return fail('NOTHING_TO_PAY');
    await settleNotSentAgain(tx, order, notDue);
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

type ReissueError = 'NOT_FOUND' | 'LINE_NOT_DUE' | 'FILE_FROZEN' | 'LINE_NOT_CORRECTED' | 'ALREADY_REISSUED' | 'REISSUE_UNDERWAY';

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
      const notDue = await endNotDue(tx, order);
      if (notDue.some((line) => order.lineIds?.includes(line.id))) return fail('LINE_NOT_DUE');
      const { lo, hi } = scopeRange(order.county);
      const id = await openBatch(tx, order, 'supplementary', schedule.value);
      const reissued = await insertLines(
        tx,
        { id, programme: order.programme, kind: 'reissue' },
        sql`select entitlement_id, version_id, person_id, household_id, division, month, amount_fen, id::text as cause, covers, id as reissue_of, offset_fen, offset_of
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
      await settleNotSentAgain(tx, order, notDue);
      return ok({ id, written, conflicts: 0, repeated: false, held: await finish(tx, order, id) });
    },
  );
}
