/** 保险补贴 (EL-26): once for a policy of a year, counted and checked by the county, approved by another hand, paid. It is not put on notice. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Fen, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution, lockInstitution } from '../register/store.ts';
import { findPolicy, type Policy } from './claims.ts';
import { insuranceLimits } from './parameters.ts';
import { insuranceSubsidy, isWholeYear } from './rules.ts';
import { type SubsidyState, subsidyStates } from './terms.ts';

defineTemplates({
  'care-insurance-subsidy.applied': { title: '责任险补贴待核', text: '{name}申请责任险补贴，请在{by}以前办完。' },
});

export interface InsuranceSubsidy {
  id: string;
  policyId: string;
  institutionId: string;
  division: DivisionCode;
  state: SubsidyState;
  appliedOn: PlainDate;
  decideBy: PlainDate;
  checkedOn: PlainDate | null;
  checkedBy: string | null;
  note: string | null;
  countedBeds: number | null;
  amountFen: Fen | null;
  approvedOn: PlainDate | null;
  paidOn: PlainDate | null;
  documentNo: string | null;
}
export const insuranceSubsidyColumns = sql`u.id, u.policy_id, u.institution_id, u.division, u.state, u.applied_on, u.decide_by, u.checked_on, u.checked_by, u.note,
  u.counted_beds, u.amount_fen, u.approved_on, u.paid_on, u.document_no`;

const audit = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'care-insurance-subsidy', id: of.id }, division: of.division });

/** The first day of the policy on which more people lived in the home than beds were insured; null: none up to today. */
const firstShort = (tx: Tx, policy: Policy): Promise<{ on: PlainDate; living: number } | null> =>
  tx.maybe<{ on: PlainDate; living: number }>(sql`select d::date as on, count(s.id)::int as living
    from generate_series(${policy.fromOn}::date, least(${policy.toOn}::date, ${tx.today}::date), interval '1 day') d
    join care_stay s on s.institution_id = ${policy.institutionId} and s.from_on <= d::date and (s.to_on is null or s.to_on > d::date)
    group by d having count(s.id) > ${policy.beds} order by d limit 1`);

export async function askInsuranceSubsidy(tx: Tx, policyId: string): Promise<Result<{ id: string }>> {
  const found = await findPolicy(tx, policyId);
  if (!found.ok) return found;
  const policy = found.value;
  const home = await lockInstitution(tx, policy.institutionId);
  if (!home.ok) return home;
  if (!isWholeYear(policy)) return fail('INSURE_SUBSIDY_YEAR');
  if (home.value.recordedBeds === 0) return fail('INSURE_SUBSIDY_UNRECORDED', { name: home.value.name });
  const set = await insuranceLimits(tx, policy.division, ['CARE-INSURE-DAYS']);
  if (!set.ok) return set;
  const by = tx.calendar.addWorkdays(tx.today, set.value['CARE-INSURE-DAYS'], policy.division);
  const id = newId();
  const added =
    await tx.run(sql`insert into care_insurance_subsidy (id, policy_id, institution_id, division, applied_on, applied_by, decide_by)
    values (${id}, ${policyId}, ${policy.institutionId}, ${policy.division}, ${tx.today}, ${tx.actor.id}, ${by}) on conflict do nothing`);
  if (added === 0) return fail('INSURE_SUBSIDY_TWICE');
  await audit(tx, 'care-insurance-subsidy.applied', { id, division: policy.division });
  await notify(tx, {
    to: { performer: 'county-clerk', division: policy.division },
    template: 'care-insurance-subsidy.applied',
    params: { name: home.value.name, by },
  });
  return ok({ id });
}

async function lockSubsidy(tx: Tx, id: string, state: SubsidyState): Promise<Result<InsuranceSubsidy>> {
  const found = await tx.maybe<InsuranceSubsidy>(
    sql`select ${insuranceSubsidyColumns} from care_insurance_subsidy u where u.id = ${id} for update`,
  );
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('CLAIM_STATE', { state: subsidyStates[found.state].zh });
}

const verdicts = { ok: '核对无误', refuse: '不予补贴' } as const;
export const InsuranceCheck = z.strictObject({
  verdict: choice(verdicts).meta({ label: '核的结果', choices: verdicts }),
  note: z
    .string()
    .trim()
    .min(4, '请写明意见')
    .max(300)
    .meta({ label: '意见', widget: 'textarea', help: '看过保单和发票；不予补贴的写明原因' }),
});
/** 县核: the beds are counted at this moment; on no day so far more people than insured beds. */
export async function checkInsuranceSubsidy(
  tx: Tx,
  id: string,
  given: z.infer<typeof InsuranceCheck>,
): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockSubsidy(tx, id, 'applied');
  if (!found.ok) return found;
  const of = found.value;
  const checked = sql`checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${given.note}`;
  if (given.verdict === 'refuse') {
    await tx.run(sql`update care_insurance_subsidy set state = 'refused', ${checked} where id = ${id}`);
    await audit(tx, 'care-insurance-subsidy.checked', of);
    return ok({ amountFen: 0 });
  }
  const [policy, home] = [await findPolicy(tx, of.policyId), await findInstitution(tx, of.institutionId)];
  if (!policy.ok) return policy;
  if (!home.ok) return home;
  const short = await firstShort(tx, policy.value);
  if (short) return fail('INSURE_SUBSIDY_FEW', { ...short, beds: policy.value.beds });
  const set = await insuranceLimits(tx, of.division, ['CARE-INSURE-PREMIUM', 'CARE-INSURE-SHARE']);
  if (!set.ok) return set;
  const norms = { premiumFen: set.value['CARE-INSURE-PREMIUM'], share: set.value['CARE-INSURE-SHARE'] };
  const { beds, fen } = insuranceSubsidy({ insured: policy.value.beds, recorded: home.value.recordedBeds }, norms);
  if (fen === 0) return fail('INSURE_SUBSIDY_UNRECORDED', { name: home.value.name });
  await tx.run(
    sql`update care_insurance_subsidy set state = 'checked', ${checked}, counted_beds = ${beds}, amount_fen = ${fen} where id = ${id}`,
  );
  await audit(tx, 'care-insurance-subsidy.checked', of);
  return ok({ amountFen: fen });
}

export async function approveInsuranceSubsidy(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, id, 'checked');
  if (!found.ok) return found;
  const of = found.value;
  if (isOwnHand(tx.actor, of.checkedBy, of.checkedOn!)) return fail('INSURE_SUBSIDY_OWN_HAND');
  await tx.run(
    sql`update care_insurance_subsidy set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id} where id = ${id}`,
  );
  await audit(tx, 'care-insurance-subsidy.approved', of);
  return ok({ id });
}

export const InsurancePayment = z.strictObject({
  on: PlainDateText.meta({ label: '拨付日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '拨付凭证号' }),
});
export async function payInsuranceSubsidy(
  tx: Tx,
  id: string,
  given: z.infer<typeof InsurancePayment>,
): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, id, 'approved');
  if (!found.ok) return found;
  if (given.on > tx.today || given.on < found.value.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${found.value.approvedOn}和今天之间` }]);
  await tx.run(
    sql`update care_insurance_subsidy set state = 'paid', paid_on = ${given.on}, document_no = ${given.documentNo} where id = ${id}`,
  );
  await audit(tx, 'care-insurance-subsidy.paid', found.value);
  return ok({ id });
}
