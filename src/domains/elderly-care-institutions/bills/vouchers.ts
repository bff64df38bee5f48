/** 消费券抵账单 (W6): what the home took at its till is told by `voucher.used`, and stands on the bill of that person and month; taken back, it is the family's again. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, longMonth, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import type { VoucherLine } from '../stays/content.ts';
import { nameOf } from '../stays/store.ts';
import { sharesOf } from './rules.ts';
import { type Bill, billColumns } from './store.ts';

/** Payload of `voucher.used` where an institution took it; the amount is below zero where it was taken back. */
export interface VoucherUsed {
  readonly useId: string;
  readonly personId: string;
  readonly month: YearMonth;
  readonly amountFen: Fen;
  readonly payableFen: Fen;
  readonly ratePercent: number;
  /** Of the outlet: the home is known by it. */
  readonly creditCode: string;
}
interface Booked {
  useId: string;
  payableFen: Fen;
  ratePercent: number;
  amountFen: Fen;
  usedAt: string;
  reversedAt: string | null;
}

interface StayOfMonth {
  id: string;
  institutionId: string;
  division: DivisionCode;
}
/** Where the person lived in that month, in a home of this body. */
const stayIn = (tx: Tx, { personId, creditCode, month }: VoucherUsed): Promise<StayOfMonth | null> =>
  tx.maybe<StayOfMonth>(sql`select s.id, s.institution_id, s.division from care_stay s join care_institution i on i.id = s.institution_id
    where s.person_id = ${personId} and i.credit_code = ${creditCode} and s.from_on < ${firstDayOf(plusMonths(month, 1))}
      and (s.to_on is null or s.to_on >= ${firstDayOf(month)}) order by s.from_on desc limit 1`);

/** What vouchers pay of a month of a stay. */
export const vouchersOf = async (tx: Tx, stayId: string, month: YearMonth): Promise<Fen> =>
  (
    await tx.one<{ fen: Fen }>(
      sql`select coalesce(sum(amount_fen), 0)::bigint as fen from care_bill_voucher where stay_id = ${stayId} and month = ${month} and reversed_at is null`,
    )
  ).fen;

/** Once for each use, and once taken back; a use of somebody who did not live there is on nobody's bill. */
export async function bookVoucher(tx: Tx, used: VoucherUsed): Promise<void> {
  const { useId, personId, month } = used;
  const stay = await stayIn(tx, used);
  if (!stay) return;
  const changed =
    used.amountFen > 0
      ? await tx.run(sql`insert into care_bill_voucher (use_id, stay_id, institution_id, division, person_id, month, payable_fen, rate_percent, amount_fen, used_at)
          values (${useId}, ${stay.id}, ${stay.institutionId}, ${stay.division}, ${personId}, ${month}, ${used.payableFen}, ${used.ratePercent}, ${used.amountFen}, ${tx.now})
          on conflict (use_id) do nothing`)
      : await tx.run(sql`update care_bill_voucher set reversed_at = ${tx.now} where use_id = ${useId} and reversed_at is null`);
  if (changed === 0) return;
  await shareAnew(tx, stay.id, month);
}

/** The bill of the month, if it is out already: vouchers pay what insurance and public money leave. */
async function shareAnew(tx: Tx, stayId: string, month: YearMonth): Promise<void> {
  const bill = await tx.maybe<Bill & { agentPersonId: string | null }>(sql`select ${billColumns}, a.agent_person_id
    from care_bill b join care_stay s on s.id = b.stay_id join care_admission a on a.id = s.admission_id
    where b.stay_id = ${stayId} and b.month = ${month} and b.state <> 'withdrawn' for update of b`);
  if (!bill || bill.totalFen <= 0) return;
  const { insuranceFen, publicFen, paidFen } = bill;
  const { voucherFen, selfFen } = sharesOf(bill.totalFen, {
    insuranceFen,
    publicFen,
    voucherFen: await vouchersOf(tx, stayId, month),
  });
  const state = bill.state === 'objected' ? 'objected' : selfFen === paidFen ? 'paid' : 'open';
  await tx.run(
    sql`update care_bill set voucher_fen = ${voucherFen}, self_fen = ${selfFen}, state = ${state}, version = version + 1 where id = ${bill.id}`,
  );
  // 还没有付的付款单，按新的数付
  if (selfFen > paidFen)
    await tx.run(
      sql`update care_payment_order set amount_fen = ${selfFen - paidFen} where bill_id = ${bill.id} and state = 'open'`,
    );
  const params = { month: longMonth(month), voucher: yuan(voucherFen), self: yuan(selfFen) };
  await tellFamily(tx, bill, 'care.bill-voucher', params);
  if (selfFen < paidFen)
    await tellStaff(tx, bill.institutionId, {
      performers: ['care-home-accountant'],
      template: 'care.bill-over',
      params: { name: await nameOf(tx, bill.personId), month: longMonth(month), over: yuan(paidFen - selfFen) },
    });
  await recordAudit(tx, {
    action: 'care-bill.voucher',
    subject: { kind: 'care-bill', id: bill.id },
    personId: bill.personId,
    division: bill.division,
    detail: { voucherFen },
  });
}

/** On the bill: how each was counted; what was told to the till above what the bill leaves is said. */
export async function voucherLines(
  tx: Tx,
  bill: Pick<Bill, 'stayId' | 'month' | 'totalFen' | 'insuranceFen' | 'publicFen'>,
): Promise<VoucherLine[]> {
  const rows =
    await tx.rows<Booked>(sql`select use_id, payable_fen, rate_percent, amount_fen, used_at, reversed_at from care_bill_voucher
    where stay_id = ${bill.stayId} and month = ${bill.month} order by used_at limit 50`);
  const payable = Math.max(0, bill.totalFen - bill.insuranceFen - bill.publicFen);
  return rows.map((row) => {
    const share = Math.floor((row.payableFen * row.ratePercent + 50) / 100);
    const most = row.amountFen < share ? `，券里只有${yuan(row.amountFen)}` : '';
    const more = row.payableFen > payable ? `；核销时报的应付比账单多${yuan(row.payableFen - payable)}，请机构核对` : '';
    const back = row.reversedAt ? '；已经退回' : '';
    return {
      id: row.useId,
      amountFen: row.amountFen,
      reversed: row.reversedAt !== null,
      says: `应付${yuan(row.payableFen)}×${row.ratePercent}%＝${yuan(share)}${most}${more}${back}`,
    };
  });
}
