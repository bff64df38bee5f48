/** 多发款项 (5.14): what is to come back, and what came. An amount is never recovered twice, and never more than was overpaid. */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import { plusDays } from '../calendar/index.ts';
import { type Context, newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import { wholeParameter } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate, YearMonth } from '../schema/index.ts';
import {
  type AdjustmentId,
  type EntitlementId,
  type OverpaymentClass,
  type OverpaymentId,
  overpaymentClasses,
  programmeOf,
  type ReceiptWay,
} from './index.ts';
import { addressOf, issuePaper, paymentPapers, recoveryNotice } from './papers.ts';
import { postOverpaid, postReceipt } from './postings.ts';
import { keepsBack } from './undisputed.ts';

/** Days for a voluntary return, and the share of a month that may be offset. */
const RETURN_DAYS = 'RECOVERY-RETURN-DAYS';
export const OFFSET_PERCENT = 'RECOVERY-OFFSET-PERCENT';
export const recoverers: readonly Performer[] = ['finance-clerk', 'finance-reviewer', 'county-leader'];

export interface Debt {
  id: OverpaymentId;
  entitlementId: EntitlementId;
  adjustmentId: AdjustmentId;
  programme: string;
  personId: Id<'Person'>;
  division: DivisionCode;
  amountFen: Fen;
  recoveredFen: Fen;
  writtenOffFen: Fen;
  /** Who confirmed it. */
  openedBy: string;
  openedOn: PlainDate;
  version: number;
}
export const openFen = (row: Pick<Debt, 'amountFen' | 'recoveredFen' | 'writtenOffFen'>): Fen =>
  row.amountFen - row.recoveredFen - row.writtenOffFen;

/** What lists that are not paid yet keep back for it: it comes with the bank's result, and is not to be asked for or written off besides. */
export const underWay = async (tx: Tx, id: OverpaymentId): Promise<Fen> =>
  (
    await tx.one<{ fen: Fen }>(
      sql`select coalesce(sum(l.offset_fen), 0)::bigint as fen from payment_line l where l.offset_of = ${id} and ${keepsBack}`,
    )
  ).fen;

const monthsOf = async (tx: Tx, adjustmentId: AdjustmentId): Promise<YearMonth[]> =>
  (
    await tx.rows<{ month: YearMonth }>(
      sql`select month from payment_adjustment_month where adjustment_id = ${adjustmentId} order by month limit 200`,
    )
  ).map((row) => row.month);

/** A confirmed proposal becomes a debt: the household is told what, why and until when it may bring it back by itself. */
export async function openOverpayment(
  tx: Tx,
  adjustmentId: AdjustmentId,
  classification: OverpaymentClass,
): Promise<Result<{ id: OverpaymentId }, 'PARAM_MISSING' | 'GLYPH_MISSING'>> {
  const from = await tx.one<{
    entitlementId: EntitlementId;
    programme: string;
    personId: Id<'Person'>;
    householdId: string | null;
    division: DivisionCode;
    amountFen: Fen;
    reason: string;
  }>(
    sql`select entitlement_id, programme, person_id, household_id, division, amount_fen, reason from payment_adjustment where id = ${adjustmentId}`,
  );
  const days = await wholeParameter(tx, RETURN_DAYS, from.division, tx.today);
  if (!days.ok) return days;
  const id: OverpaymentId = newId();
  const returnBy = plusDays(tx.today, days.value);
  const months = await tx.rows<{ month: YearMonth; fen: Fen }>(
    sql`select month, amount_fen as fen from payment_adjustment_month where adjustment_id = ${adjustmentId} order by month limit 200`,
  );
  const percent = await wholeParameter(tx, OFFSET_PERCENT, from.division, tx.today);
  const letter = recoveryNotice({
    ...(await addressOf(tx, from)),
    programmeZh: programmeOf(from.programme).zh,
    months,
    amountFen: from.amountFen,
    reason: from.reason,
    classificationZh: overpaymentClasses[classification],
    returnBy,
    offsetPercent: percent.ok ? percent.value : null,
  });
  const notice = await issuePaper(tx, { ...from, kind: paymentPapers.recoveryNotice, letter });
  if (!notice.ok) return notice;
  await tx.run(sql`insert into overpayment (id, adjustment_id, entitlement_id, programme, person_id, household_id, division, amount_fen, classification, opened_on, return_by, opened_by, notice_id)
    values (${id}, ${adjustmentId}, ${from.entitlementId}, ${from.programme}, ${from.personId}, ${from.householdId}, ${from.division}, ${from.amountFen}, ${classification},
      ${tx.today}, ${returnBy}, ${tx.actor.id}, ${notice.value.id})`);
  await tx.run(sql`insert into recovery_plan (id, overpayment_id, person_id, division, method, made_at, made_by, made_name)
    values (${newId()}, ${id}, ${from.personId}, ${from.division}, 'return', ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await postOverpaid(tx, { id, ...from }, from.amountFen);
  await emit(tx, {
    type: 'benefit.overpaid',
    subject: { kind: 'person', id: from.personId },
    division: from.division,
    payload: {
      personId: from.personId,
      programme: from.programme,
      months: months.map((m) => m.month),
      amountFen: from.amountFen,
      cause: classification,
      overpaymentId: id,
    },
  });
  await notify(tx, {
    to: { personId: from.personId },
    template: 'benefit.overpaid',
    params: { money: programmeOf(from.programme).money, amount: yuanDigits(from.amountFen), date: returnBy },
  });
  return ok({ id });
}

/** Debts are locked before the accounts of the books, and several of them by id: the same order wherever money moves, so that nobody waits in a ring. */
export const lockOverpayments = (tx: Tx, where: Sql): Promise<Debt[]> =>
  tx.rows<Debt>(sql`select id, entitlement_id, adjustment_id, programme, person_id, division, amount_fen, recovered_fen, written_off_fen, opened_by, opened_on, version
    from overpayment where ${where} order by id for update`);

export const lockOverpayment = async (tx: Tx, id: OverpaymentId): Promise<Debt | null> =>
  (await lockOverpayments(tx, sql`id = ${id}`))[0] ?? null;

/** Adds what came to the debt. The caller has locked it and knows that it fits. */
export async function receive(
  tx: Tx,
  row: Debt,
  receipt: {
    way: ReceiptWay;
    amountFen: Fen;
    on: PlainDate;
    voucher: string;
    lineId: string | null;
  },
): Promise<boolean> {
  const county = `${row.division.slice(0, 6)}000000`;
  const id = newId();
  const written =
    await tx.run(sql`insert into recovery_receipt (id, overpayment_id, person_id, division, county, way, amount_fen, received_on, voucher, line_id, recorded_at, recorded_by)
    values (${id}, ${row.id}, ${row.personId}, ${row.division}, ${county}, ${receipt.way}, ${receipt.amountFen}, ${receipt.on}, ${receipt.voucher}, ${receipt.lineId}, ${tx.now}, ${tx.actor.id})
    on conflict do nothing`);
  if (written === 0) return false;
  await postReceipt(tx, row, { id, way: receipt.way, fen: receipt.amountFen });
  const settled = openFen(row) === receipt.amountFen;
  await tx.run(
    sql`update overpayment set recovered_fen = recovered_fen + ${receipt.amountFen}, version = version + 1 where id = ${row.id}`,
  );
  if (settled)
    await tx.run(sql`update recovery_plan set ended_at = ${tx.now} where overpayment_id = ${row.id} and ended_at is null`);
  await emit(tx, {
    type: 'benefit.recovered',
    subject: { kind: 'person', id: row.personId },
    division: row.division,
    payload: {
      personId: row.personId,
      programme: row.programme,
      months: await monthsOf(tx, row.adjustmentId),
      amountFen: receipt.amountFen,
      way: receipt.way,
    },
  });
  return true;
}

export interface NewReceipt {
  id: OverpaymentId;
  version: number;
  way: 'return' | 'instalments' | 'court';
  amountFen: Fen;
  receivedOn: PlainDate;
  voucher: string;
  requestId: string;
}
type ReceiptError =
  | 'NOT_FOUND'
  | 'NOT_PERMITTED'
  | 'VERSION_CONFLICT'
  | 'OVERPAYMENT_SETTLED'
  | 'RECEIPT_TOO_MUCH'
  | 'VOUCHER_USED'
  | 'INVALID_INPUT';

/** 缴款: money that the household brought back, by its voucher. The same voucher counts once in a county. */
export function recordReceipt(
  context: Context,
  actor: Actor,
  command: NewReceipt,
): Promise<Result<{ openFen: Fen }, ReceiptError | 'REQUEST_REUSED'>> {
  const { requestId, ...body } = command;
  return context.once(
    actor,
    { action: 'payment.receipt', requestId, body },
    async (tx): Promise<Result<{ openFen: Fen }, ReceiptError>> => {
      if (!isOneOf(actor, ['finance-clerk'])) return fail('NOT_PERMITTED');
      const row = await lockOverpayment(tx, command.id);
      if (!row) return fail('NOT_FOUND');
      if (row.version !== command.version) return fail('VERSION_CONFLICT');
      if (command.receivedOn > tx.today)
        return fail('INVALID_INPUT', { count: 1 }, [{ path: 'receivedOn', message: '缴款日期不能晚于今天' }]);
      const open = openFen(row);
      if (open === 0) return fail('OVERPAYMENT_SETTLED');
      const rest = open - (await underWay(tx, row.id));
      if (command.amountFen > rest) return fail('RECEIPT_TOO_MUCH', { open: yuanDigits(rest) });
      const received = await receive(tx, row, {
        way: command.way,
        amountFen: command.amountFen,
        on: command.receivedOn,
        voucher: command.voucher,
        lineId: null,
      });
      if (!received) return fail('VOUCHER_USED', { voucher: command.voucher });
      await recordAudit(tx, {
        action: 'overpayment.received',
        subject: { kind: 'overpayment', id: row.id },
        personId: row.personId,
        division: row.division,
        detail: { amountFen: command.amountFen },
      });
      return ok({ openFen: open - command.amountFen });
    },
  );
}

export interface PaidOffset {
  lineId: string;
  offsetOf: OverpaymentId;
  offsetFen: Fen;
}

/** What the lines of a bank's file kept back that the bank has paid. Their debts are locked: before anything is posted. */
export async function lockOffsets(tx: Tx, of: { batchId: string; bankFileId: string }): Promise<PaidOffset[]> {
  const offsets = await tx.rows<PaidOffset>(sql`select id as line_id, offset_of, offset_fen from payment_line
    where batch_id = ${of.batchId} and bank_file_id = ${of.bankFileId} and state = 'paid' and offset_fen > 0 order by offset_of, id`);
  await lockOverpayments(tx, sql`id = any(${offsets.map((line) => line.offsetOf)}::uuid[])`);
  return offsets;
}

/** What was kept back has come to the debts. */
export async function receiveOffsets(tx: Tx, offsets: readonly PaidOffset[], on: PlainDate): Promise<void> {
  for (const { lineId, offsetOf, offsetFen } of offsets) {
    const row = await lockOverpayment(tx, offsetOf);
    if (!row) throw new Error(`overpayment ${offsetOf} of line ${lineId} is not visible`);
    await receive(tx, row, { way: 'offset', amountFen: offsetFen, on, voucher: `抵扣-${lineId}`, lineId });
  }
}
