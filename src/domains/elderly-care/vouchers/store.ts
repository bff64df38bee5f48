/** All SQL of vouchers: who has them, what is left, what was used. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { circumstancesOf, inCity } from '../circumstances.ts';
import { determineVoucher, type VoucherFacts } from './rules.ts';
import type { UseClass } from './terms.ts';

/** 集中照护补助, by the key of its programme. */
const CONCENTRATED = 'elder-concentrated';

export interface Award {
  id: string;
  personId: string;
  division: DivisionCode;
  fromMonth: YearMonth;
  lastMonth: YearMonth | null;
  reason: string | null;
}
export const awardColumns = sql`id, person_id, division, from_month, last_month, reason`;

export const activeAward = (tx: Tx, personId: string): Promise<Award | null> =>
  tx.maybe<Award>(sql`select ${awardColumns} from care_voucher_award where person_id = ${personId} and last_month is null`);

export interface Voucher {
  id: string;
  personId: string;
  division: DivisionCode;
  month: YearMonth;
  faceFen: Fen;
  usedFen: Fen;
  lapsesOn: PlainDate;
  closedOn: PlainDate | null;
}
const voucherColumns = sql`id, person_id, division, month, face_fen, used_fen, lapses_on, closed_on`;

/** Locked: of two shops in one second the second waits, and sees what the first has left. */
export const lockVoucher = (tx: Tx, personId: string, month: YearMonth): Promise<Voucher | null> =>
  tx.maybe<Voucher>(
    sql`select ${voucherColumns} from care_voucher where person_id = ${personId} and month = ${month} for update`,
  );
export const findVoucher = (tx: Tx, personId: string, month: YearMonth): Promise<Voucher | null> =>
  tx.maybe<Voucher>(sql`select ${voucherColumns} from care_voucher where person_id = ${personId} and month = ${month}`);
export const lockVoucherById = (tx: Tx, id: string): Promise<Voucher | null> =>
  tx.maybe<Voucher>(sql`select ${voucherColumns} from care_voucher where id = ${id} for update`);

/** Months of which anything was taken off, oldest first. */
export const monthsUsed = async (tx: Tx, personId: string): Promise<YearMonth[]> =>
  (
    await tx.rows<{ month: YearMonth }>(
      sql`select month from care_voucher where person_id = ${personId} and used_fen > 0 order by month limit 240`,
    )
  ).map(({ month }) => month);

/** 集中照护补助 has begun: what is whole of its months is void. */
export const voidFrom = (tx: Tx, personId: string, month: YearMonth): Promise<number> =>
  tx.run(sql`update care_voucher set closed_on = ${tx.today}
    where person_id = ${personId} and month >= ${month} and used_fen = 0 and closed_on is null`);

export interface Use {
  id: string;
  voucherId: string;
  personId: string;
  division: DivisionCode;
  outletId: string;
  outletName: string;
  class: UseClass;
  what: string;
  serviceOn: PlainDate;
  payableFen: Fen;
  ratePercent: number;
  deductedFen: Fen;
  verifiedAt: string;
  reversedAt: string | null;
  reversedTo: 'voucher' | 'fund' | null;
  /** The home service order whose bill it was; null: taken at a till. */
  orderId: string | null;
}
export const useColumns = sql`u.id, u.voucher_id, u.person_id, u.division, u.outlet_id, u.outlet_name, u.class, u.what, u.service_on, u.payable_fen, u.rate_percent, u.deducted_fen,
  u.verified_at, u.reversed_at, u.reversed_to, u.order_id`;

export async function factsOf(
  tx: Tx,
  personId: string,
  division?: DivisionCode,
): Promise<VoucherFacts & { diedOn: PlainDate | null }> {
  const found = (await circumstancesOf(tx, personId, [CONCENTRATED]))!;
  return {
    diedOn: found.diedOn,
    birthDate: found.birthDate,
    division: division ?? found.division,
    livesInCity: inCity(tx, found.division),
    tekun: found.tekun,
    concentrated: found.coverages.map((c) => ({ from: c.fromMonth, to: c.toMonth })),
    levels: found.levels,
  };
}

export interface Computed {
  readonly facts: VoucherFacts;
  readonly decision: Decision;
}
export async function computeCase(tx: Tx, kase: Case): Promise<Result<Computed>> {
  const { diedOn: _, ...facts } = await factsOf(tx, kase.applicantPersonId, kase.division);
  const decision = determineVoucher(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ facts, decision: decision.value }) : decision;
}
