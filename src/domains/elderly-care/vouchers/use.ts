/** At the till: a bill is taken off the voucher of its month, in the order of verification; taken back once, to the month, or to the fund when that is closed. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, FenAmount, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { type Identified, identify, spendCode } from '../outlets/identify.ts';
import { findOutlet, type Outlet, ownOutlet, staysOn } from '../outlets/store.ts';
import { deductOf, monthOfService, rateKeys } from './rules.ts';
import { findVoucher, lockVoucher, lockVoucherById, type Use, useColumns, type Voucher } from './store.ts';
import type { UseClass, VoucherPreview } from './terms.ts';

export const Bill = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^(\d{6}|\d{8})$/, '码是6位，卡号是8位')
    .meta({ label: '老人出示的码或者卡号', help: '码在老人手机上，6位；没有手机的用卡，8位' }),
  idTail: z
    .string()
    .trim()
    .regex(/^\d{3}[\dXx]$/, '身份证号码的最后4位')
    .optional()
    .meta({ label: '用卡的，身份证后4位', protect: true }),
  serviceOn: PlainDateText.meta({ label: '服务日期', widget: 'date' }),
  what: z.string().trim().min(2, '请填写做了什么').max(60).meta({ label: '服务内容' }),
  payableFen: FenAmount.min(1, '请填写金额').meta({ label: '应付金额', help: '扣除别的补贴、保险以后还要付的，不是原价' }),
});
export type Bill = z.infer<typeof Bill>;
export const Reversal = z.strictObject({
  reason: z.string().trim().min(4, '请写明原因（至少4个字）').max(200).meta({ label: '为什么退' }),
});

/** One service of a person, whoever verifies it. */
export interface Served {
  readonly personId: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly kind: UseClass;
  readonly what: string;
  readonly serviceOn: PlainDate;
  /** After other public money, never the list price. */
  readonly payableFen: Fen;
}
interface Taken {
  readonly voucher: Voucher;
  readonly ratePercent: number;
  readonly deductFen: Fen;
  readonly selfPayFen: Fen;
}

/** What a service takes off the voucher of its month; refused where there is nothing to take it off. */
export async function weighService(tx: Tx, served: Served, read: typeof findVoucher): Promise<Result<Taken>> {
  const { personId, name, division, kind, serviceOn, payableFen } = served;
  const graceDay = await wholeParameter(tx, 'CCV-GRACE-DAY', division, serviceOn);
  if (!graceDay.ok) return graceDay;
  const month = monthOfService(serviceOn, { today: tx.today, graceDay: graceDay.value });
  if (!month.ok) return month;
  if (kind === 'home' && (await staysOn(tx, personId, serviceOn))) return fail('VOUCHER_IN_INSTITUTION', { name });
  const rate = (await parametersOf(tx)).on(rateKeys[kind], division, serviceOn);
  if (!rate.ok) return rate;
  const ratePercent = Number(rate.value.value);
  const voucher = await read(tx, personId, month.value);
  if (!voucher || voucher.closedOn || voucher.lapsesOn < tx.today)
    return fail('VOUCHER_NONE', { name, month: longMonth(month.value) });
  const balanceFen = voucher.faceFen - voucher.usedFen;
  const { deductFen, selfPayFen } = deductOf({ payableFen, ratePercent, balanceFen });
  if (deductFen === 0) return fail('VOUCHER_EMPTY', { month: longMonth(month.value) });
  return ok({ voucher, ratePercent, deductFen, selfPayFen });
}

interface Weighed extends Taken {
  outlet: Outlet & { kind: UseClass };
  who: Identified;
  served: Served;
}

async function weigh(tx: Tx, bill: Bill, read: typeof findVoucher): Promise<Result<Weighed>> {
  const outlet = await ownOutlet(tx, ['institution', 'home']);
  if (!outlet.ok) return outlet;
  const kind = outlet.value.kind as UseClass;
  const who = await identify(tx, bill);
  if (!who.ok) return who;
  const { personId, name, division } = who.value;
  const { no } = await tx.one<{ no: string | null }>(sql`select home_care_order_at_till(${personId}, ${bill.serviceOn}) as no`);
  if (no) return fail('VOUCHER_ORDER', { no });
  const { what, serviceOn, payableFen } = bill;
  const served = { personId, name, division, kind, what, serviceOn, payableFen };
  const taken = await weighService(tx, served, read);
  return taken.ok ? ok({ ...taken.value, outlet: { ...outlet.value, kind }, who: who.value, served }) : taken;
}

/** Said before anything is taken: the old person hears what is left and what to pay. */
export async function previewBill(tx: Tx, bill: Bill): Promise<Result<VoucherPreview>> {
  const weighed = await weigh(tx, bill, findVoucher);
  if (!weighed.ok) return weighed;
  const { who, voucher, ratePercent, deductFen, selfPayFen } = weighed.value;
  return ok({
    name: who.name,
    month: voucher.month,
    balanceFen: voucher.faceFen - voucher.usedFen,
    ratePercent,
    deductFen,
    selfPayFen,
  });
}

export async function takeBill(
  tx: Tx,
  bill: Bill,
): Promise<Result<{ id: string; deductFen: number; selfPayFen: number; balanceFen: number }>> {
  const weighed = await weigh(tx, bill, lockVoucher);
  if (!weighed.ok) return weighed;
  const { outlet, who, served } = weighed.value;
  const booked = await bookUse(tx, served, { ...weighed.value, outlet, way: who.way, orderId: null });
  await spendCode(tx, who.personId);
  return ok(booked);
}

/** Takes it off, on record, told to the old person. The voucher is locked. */
export async function bookUse(
  tx: Tx,
  served: Served,
  by: Taken & { outlet: Pick<Outlet, 'id' | 'name' | 'creditCode'>; way: Identified['way'] | 'order'; orderId: string | null },
): Promise<{ id: string; deductFen: Fen; selfPayFen: Fen; balanceFen: Fen }> {
  const { outlet, voucher, ratePercent, deductFen, selfPayFen } = by;
  const { personId } = served;
  const id = newId();
  await tx.run(sql`update care_voucher set used_fen = used_fen + ${deductFen} where id = ${voucher.id}`);
  await tx.run(sql`insert into care_voucher_use (id, voucher_id, person_id, division, outlet_id, outlet_name, class, what, service_on, payable_fen, rate_percent,
      deducted_fen, way, order_id, verified_at, verified_by)
    values (${id}, ${voucher.id}, ${personId}, ${voucher.division}, ${outlet.id}, ${outlet.name}, ${served.kind}, ${served.what}, ${served.serviceOn},
      ${served.payableFen}, ${ratePercent}, ${deductFen}, ${by.way}, ${by.orderId}, ${tx.now}, ${tx.actor.id})`);
  await recordAudit(tx, {
    action: 'care-voucher.used',
    subject: { kind: 'care-voucher', id: voucher.id },
    personId,
    division: voucher.division,
    detail: { deductFen, outlet: outlet.name },
  });
  await emit(tx, {
    type: 'voucher.used',
    subject: { kind: 'person', id: personId },
    division: voucher.division,
    payload: {
      personId,
      month: voucher.month,
      amountFen: deductFen,
      providerId: outlet.id,
      useId: id,
      class: served.kind,
      payableFen: served.payableFen,
      ratePercent,
      creditCode: outlet.creditCode,
    },
  });
  const balanceFen = voucher.faceFen - voucher.usedFen - deductFen;
  await notify(tx, {
    to: { personId },
    template: 'care-voucher.used',
    params: {
      outlet: outlet.name,
      month: longMonth(voucher.month),
      amount: yuanDigits(deductFen),
      self: yuanDigits(selfPayFen),
      left: yuanDigits(balanceFen),
    },
  });
  return { id, deductFen, selfPayFen, balanceFen };
}

export async function reverseBill(
  tx: Tx,
  id: string,
  given: z.infer<typeof Reversal>,
): Promise<Result<{ to: 'voucher' | 'fund' }>> {
  const outlet = await ownOutlet(tx, ['institution', 'home']);
  if (!outlet.ok) return outlet;
  const use = await tx.maybe<Use>(sql`select ${useColumns} from care_voucher_use u where u.id = ${id} for update`);
  if (!use || use.outletId !== outlet.value.id) return fail('NOT_FOUND');
  if (use.reversedAt) return fail('VOUCHER_REVERSED');
  if (use.orderId) return fail('VOUCHER_OF_ORDER');
  return ok({ to: await reverseUse(tx, use, given.reason) });
}

/** Back to the voucher, or to the fund when that is closed. The use is locked, and not reversed yet. */
export async function reverseUse(tx: Tx, use: Use, reason: string): Promise<'voucher' | 'fund'> {
  const { id } = use;
  const voucher = (await lockVoucherById(tx, use.voucherId))!;
  const to = voucher.closedOn === null && voucher.lapsesOn >= tx.today ? 'voucher' : 'fund';
  await tx.run(sql`update care_voucher_use set reversed_at = ${tx.now}, reversed_by = ${tx.actor.id}, reverse_reason = ${reason}, reversed_to = ${to}
    where id = ${id}`);
  if (to === 'voucher')
    await tx.run(sql`update care_voucher set used_fen = used_fen - ${use.deductedFen} where id = ${voucher.id}`);
  await recordAudit(tx, {
    action: 'care-voucher.reversed',
    subject: { kind: 'care-voucher', id: voucher.id },
    personId: use.personId,
    division: use.division,
    detail: { deductedFen: use.deductedFen, to },
  });
  // The same name, below zero: whoever counts or books uses, counts and books this one back.
  await emit(tx, {
    type: 'voucher.used',
    subject: { kind: 'person', id: use.personId },
    division: use.division,
    payload: {
      personId: use.personId,
      month: voucher.month,
      amountFen: -use.deductedFen,
      providerId: use.outletId,
      useId: id,
      class: use.class,
      payableFen: use.payableFen,
      ratePercent: use.ratePercent,
      creditCode: (await findOutlet(tx, use.outletId))?.creditCode ?? null,
    },
  });
  await notify(tx, {
    to: { personId: use.personId },
    template: to === 'voucher' ? 'care-voucher.returned' : 'care-voucher.returned-to-fund',
    params: { outlet: use.outletName, month: longMonth(voucher.month), amount: yuanDigits(use.deductedFen) },
  });
  return to;
}
