/** 护理员补贴 (5.13): asked for by the employer for its people at once, counted again and checked by the county, on notice, approved by another hand, paid. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { ownEmployer } from '../workers/store.ts';
import { carersOf, currentMonth, knownOf, outcomeOf, recounted } from './compute.ts';
import { workforceLimits, workforceNorms } from './parameters.ts';
import { type Due, postMonth } from './rules.ts';
import type { ClaimApproval, ClaimCheck, ClaimPayment, LineStruck, NewClaim } from './schema.ts';
import { type ClaimKind, type ClaimState, claimKinds, claimStates } from './terms.ts';

type Given<S extends z.ZodType> = z.output<S>;

defineTemplates({
  'care-claim.applied': { title: '护理员补贴待核', text: '{name}申报{kind}{count}人{amount}，请在{by}以前核。' },
  'care-claim.noticed': { title: '护理员补贴公示', text: '{name}{kind}{amount}，公示到{to}。' },
});

export interface Claim {
  id: string;
  employerId: string;
  employerName: string;
  division: DivisionCode;
  kind: ClaimKind;
  state: ClaimState;
  appliedOn: PlainDate;
  checkBy: PlainDate;
  checkedOn: PlainDate | null;
  checkedBy: string | null;
  note: string | null;
  noticeTo: PlainDate | null;
  approvedOn: PlainDate | null;
  payBy: PlainDate | null;
  paidOn: PlainDate | null;
  documentNo: string | null;
}
export const claimColumns = sql`k.id, k.employer_id, k.employer_name, k.division, k.kind, k.state, k.applied_on, k.check_by, k.checked_on, k.checked_by, k.note, k.notice_to,
  k.approved_on, k.pay_by, k.paid_on, k.document_no`;

export interface ClaimLine {
  claimId: string;
  workerId: string;
  name: string;
  tranche: number;
  months: YearMonth[];
  fen: Fen;
  says: string;
  struck: string | null;
}
export const linesOf = (tx: Tx, claimIds: readonly string[]): Promise<ClaimLine[]> =>
  tx.rows<ClaimLine>(sql`select l.claim_id, l.worker_id, c.name, l.tranche::int as tranche, l.months, l.fen, l.says, l.struck
    from care_claim_line l join care_worker c on c.id = l.worker_id where l.claim_id = any(${[...claimIds]}::uuid[]) order by c.name, l.worker_id, l.tranche limit 20000`);

const audit = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }, detail: Record<string, unknown> = {}) =>
  recordAudit(tx, { action, subject: { kind: 'care-claim', id: of.id }, division: of.division, detail });

/** One line, and for the post allowance its months: whoever is asked for elsewhere in the same second stops the whole claim. */
async function addLine(
  tx: Tx,
  claim: Pick<Claim, 'id' | 'division' | 'kind' | 'employerId'>,
  of: { workerId: string; due: Due; fenOf: (month: YearMonth) => Fen },
): Promise<boolean> {
  const { workerId, due } = of;
  const added =
    await tx.run(sql`insert into care_claim_line (claim_id, worker_id, employer_id, division, kind, tranche, months, fen, says)
    values (${claim.id}, ${workerId}, ${claim.employerId}, ${claim.division}, ${claim.kind}, ${due.tranche}, ${[...due.months]}::text[], ${due.fen}, ${due.says}) on conflict do nothing`);
  if (added === 0) return false;
  if (claim.kind !== 'post') return true;
  for (const month of due.months) {
    const kept = await tx.run(sql`insert into care_post_month (worker_id, month, claim_id, division, employer_id, fen)
      values (${workerId}, ${month}, ${claim.id}, ${claim.division}, ${claim.employerId}, ${of.fenOf(month)}) on conflict do nothing`);
    if (kept === 0) return false;
  }
  return true;
}

export async function applyClaim(tx: Tx, given: Given<typeof NewClaim>): Promise<Result<{ id: string; amountFen: Fen }>> {
  const found = await ownEmployer(tx);
  if (!found.ok) return found;
  const employer = found.value;
  const { kind } = given;
  if (kind === 'training' && given.noOtherMoney !== true) return fail('CARE_CLAIM_PROMISE');
  const norms = await workforceNorms(tx, employer.division);
  if (!norms.ok) return norms;
  const days = await workforceLimits(tx, employer.division, ['CW-CHECK']);
  if (!days.ok) return days;
  const known = await knownOf(
    tx,
    (await carersOf(tx, employer.id)).map(({ workerId }) => workerId),
  );
  const claim = { id: newId(), division: employer.division, kind, employerId: employer.id };
  const checkBy = tx.calendar.addWorkdays(tx.today, days.value['CW-CHECK'], employer.division);
  const lines = [...known.values()].flatMap((one) => {
    const outcome = outcomeOf(kind, one, norms.value, currentMonth(tx));
    return 'due' in outcome ? outcome.due.map((due) => ({ one, due })) : [];
  });
  if (lines.length === 0) return fail('CARE_CLAIM_NONE', { kind: claimKinds[kind] });
  await tx.run(sql`insert into care_claim (id, employer_id, employer_name, division, kind, applied_on, applied_by, check_by)
    values (${claim.id}, ${employer.id}, ${employer.name}, ${employer.division}, ${kind}, ${tx.today}, ${tx.actor.id}, ${checkBy})`);
  for (const { one, due } of lines) {
    const fenOf = (month: YearMonth) =>
      postMonth(one.facts, norms.value, one.facts.months.find((worked) => worked.month === month)!).fen;
    if (!(await addLine(tx, claim, { workerId: one.id, due, fenOf }))) return fail('CARE_CLAIM_TAKEN');
  }
  const amountFen = lines.reduce((sum, { due }) => sum + due.fen, 0);
  await audit(tx, 'care-claim.applied', claim, { kind, lines: lines.length });
  await notify(tx, {
    to: { performer: 'county-clerk', division: employer.division },
    template: 'care-claim.applied',
    params: {
      name: employer.name,
      kind: claimKinds[kind],
      count: new Set(lines.map(({ one }) => one.id)).size,
      amount: yuan(amountFen),
      by: checkBy,
    },
  });
  return ok({ id: claim.id, amountFen });
}

async function lockClaim(tx: Tx, id: string, state: ClaimState): Promise<Result<Claim>> {
  const found = await tx.maybe<Claim>(sql`select ${claimColumns} from care_claim k where k.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('CARE_CLAIM_STATE', { state: claimStates[found.state].zh });
}

/** 划掉: the person may be asked for again later; the reason stays with the line. */
async function strike(tx: Tx, claim: Claim, workerId: string | null, reason: string): Promise<number> {
  const whose = workerId === null ? sql`true` : sql`worker_id = ${workerId}`;
  await tx.run(sql`delete from care_post_month where claim_id = ${claim.id} and ${whose}`);
  return tx.run(sql`update care_claim_line set struck = ${reason} where claim_id = ${claim.id} and ${whose} and struck is null`);
}

export async function strikeLine(tx: Tx, id: string, given: Given<typeof LineStruck>): Promise<Result<null>> {
  const found = await lockClaim(tx, id, 'applied');
  if (!found.ok) return found;
  if ((await strike(tx, found.value, given.worker, given.reason)) === 0) return fail('NOT_FOUND');
  await audit(tx, 'care-claim.struck', found.value, { ...given });
  return ok(null);
}

/** Every line of the claim counted again as of this day: a person whose line has changed must be struck first. */
async function unchanged(tx: Tx, claim: Claim, lines: readonly ClaimLine[]): Promise<Result<null>> {
  const norms = await workforceNorms(tx, claim.division);
  if (!norms.ok) return norms;
  const known = await knownOf(
    tx,
    lines.map(({ workerId }) => workerId),
    claim.id,
  );
  for (const line of lines) {
    const one = known.get(line.workerId);
    if (!one) return fail('CARE_CLAIM_CHANGED', { name: line.name, why: '已经不在本县的名册里' });
    const again = recounted(claim.kind, one, norms.value, line);
    if ('none' in again) return fail('CARE_CLAIM_CHANGED', { name: line.name, why: again.none });
    if (again.fen !== line.fen)
      return fail('CARE_CLAIM_CHANGED', { name: line.name, why: `申报${yuan(line.fen)}，现在算${yuan(again.fen)}` });
  }
  return ok(null);
}

export async function checkClaim(tx: Tx, id: string, given: Given<typeof ClaimCheck>): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockClaim(tx, id, 'applied');
  if (!found.ok) return found;
  const claim = found.value;
  const checked = sql`checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${given.note}`;
  if (given.verdict === 'refuse') {
    await strike(tx, claim, null, given.note);
    await tx.run(sql`update care_claim set state = 'refused', ${checked} where id = ${id}`);
    await audit(tx, 'care-claim.checked', claim, { verdict: given.verdict });
    return ok({ amountFen: 0 });
  }
  const lines = (await linesOf(tx, [id])).filter(({ struck }) => struck === null);
  if (lines.length === 0) return fail('CARE_CLAIM_EMPTY');
  const same = await unchanged(tx, claim, lines);
  if (!same.ok) return same;
  const days = await workforceLimits(tx, claim.division, ['CW-NOTICE']);
  if (!days.ok) return days;
  const noticeTo = plusDays(tx.today, days.value['CW-NOTICE']);
  await tx.run(sql`update care_claim set state = 'notice', ${checked}, notice_to = ${noticeTo} where id = ${id}`);
  const amountFen = lines.reduce((sum, { fen }) => sum + fen, 0);
  await audit(tx, 'care-claim.checked', claim, { verdict: given.verdict, amountFen });
  await notify(tx, {
    to: { performer: 'county-leader', division: claim.division },
    template: 'care-claim.noticed',
    params: { name: claim.employerName, kind: claimKinds[claim.kind], amount: yuan(amountFen), to: noticeTo },
  });
  return ok({ amountFen });
}

export async function approveClaim(
  tx: Tx,
  id: string,
  given: Given<typeof ClaimApproval>,
): Promise<Result<{ payBy: PlainDate }>> {
  const found = await lockClaim(tx, id, 'notice');
  if (!found.ok) return found;
  const claim = found.value;
  if (isOwnHand(tx.actor, claim.checkedBy, claim.checkedOn!)) return fail('CARE_CLAIM_OWN_HAND');
  if (tx.today <= claim.noticeTo!) return fail('CARE_CLAIM_NOTICE', { to: claim.noticeTo! });
  const days = await workforceLimits(tx, claim.division, ['CW-PAY']);
  if (!days.ok) return days;
  const payBy = tx.calendar.addWorkdays(tx.today, days.value['CW-PAY'], claim.division);
  await tx.run(sql`update care_claim set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, pay_by = ${payBy},
    note = note || '；' || ${given.note} where id = ${id}`);
  await audit(tx, 'care-claim.approved', claim);
  return ok({ payBy });
}

/** 登记拨付: the money goes by the county's finance along the list of the claim; its voucher is written down. */
export async function payClaim(tx: Tx, id: string, given: Given<typeof ClaimPayment>): Promise<Result<{ id: string }>> {
  const found = await lockClaim(tx, id, 'approved');
  if (!found.ok) return found;
  if (given.on > tx.today || given.on < found.value.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${found.value.approvedOn}和今天之间` }]);
  await tx.run(
    sql`update care_claim set state = 'paid', paid_on = ${given.on}, document_no = ${given.documentNo} where id = ${id}`,
  );
  await audit(tx, 'care-claim.paid', found.value, { documentNo: given.documentNo });
  return ok({ id });
}
