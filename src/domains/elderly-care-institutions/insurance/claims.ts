/** 理赔 (4.13): 报案 → 查勘 → 赔付 or 不赔, as the home hears it from the insurer. Nobody is named: the incident knows who it was. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { type DivisionCode, FenAmount, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { type ClaimState, claimStates } from './terms.ts';

export interface Claim {
  id: string;
  policyId: string;
  institutionId: string;
  division: DivisionCode;
  happenedOn: PlainDate;
  what: string;
  reportNo: string;
  state: ClaimState;
  reportedOn: PlainDate;
  surveyedOn: PlainDate | null;
  survey: string | null;
  settledOn: PlainDate | null;
  paidFen: number | null;
  refusedWhy: string | null;
}
export const claimColumns = sql`c.id, c.policy_id, c.institution_id, c.division, c.happened_on, c.what, c.report_no, c.state, c.reported_on, c.surveyed_on, c.survey,
  c.settled_on, c.paid_fen, c.refused_why`;

export interface Policy {
  id: string;
  institutionId: string;
  division: DivisionCode;
  policyNo: string;
  fromOn: PlainDate;
  toOn: PlainDate;
  beds: number;
}
export async function findPolicy(tx: Tx, id: string): Promise<Result<Policy, 'NOT_FOUND'>> {
  const found = await tx.maybe<Policy>(
    sql`select id, institution_id, division, policy_no, from_on, to_on, beds from care_insurance where id = ${id}`,
  );
  return found ? ok(found) : fail('NOT_FOUND');
}

const audit = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'care-insurance-claim', id: of.id }, division: of.division });

export const NewClaim = z.strictObject({
  happenedOn: PlainDateText.meta({ label: '哪天出的事', widget: 'date' }),
  incident: Uuid.optional().meta({ label: '对应的突发事件' }),
  what: z.string().trim().min(4, '请写明情况').max(200).meta({ label: '情况', widget: 'textarea', help: '不写姓名' }),
  reportedOn: PlainDateText.meta({ label: '报案日期', widget: 'date' }),
  reportNo: z.string().trim().min(4, '请填写报案号').max(60).meta({ label: '报案号' }),
});
/** 报案: on a policy that covered the day. */
export async function reportClaim(tx: Tx, policyId: string, given: z.infer<typeof NewClaim>): Promise<Result<{ id: string }>> {
  const found = await findPolicy(tx, policyId);
  if (!found.ok) return found;
  const policy = found.value;
  const { happenedOn, reportedOn } = given;
  if (happenedOn < policy.fromOn || happenedOn > policy.toOn)
    return fail('CLAIM_OUTSIDE', { from: policy.fromOn, to: policy.toOn, on: happenedOn }, [
      { path: 'happenedOn', message: '不在保险期内' },
    ]);
  if (reportedOn < happenedOn || reportedOn > tx.today) return wrong('reportedOn', `在${happenedOn}和今天之间`);
  if (given.incident) {
    const own = await tx.maybe(
      sql`select 1 as yes from care_incident where id = ${given.incident} and institution_id = ${policy.institutionId}`,
    );
    if (!own) return wrong('incident', '请从选项中选择');
  }
  const id = newId();
  const added =
    await tx.run(sql`insert into care_insurance_claim (id, policy_id, institution_id, division, incident_id, happened_on, what, report_no, reported_on, entered_by)
    values (${id}, ${policyId}, ${policy.institutionId}, ${policy.division}, ${given.incident ?? null}, ${happenedOn}, ${given.what}, ${given.reportNo}, ${reportedOn}, ${tx.actor.id})
    on conflict do nothing`);
  if (added === 0) return fail('CLAIM_TWICE', { no: given.reportNo });
  await audit(tx, 'care-insurance-claim.reported', { id, division: policy.division });
  return ok({ id });
}

async function lockClaim(tx: Tx, id: string, states: readonly ClaimState[]): Promise<Result<Claim>> {
  const found = await tx.maybe<Claim>(sql`select ${claimColumns} from care_insurance_claim c where c.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return states.includes(found.state) ? ok(found) : fail('CLAIM_STATE', { state: claimStates[found.state].zh });
}

export const Survey = z.strictObject({
  on: PlainDateText.meta({ label: '查勘日期', widget: 'date' }),
  survey: z.string().trim().min(4, '请写明查勘情况').max(300).meta({ label: '查勘情况', widget: 'textarea' }),
});
export async function surveyClaim(tx: Tx, id: string, given: z.infer<typeof Survey>): Promise<Result<{ id: string }>> {
  const found = await lockClaim(tx, id, ['reported']);
  if (!found.ok) return found;
  if (given.on < found.value.reportedOn || given.on > tx.today) return wrong('on', `在${found.value.reportedOn}和今天之间`);
  await tx.run(
    sql`update care_insurance_claim set state = 'surveyed', surveyed_on = ${given.on}, survey = ${given.survey} where id = ${id}`,
  );
  await audit(tx, 'care-insurance-claim.surveyed', found.value);
  return ok({ id });
}

export const Paid = z.strictObject({
  on: PlainDateText.meta({ label: '赔付日期', widget: 'date' }),
  amount: FenAmount.meta({ label: '赔付金额' }),
});
export async function payClaim(tx: Tx, id: string, given: z.infer<typeof Paid>): Promise<Result<{ id: string }>> {
  const found = await lockClaim(tx, id, ['surveyed']);
  if (!found.ok) return found;
  if (given.on < found.value.surveyedOn! || given.on > tx.today) return wrong('on', `在${found.value.surveyedOn}和今天之间`);
  if (given.amount === 0) return wrong('amount', '请填写金额');
  await tx.run(
    sql`update care_insurance_claim set state = 'paid', settled_on = ${given.on}, paid_fen = ${given.amount} where id = ${id}`,
  );
  await audit(tx, 'care-insurance-claim.settled', found.value);
  return ok({ id });
}

export const Refused = z.strictObject({
  on: PlainDateText.meta({ label: '答复日期', widget: 'date' }),
  why: z.string().trim().min(4, '请写明理由').max(300).meta({ label: '不赔的理由', widget: 'textarea' }),
});
export async function refuseClaim(tx: Tx, id: string, given: z.infer<typeof Refused>): Promise<Result<{ id: string }>> {
  const found = await lockClaim(tx, id, ['reported', 'surveyed']);
  if (!found.ok) return found;
  const from = found.value.surveyedOn ?? found.value.reportedOn;
  if (given.on < from || given.on > tx.today) return wrong('on', `在${from}和今天之间`);
  await tx.run(
    sql`update care_insurance_claim set state = 'refused', settled_on = ${given.on}, refused_why = ${given.why} where id = ${id}`,
  );
  await audit(tx, 'care-insurance-claim.settled', found.value);
  return ok({ id });
}
