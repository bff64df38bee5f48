/**
 * 追回: what comes back of a paid subsidy, because its use ended before the promised months were full, of all of it or of some units, or because it was drawn by a
 * mistake or a false statement. The debtor is a body and no household, so the claim is kept here with its receipts, not in the payment's ledger of overpaid persons.
 */
import { z } from 'zod';
import { sql } from '../../database/sql.ts';
import { longDate, plusDays } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import { wholeParameter, yuan } from '../policy/server.ts';
import { fail, ok, type Result, wrong } from '../result/index.ts';
import { choice, type Fen, FenAmount, type PlainDate, PlainDateText, Uuid } from '../schema/index.ts';
import { type Book, type Subsidy, schemeOf, whatOf } from './define.ts';
import { clawback } from './rules.ts';
import { auditSubsidy, type Claim, claimColumns, lockSubsidy, otherHand, paidOf, settle, subsidyColumns } from './store.ts';
import { claimStates } from './terms.ts';

defineTemplates({
  'subsidy.ended': { title: '{what}要追回', text: '{name}{on}停止使用{which}，满{months}个月，算下来追回{amount}，请定。' },
  'subsidy.wrong': { title: '{what}要追回', text: '{name}{what}提出追回{amount}：{why}' },
});

type Proposed = Pick<Claim, 'reason' | 'paidFen' | 'amountFen'> & Partial<Claim>;
const propose = async (tx: Tx, of: Subsidy, claim: Proposed): Promise<void> => {
  await tx.run(sql`insert into subsidy_claim (id, subsidy_id, reason, ended_on, whole, units, of_units, full_months, promised_months, paid_fen, amount_fen, proposed_on, proposed_by)
    values (${newId()}, ${of.id}, ${claim.reason}, ${claim.endedOn ?? null}, ${claim.whole ?? true}, ${claim.units ?? null}, ${claim.ofUnits ?? null}, ${claim.fullMonths ?? null},
      ${claim.promisedMonths ?? null}, ${claim.paidFen}, ${claim.amountFen}, ${tx.today}, ${tx.actor.id})`);
  await settle(tx, of.id);
  await auditSubsidy(tx, 'subsidy.claim-proposed', of, { amountFen: claim.amountFen });
};

/** Units that ended for themselves, mistakes aside. */
const unitsGone = async (tx: Tx, id: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(
      sql`select coalesce(sum(units), 0)::int as n from subsidy_claim where subsidy_id = ${id} and state <> 'mistaken'`,
    )
  ).n;

/** Parts that are not paid yet are paid for the units that go on. */
const cutParts = (tx: Tx, id: string, gone: number, of: number) =>
  tx.run(
    sql`update subsidy_part set cut_fen = round(amount_fen * ${gone}::numeric / ${of})::bigint where subsidy_id = ${id} and state in ('waiting', 'checked', 'approved')`,
  );

/** `units`: only so many end; null: all that is left. */
async function endOf(
  tx: Tx,
  of: Subsidy,
  given: { on: PlainDate; reason: string; units: number | null },
): Promise<Result<{ amountFen: Fen }, 'PARAM_MISSING' | 'SUBSIDY_UNITS'>> {
  const use = schemeOf(of).use!;
  const months = await wholeParameter(tx, use.months, of.division, tx.today);
  if (!months.ok) return months;
  const all = use.units(of.basis!);
  const gone = await unitsGone(tx, of.id);
  const left = all - gone;
  if (given.units !== null && given.units > left) return fail('SUBSIDY_UNITS', { of: all, gone, left, unit: use.unit });
  const units = given.units ?? left;
  const whole = units === left;
  const { grossFen, firstOn } = await paidOf(tx, of.id);
  const back = clawback(
    grossFen,
    { firstPaidOn: firstOn ?? given.on, endedOn: given.on, months: months.value },
    { units, of: all },
  );
  if (whole) {
    await tx.run(sql`update subsidy set ended_on = ${given.on} where id = ${of.id}`);
    // 没有核过的日子：登记错了的，可以从头再核
    await tx.run(sql`update subsidy_part set state = 'withheld', says = '停止使用', checked_on = null, checked_by = null, approved_on = null, approved_by = null, pay_by = null
      where subsidy_id = ${of.id} and state in ('waiting', 'checked', 'approved')`);
  } else await cutParts(tx, of.id, gone + units, all);
  await propose(tx, of, {
    reason: given.reason,
    endedOn: given.on,
    whole,
    units,
    ofUnits: all,
    fullMonths: back.fullMonths,
    promisedMonths: months.value,
    paidFen: grossFen,
    amountFen: back.fen,
  });
  await notify(tx, {
    to: { performer: 'county-leader', division: of.division },
    template: 'subsidy.ended',
    params: {
      what: whatOf(of),
      name: of.bodyName,
      on: given.on,
      which: whole ? '' : `其中${units}${use.unit}`,
      months: back.fullMonths,
      amount: yuan(back.fen),
    },
  });
  return ok({ amountFen: back.fen });
}

export const UseEnded = z.strictObject({
  on: PlainDateText.meta({ label: '从哪天起不再使用', widget: 'date' }),
  units: z
    .int('请填写整数')
    .min(1, '至少1')
    .max(5000)
    .optional()
    .meta({ label: '只停用一部分的，停用多少', help: '全部停用的不填' }),
  reason: z
    .string()
    .trim()
    .min(4, '请写明怎么发现的')
    .max(300)
    .meta({ label: '情况', widget: 'textarea', help: '改作他用、床位另租、停办' }),
});
/** 停止使用: found by the county, also while the body itself goes on. */
export async function endUse(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof UseEnded>,
): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockSubsidy(tx, book, id, ['approved', 'paid']);
  if (!found.ok) return found;
  const of = found.value;
  if (!schemeOf(of).use) return fail('NOT_FOUND');
  if (of.endedOn !== null) return fail('SUBSIDY_ENDED', { on: of.endedOn });
  const first = (await paidOf(tx, id)).firstOn ?? of.approvedOn!;
  if (given.on > tx.today || given.on < first) return wrong('on', `在${first}和今天之间`);
  return endOf(tx, of, { on: given.on, reason: given.reason, units: given.units ?? null });
}

/** Of a body that has ended, every use has ended. For the reaction to its event. */
export async function endAllUse(tx: Tx, scheme: string, bodyId: string, given: { on: PlainDate; reason: string }): Promise<void> {
  const open = await tx.rows<Subsidy>(sql`select ${subsidyColumns} from subsidy s
    where s.scheme = ${scheme} and s.body_id = ${bodyId} and s.state in ('approved', 'paid') and s.ended_on is null order by s.id limit 100 for update`);
  for (const of of open) {
    const ended = await endOf(tx, of, { ...given, units: null });
    if (!ended.ok) throw new Error(`the subsidy ${of.id} of an ended body: ${ended.code}`);
  }
}

export const Reclaim = z.strictObject({
  amount: FenAmount.meta({ label: '追回多少' }),
  reason: z
    .string()
    .trim()
    .min(4, '请写明原因')
    .max(300)
    .meta({ label: '原因', widget: 'textarea', help: '算错、虚报，怎么发现的' }),
});
/** 提出追回: what was drawn by a mistake or a false statement. */
export async function reclaim(tx: Tx, book: Book, id: string, given: z.output<typeof Reclaim>): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, book, id, ['approved', 'paid']);
  if (!found.ok) return found;
  const of = found.value;
  if (schemeOf(of).use || !schemeOf(of).returns) return fail('NOT_FOUND');
  if (await tx.maybe(sql`select 1 as yes from subsidy_claim where subsidy_id = ${id} and state <> 'mistaken'`))
    return fail('SUBSIDY_STATE', { state: claimStates.claimed.zh });
  const { fen: paid } = await paidOf(tx, id);
  if (given.amount === 0) return wrong('amount', '请填写金额');
  if (given.amount > paid) return fail('SUBSIDY_CLAIM_MUCH', { paid: yuan(paid) });
  await propose(tx, of, { reason: given.reason, paidFen: paid, amountFen: given.amount });
  await notify(tx, {
    to: { performer: 'county-leader', division: of.division },
    template: 'subsidy.wrong',
    params: { what: whatOf(of), name: of.bodyName, amount: yuan(given.amount), why: given.reason },
  });
  return ok({ id });
}

async function lockClaim(tx: Tx, id: string, of: Subsidy, state: 'proposed' | 'claimed'): Promise<Result<Claim>> {
  const found = await tx.maybe<Claim>(
    sql`select ${claimColumns} from subsidy_claim c where c.id = ${id} and c.subsidy_id = ${of.id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('SUBSIDY_STATE', { state: claimStates[found.state].zh });
}

/** An end that was entered by mistake: the parts go on as they stood. */
async function undoEnd(tx: Tx, of: Subsidy, claim: Claim): Promise<Result<unknown>> {
  const undo = await schemeOf(of).use?.undo?.(tx, of);
  if (undo && !undo.ok) return undo;
  if (claim.whole) {
    await tx.run(sql`update subsidy set ended_on = null where id = ${of.id}`);
    await tx.run(
      sql`update subsidy_part set state = 'waiting', says = null where subsidy_id = ${of.id} and state = 'withheld' and checked_on is null`,
    );
  } else await cutParts(tx, of.id, (await unitsGone(tx, of.id)) - claim.units!, claim.ofUnits!);
  return ok(null);
}

const verdicts = { claim: '追回', waive: '不追回', mistaken: '登记错了' } as const;
export const ClaimDecision = z.strictObject({
  claim: Uuid,
  verdict: choice(verdicts).meta({ label: '怎么定', choices: verdicts }),
  decision: z.string().trim().min(4, '请写明文号或者理由').max(300).meta({ label: '文号、理由', widget: 'textarea' }),
});
/** 领导定: nobody decides what he has entered; what was a mistake goes on. */
export async function decideClaim(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof ClaimDecision>,
): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, book, id, ['approved']);
  if (!found.ok) return found;
  const of = found.value;
  const locked = await lockClaim(tx, given.claim, of, 'proposed');
  if (!locked.ok) return locked;
  const claim = locked.value;
  const hand = otherHand(tx, { by: claim.proposedBy, on: claim.proposedOn, zh: '提出' });
  if (!hand.ok) return hand;
  let state: 'mistaken' | 'waived' | 'claimed' | 'settled' = given.verdict === 'mistaken' ? 'mistaken' : 'waived';
  let returnBy: PlainDate | null = null;
  const { returns } = schemeOf(of);
  if (given.verdict === 'claim') {
    const days = await wholeParameter(tx, returns!.days, of.division, tx.today);
    if (!days.ok) return days;
    returnBy = plusDays(tx.today, days.value);
    state = claim.amountFen === 0 ? 'settled' : 'claimed';
  }
  if (state === 'mistaken' && claim.endedOn !== null) {
    const undone = await undoEnd(tx, of, claim);
    if (!undone.ok) return undone;
  }
  await tx.run(sql`update subsidy_claim set state = ${state}, decided_on = ${tx.today}, decided_by = ${tx.actor.id}, decision = ${given.decision}, return_by = ${returnBy}
    where id = ${claim.id}`);
  await settle(tx, id);
  await auditSubsidy(tx, 'subsidy.claim-decided', of, { verdict: given.verdict });
  if (state === 'claimed') await returns!.tell?.(tx, of, { by: returnBy!, amount: yuan(claim.amountFen), why: given.decision });
  return ok({ id });
}

export const ClaimReceipt = z.strictObject({
  claim: Uuid,
  amount: FenAmount.meta({ label: '退回多少' }),
  on: PlainDateText.meta({ label: '到账日期', widget: 'date' }),
  voucher: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '凭证号' }),
});
/** 登记退回: in one sum or several, never more than is open; a voucher counts once. */
export async function receiveClaim(
  tx: Tx,
  book: Book,
  id: string,
  given: z.output<typeof ClaimReceipt>,
): Promise<Result<{ leftFen: Fen }>> {
  const found = await lockSubsidy(tx, book, id, ['approved']);
  if (!found.ok) return found;
  const locked = await lockClaim(tx, given.claim, found.value, 'claimed');
  if (!locked.ok) return locked;
  const claim = locked.value;
  const left = claim.amountFen - claim.receivedFen;
  if (given.on > tx.today || given.on < claim.proposedOn) return wrong('on', `在${longDate(claim.proposedOn)}和今天之间`);
  if (given.amount === 0) return wrong('amount', '请填写金额');
  if (given.amount > left) return fail('SUBSIDY_RECEIPT', { left: yuan(left) });
  const added =
    await tx.run(sql`insert into subsidy_receipt (id, claim_id, division, amount_fen, received_on, voucher, recorded_at, recorded_by)
    values (${newId()}, ${claim.id}, ${found.value.division}, ${given.amount}, ${given.on}, ${given.voucher}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('SUBSIDY_VOUCHER', { voucher: given.voucher });
  await tx.run(
    sql`update subsidy_claim set received_fen = received_fen + ${given.amount}, state = ${given.amount === left ? 'settled' : 'claimed'} where id = ${claim.id}`,
  );
  await settle(tx, id);
  await auditSubsidy(tx, 'subsidy.returned', found.value, { amountFen: given.amount });
  return ok({ leftFen: left - given.amount });
}
