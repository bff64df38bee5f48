/** 账单: made from what is published and what was lived, once a month; objected to, answered, paid; and the settlement when a stay has ended. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { dayNumber, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind } from '../../../kernel/document/index.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, FenAmount, type PlainDate, type YearMonth, YearMonthText } from '../../../kernel/schema/index.ts';
import { type Price, pricesOf } from '../beds/store.ts';
import { careLevels, type PriceItem } from '../beds/terms.ts';
import { findInstitution } from '../register/store.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import { limits } from '../stays/limits.ts';
import { type Received, recordPayment } from '../stays/prepare.ts';
import { bedsOf, findAdmission, leavesOf, levelsOf, lockStay, nameOf, type Stay, sealPlace } from '../stays/store.ts';
import { type BillLine, chargedDays, monthLines, type Priced, sharesOf, totalOf } from './rules.ts';
import { type Bill, type BillState, billColumns, billStates } from './store.ts';
import { vouchersOf } from './vouchers.ts';

export const NewBill = z.strictObject({
  month: YearMonthText.meta({ label: '哪个月', help: '例如 2026-09' }),
  insurance: FenAmount.default(0).meta({ label: '保险支付' }),
  publicFund: FenAmount.default(0).meta({ label: '政府资金', help: '特困供养、补贴等' }),
  less: FenAmount.default(0).meta({ label: '另外减收', help: '以前多收的、协商减免的' }),
  lessFor: z.string().trim().max(100).optional().meta({ label: '减收的原因', help: '有减收的写明，家属看得到' }),
});

/** 减收 says why, and is never more than was charged of this stay. */
async function mayLessen(tx: Tx, stayId: string, given: z.infer<typeof NewBill>, monthFen: Fen): Promise<Result<null>> {
  if (given.less === 0) return ok(null);
  const wrong = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);
  if ((given.lessFor ?? '').length < 2) return wrong('lessFor', '请写明减收的原因');
  const { before } = await tx.one<{ before: Fen }>(
    sql`select coalesce(sum(total_fen), 0)::bigint as before from care_bill where stay_id = ${stayId} and state <> 'withdrawn'`,
  );
  const most = Math.max(0, before + monthFen);
  return given.less > most ? wrong('less', `最多${yuan(most)}：这个月的和以前收过的`) : ok(null);
}

/** What a price was called on each day of a stay, with what it cost: a bed of another class, another level, another price of either. */
function over(named: readonly { from: PlainDate; name: string }[], prices: readonly Price[], item: PriceItem): Priced[] {
  const days = new Set<PlainDate>();
  for (const [i, part] of named.entries()) {
    const end = named[i + 1]?.from ?? null;
    const own = prices.filter((p) => p.item === item && p.name === part.name);
    days.add(part.from);
    for (const p of own) if (p.fromOn > part.from && (end === null || p.fromOn < end)) days.add(p.fromOn);
  }
  return [...days].sort().flatMap((from) => {
    const part = named.findLast((n) => n.from <= from)!;
    const price = prices
      .filter((p) => p.item === item && p.name === part.name && p.fromOn <= from)
      .toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
      .at(-1);
    return price ? [{ from, fen: price.amountFen, name: part.name }] : [];
  });
}

/** The last of what began on each day: a bed left on the day of moving in was none. */
const lastOfDay = <T extends { from: PlainDate }>(rows: readonly T[]): T[] =>
  rows.filter((row, i) => rows[i + 1]?.from !== row.from);

/** The lines of a month of a stay, from what is on record; refused where a day has no published price. */
export async function linesOf(
  tx: Tx,
  stay: Stay,
  month: YearMonth,
): Promise<Result<BillLine[], 'PRICE_UNPUBLISHED' | 'PARAM_MISSING'>> {
  const set = await limits(tx, stay.division, ['CARE-LEAVE-DAYS', 'CARE-LEAVE-SHARE']);
  if (!set.ok) return set;
  const prices = await pricesOf(tx, stay.institutionId);
  const beds = lastOfDay((await bedsOf(tx, stay.id)).map((b) => ({ from: b.fromOn, name: b.priceClass })));
  const levels = lastOfDay((await levelsOf(tx, stay.id)).map((l) => ({ from: l.fromOn, name: careLevels[l.careLevel] })));
  const mealName = prices.find((p) => p.item === 'meals')?.name ?? '三餐';
  const trialName = prices.find((p) => p.item === 'trial')?.name ?? '试住';
  const charged = {
    month,
    from: stay.fromOn,
    to: stay.toOn,
    ...(stay.kind === 'trial' ? { trialTo: stay.trialTo } : {}),
    bed: over(beds, prices, 'bed'),
    care: over(levels, prices, 'care'),
    meals: over([{ from: stay.fromOn, name: mealName }], prices, 'meals'),
    trial: over([{ from: stay.fromOn, name: trialName }], prices, 'trial'),
    leaves: (await leavesOf(tx, stay.id)).map((l) => ({ from: l.fromOn, to: l.toOn, noticedAt: l.noticedAt })),
    careBack: { minDays: set.value['CARE-LEAVE-DAYS'], percent: set.value['CARE-LEAVE-SHARE'] },
  };
  const within = chargedDays(charged);
  const whole = dayNumber(within.to) - dayNumber(within.from);
  const lines = monthLines(charged);
  if (whole <= 0) return ok([]);
  const covered = (...items: string[]) => lines.filter((l) => items.includes(l.item)).reduce((sum, l) => sum + l.days, 0);
  for (const [what, items, name] of [
    ['床位费', ['bed', 'trial'], beds.at(-1)?.name ?? ''],
    ['护理费', ['care', 'trial'], levels.at(-1)?.name ?? ''],
  ] as const)
    if (covered(...items) < whole) return fail('PRICE_UNPUBLISHED', { item: what, name });
  return ok(lines);
}

const REFUND: DocumentKind = { code: 'care-refund', word: '养退', title: '养老机构退费单' };

async function refundPaper(
  tx: Tx,
  of: Pick<Stay, 'institutionId' | 'division' | 'personId'>,
  rows: readonly (readonly [string, string])[],
): Promise<Result<string>> {
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const issued = await issueDocument(tx, {
    kind: REFUND,
    issuer: { division: `${of.division.slice(0, 6)}000000`, name: home.value.name },
    letter: {
      addressee: await nameOf(tx, of.personId),
      blocks: [
        { kind: 'fields', rows: [...rows] },
        { kind: 'signatures', labels: ['机构经办人', '领款人'] },
      ],
    },
    signer: tx.actor.name,
    caseId: null,
    personId: of.personId,
    division: of.division,
  });
  return issued.ok ? ok(issued.value.id) : issued;
}

const money = (fen: Fen): string => (fen / 100).toFixed(2);

export async function issueBill(
  tx: Tx,
  stayId: string,
  given: z.infer<typeof NewBill>,
): Promise<Result<{ id: string; selfFen: Fen }>> {
  const found = await lockStay(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  const month = given.month;
  if (month >= monthOf(tx.today) && !(stay.toOn !== null && month === monthOf(stay.toOn)))
    return fail('BILL_EARLY', { month: longMonth(month) });
  if (await tx.maybe(sql`select 1 as one from care_bill where stay_id = ${stayId} and month = ${month} and state <> 'withdrawn'`))
    return fail('BILL_TWICE');
  const counted = await linesOf(tx, stay, month);
  if (!counted.ok) return counted;
  const lines = counted.value;
  if (lines.length === 0) return fail('BILL_EMPTY', { month: longMonth(month) });
  const lessened = await mayLessen(tx, stayId, given, totalOf(lines));
  if (!lessened.ok) return lessened;
  if (given.less > 0) {
    const first = lines[0]!;
    const name = `减收：${given.lessFor}`;
    lines.push({
      item: 'other',
      name,
      from: first.from,
      to: plusDays(first.from, 1),
      days: 0,
      amountFen: -given.less,
      says: name,
    });
  }
  const total = totalOf(lines);
  const shares = sharesOf(total, {
    insuranceFen: given.insurance,
    publicFen: given.publicFund,
    voucherFen: await vouchersOf(tx, stayId, month),
  });
  const id = newId();
  let documentId: string | null = null;
  if (total < 0) {
    const paper = await refundPaper(tx, stay, [
      ['账单月份', longMonth(month)],
      ...lines.map((l): [string, string] => [l.name, `${yuan(l.amountFen)}（${l.says}）`]),
      ['应退', yuan(-total)],
    ]);
    if (!paper.ok) return paper;
    documentId = paper.value;
  }
  const made =
    await tx.run(sql`insert into care_bill (id, stay_id, institution_id, division, person_id, month, total_fen, insurance_fen, public_fen, voucher_fen, self_fen, state, document_id,
      issued_on, issued_at, issued_by)
    values (${id}, ${stayId}, ${stay.institutionId}, ${stay.division}, ${stay.personId}, ${month}, ${total}, ${shares.insuranceFen}, ${shares.publicFen}, ${shares.voucherFen},
      ${shares.selfFen}, ${shares.selfFen === 0 ? 'paid' : 'open'}, ${documentId}, ${tx.today}, ${tx.now}, ${tx.actor.id})
    on conflict (stay_id, month) where state <> 'withdrawn' do nothing`);
  if (made === 0) return fail('BILL_TWICE');
  for (const [no, line] of lines.entries())
    await tx.run(sql`insert into care_bill_line (id, bill_id, no, institution_id, division, item, name, from_on, to_on, days, amount_fen, says)
      values (${newId()}, ${id}, ${no}, ${stay.institutionId}, ${stay.division}, ${line.item}, ${line.name}, ${line.from}, ${line.to}, ${line.days}, ${line.amountFen}, ${line.says})`);
  const set = await limits(tx, stay.division, ['CARE-BILL-OBJECTION']);
  if (!set.ok) return set;
  const admission = await findAdmission(tx, stay.admissionId);
  if (!admission.ok) return admission;
  await tellFamily(tx, admission.value, 'care.bill', {
    month: longMonth(month),
    amount: money(total),
    public: money(shares.insuranceFen + shares.publicFen),
    voucher: money(shares.voucherFen),
    self: money(shares.selfFen),
    days: set.value['CARE-BILL-OBJECTION'],
  });
  await onRecord(tx, 'care-bill.issued', { id, personId: stay.personId, division: stay.division });
  return ok({ id, selfFen: shares.selfFen });
}

const onRecord = (
  tx: Tx,
  action: 'care-bill.issued' | 'care-bill.objected' | 'care-bill.answered' | 'care-bill.paid' | 'care-stay.refunded',
  of: { id: string; personId: string; division: string },
) => recordAudit(tx, { action, subject: { kind: 'care-bill', id: of.id }, personId: of.personId, division: of.division });

export async function lockBill(tx: Tx, id: string): Promise<Result<Bill, 'NOT_FOUND'>> {
  const bill = await tx.maybe<Bill>(sql`select ${billColumns} from care_bill b where b.id = ${id} for update`);
  return bill ? ok(bill) : fail('NOT_FOUND');
}
const wrong = (bill: Bill) => fail('BILL_STATE', { state: billStates[bill.state] });

export const Objection = z.strictObject({
  objection: z.string().trim().min(4, '请写明哪里不对').max(500).meta({ label: '哪里不对', widget: 'textarea', protect: true }),
});

/** 异议, within so many days of the bill: it is not due while nobody has answered. */
export async function objectToBill(
  tx: Tx,
  id: string,
  { objection }: z.infer<typeof Objection>,
): Promise<Result<{ id: string }>> {
  const found = await lockBill(tx, id);
  if (!found.ok) return found;
  const bill = found.value;
  if (bill.state !== 'open') return wrong(bill);
  const set = await limits(tx, bill.division, ['CARE-BILL-OBJECTION']);
  if (!set.ok) return set;
  const days = set.value['CARE-BILL-OBJECTION'];
  if (tx.today > plusDays(bill.issuedOn, days)) return fail('BILL_OBJECTION_LATE', { days });
  await tx.run(
    sql`update care_bill set state = 'objected', objected_on = ${tx.today}, objection = ${tx.keys.seal(objection, sealPlace('care_bill', 'objection', id))}, version = version + 1 where id = ${id}`,
  );
  await tellStaff(tx, bill.institutionId, {
    performers: ['care-home-accountant', 'care-home-head'],
    template: 'care.objected',
    params: { name: await nameOf(tx, bill.personId), month: longMonth(bill.month) },
  });
  await onRecord(tx, 'care-bill.objected', bill);
  return ok({ id });
}

const outcomes = { keep: '账单没有错，维持', withdraw: '账单有错，收回重出' } as const;
export const Answer = z.strictObject({
  outcome: choice(outcomes).meta({ label: '核对结果', choices: outcomes }),
  answer: z.string().trim().min(4, '请写明理由').max(500).meta({ label: '答复', widget: 'textarea', protect: true }),
});

export async function answerObjection(tx: Tx, id: string, given: z.infer<typeof Answer>): Promise<Result<{ id: string }>> {
  const found = await lockBill(tx, id);
  if (!found.ok) return found;
  const bill = found.value;
  if (bill.state !== 'objected') return wrong(bill);
  await tx.run(sql`update care_bill set state = ${given.outcome === 'keep' ? 'open' : 'withdrawn'}, answer = ${tx.keys.seal(given.answer, sealPlace('care_bill', 'answer', id))}, version = version + 1
    where id = ${id}`);
  await tellAbout(tx, bill, 'care.answered', {});
  await onRecord(tx, 'care-bill.answered', bill);
  return ok({ id });
}

async function tellAbout(tx: Tx, bill: Bill, template: string, params: Record<string, string>): Promise<void> {
  const stay = await tx.one<{ personId: string; agentPersonId: string | null }>(
    sql`select s.person_id, a.agent_person_id from care_stay s join care_admission a on a.id = s.admission_id where s.id = ${bill.stayId}`,
  );
  await tellFamily(tx, stay, template, { month: longMonth(bill.month), ...params });
}

const admissionOf = async (tx: Tx, stayId: string): Promise<string> =>
  (await tx.one<{ admissionId: string }>(sql`select admission_id from care_stay where id = ${stayId}`)).admissionId;

/** 收款 of a bill, in one or several parts; of a refund, or of what a voucher made too much: 已退. */
export async function payBill(tx: Tx, id: string, given: z.infer<typeof Received>): Promise<Result<{ id: string }>> {
  const found = await lockBill(tx, id);
  if (!found.ok) return found;
  const bill = found.value;
  if (bill.state !== 'open') return wrong(bill);
  const over = bill.selfFen >= 0 && bill.paidFen > bill.selfFen;
  const left = over ? bill.paidFen - bill.selfFen : Math.abs(bill.selfFen) - bill.paidFen;
  if (given.amount > left || given.amount === 0) return fail('BILL_OVERPAID', { left: money(left), amount: money(given.amount) });
  await recordPayment(
    tx,
    { ...bill, admissionId: await admissionOf(tx, bill.stayId) },
    { kind: over || bill.selfFen < 0 ? 'bill-refunded' : 'bill', amountFen: given.amount, method: given.method, billId: id },
  );
  await tx.run(
    sql`update care_bill set paid_fen = paid_fen + ${over ? -given.amount : given.amount}, state = ${given.amount === left ? 'paid' : 'open'}, version = version + 1 where id = ${id}`,
  );
  // 家属的付款单：钱到了就是收到了，剩下的可以另开一张
  await tx.run(
    sql`update care_payment_order set state = 'received', said_at = coalesce(said_at, ${tx.now}), settled_at = ${tx.now} where bill_id = ${id} and state in ('open', 'said')`,
  );
  await onRecord(tx, 'care-bill.paid', bill);
  return ok({ id });
}

/** 退住结算: every month billed and paid, then deposit and booking money go back with a paper. */
export async function settleStay(
  tx: Tx,
  stayId: string,
  given: { method: z.infer<typeof Received>['method'] },
): Promise<Result<{ id: string; refundFen: Fen }>> {
  const found = await lockStay(tx, stayId);
  if (!found.ok) return found;
  const stay = found.value;
  if (stay.toOn === null) return fail('STAY_NOT_ENDED');
  const bills = await tx.rows<{ month: YearMonth; state: BillState }>(
    sql`select month, state from care_bill where stay_id = ${stayId} and state <> 'withdrawn' limit 1000`,
  );
  for (let month = monthOf(stay.fromOn); month <= monthOf(stay.toOn); month = plusMonths(month, 1)) {
    const lines = await linesOf(tx, stay, month);
    if (!lines.ok) return lines;
    if (lines.value.length > 0 && !bills.some((b) => b.month === month)) return fail('BILL_MISSING', { month: longMonth(month) });
  }
  const unpaid = bills.filter((b) => b.state !== 'paid').length;
  if (unpaid > 0) return fail('BILL_OPEN', { n: unpaid });
  const held = await tx.one<{ deposit: Fen; booking: Fen }>(sql`select
      coalesce(sum(case kind when 'deposit' then amount_fen when 'deposit-returned' then -amount_fen else 0 end), 0)::bigint as deposit,
      coalesce(sum(case kind when 'booking' then amount_fen when 'booking-returned' then -amount_fen else 0 end), 0)::bigint as booking
    from care_payment where admission_id = ${stay.admissionId}`);
  const refundFen = held.deposit + held.booking;
  if (refundFen === 0) return fail('CARE_SETTLED');
  const paper = await refundPaper(tx, stay, [
    ['押金', yuan(held.deposit)],
    ['定金', yuan(held.booking)],
    ['应退', yuan(refundFen)],
    ['最迟退清', stay.refundDue ?? ''],
  ]);
  if (!paper.ok) return paper;
  const of = { ...stay, admissionId: stay.admissionId };
  const back = { method: given.method, documentId: paper.value };
  await recordPayment(tx, of, { kind: 'deposit-returned', amountFen: held.deposit, ...back });
  await recordPayment(tx, of, { kind: 'booking-returned', amountFen: held.booking, ...back });
  await onRecord(tx, 'care-stay.refunded', stay);
  return ok({ id: stayId, refundFen });
}
