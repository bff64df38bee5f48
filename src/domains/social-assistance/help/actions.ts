/** What officers do for a family beside the decision of its case: assess its needs, refer it, record the answer. */
import { sql } from '../../../database/sql.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { issueDocument } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type Id, missingShown, type PlainDate } from '../../../kernel/schema/index.ts';
import { type Case, getCase, mustRecuse } from '../../../kernel/service/server.ts';
import { townshipOf } from '../family/places.ts';
import { notHelpedYet, recordCharityAid } from './charity.ts';
import { helpDocuments, referralSheet } from './documents.ts';
import { assessNeeds, type NeedScores, type NeedsAssessment } from './needs.ts';
import { type CharityAidInput, CharityReplyInput, type NeedsInput, type ReferralInput } from './schema.ts';
import { aspects, type NeedAspect, type NeedCode, type ReferralUnit } from './terms.ts';

export const contentPlace = (table: 'needs_assessment' | 'referral', id: string): string => `${table}.content:${id}`;
export const replyPlace = (id: string): string => `referral.reply:${id}`;

/** The case, if this officer may do something about it. */
async function caseToHelp(tx: Tx, caseId: string): Promise<Result<Case>> {
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  return (await mustRecuse(tx, kase.value)) ? fail('RECUSAL') : kase;
}

const record = (tx: Tx, kase: Case, action: AuditAction, subject: { kind: string; id: string }): Promise<void> =>
  recordAudit(tx, { action, subject, personId: kase.applicantPersonId, caseId: kase.id, division: kase.division });

/** What is kept of an assessment, sealed. */
export interface AssessedNeeds extends NeedsAssessment {
  readonly scores: NeedScores;
  readonly note: string;
}

export async function recordNeeds(tx: Tx, caseId: string, input: NeedsInput): Promise<Result<{ id: string } & NeedsAssessment>> {
  const kase = await caseToHelp(tx, caseId);
  if (!kase.ok) return kase;
  const { note, ...answers } = input;
  const scores = Object.fromEntries(Object.keys(aspects).map((a) => [a, Number(answers[a as NeedAspect])])) as NeedScores;
  const { division } = kase.value;
  const assessed = assessNeeds(scores, { parameters: await parametersOf(tx), division, date: tx.today });
  if (!assessed.ok) return assessed;
  const id = newId();
  const content: AssessedNeeds = { ...assessed.value, scores, note };
  await tx.run(sql`insert into needs_assessment (id, case_id, person_id, division, level, content, made_on, made_at, made_by, made_by_name)
    values (${id}, ${caseId}, ${kase.value.applicantPersonId}, ${division}, ${assessed.value.level}, ${tx.keys.sealJson(content, contentPlace('needs_assessment', id))},
      ${tx.today}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
  await record(tx, kase.value, 'needs.assessed', { kind: 'needs-assessment', id });
  return ok({ id, ...assessed.value });
}

const contactAt = (tx: Tx, division: string) => ({ office: tx.office(division).name, telephone: tx.office(division).telephone });

/** A need outside civil affairs goes to the department, with the day until which it has to answer (4.1). */
export async function refer(tx: Tx, caseId: string, input: ReferralInput): Promise<Result<{ id: string; dueOn: PlainDate }>> {
  const kase = await caseToHelp(tx, caseId);
  if (!kase.ok) return kase;
  const { division, applicantPersonId, applicantName } = kase.value;
  const days = await wholeParameter(tx, 'REFERRAL-DAYS', division, tx.today);
  if (!days.ok) return days;
  if (input.toUnit === 'charity') {
    const open = await notHelpedYet(tx, { personId: applicantPersonId, division, needCode: input.needCode, again: input.again });
    if (!open.ok) return open;
  }
  const dueOn = tx.calendar.addWorkdays(tx.today, days.value, division);
  const id = newId();
  const written =
    await tx.run(sql`insert into referral (id, case_id, person_id, person_name, division, to_unit, need_code, content, due_on, created_on, created_at, created_by)
    values (${id}, ${caseId}, ${applicantPersonId}, ${applicantName}, ${division}, ${input.toUnit}, ${input.needCode}, ${tx.keys.sealJson(input.content, contentPlace('referral', id))},
      ${dueOn}, ${tx.today}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (written === 0) return fail('REFERRED_ALREADY');
  const letter = await issueDocument(tx, {
    kind: helpDocuments.referral,
    issuer: { division: townshipOf(kase.value), name: tx.office(townshipOf(kase.value)).name },
    letter: referralSheet({
      referral: input,
      personName: applicantName,
      place: tx.divisions.fullName(division),
      dueOn,
      contact: contactAt(tx, townshipOf(kase.value)),
    }),
    signer: tx.actor.name,
    caseId,
    personId: applicantPersonId,
    division,
  });
  if (!letter.ok) return letter;
  await emit(tx, {
    type: 'referral.created',
    subject: { kind: 'case', id: caseId },
    division,
    payload: { referralId: id, caseId, toUnit: input.toUnit, needCode: input.needCode, dueAt: dueOn },
  });
  await record(tx, kase.value, 'referral.created', { kind: 'referral', id });
  return ok({ id, dueOn });
}

export async function recordReply(tx: Tx, referralId: string, input: CharityReplyInput): Promise<Result<Record<string, never>>> {
  const referral = await tx.maybe<{ caseId: Id<'Case'>; state: string; toUnit: ReferralUnit; needCode: NeedCode }>(
    sql`select case_id, state, to_unit, need_code from referral where id = ${referralId} for update`,
  );
  if (!referral) return fail('NOT_FOUND');
  if (referral.state !== 'open') return fail('REFERRAL_ANSWERED');
  const kase = await caseToHelp(tx, referral.caseId);
  if (!kase.ok) return kase;
  if (referral.toUnit === 'charity' && input.state === 'helped') {
    const missing = missingShown(formOf(CharityReplyInput), input);
    if (missing.length > 0) return fail('INVALID_INPUT', { count: missing.length }, missing);
    const aid = await recordCharityAid(tx, {
      personId: kase.value.applicantPersonId,
      division: kase.value.division,
      caseId: kase.value.id,
      referralId,
      charity: input.charity!,
      needCode: referral.needCode,
      form: input.form!,
      amountFen: input.amountFen ?? 0,
      givenOn: input.givenOn!,
      what: input.reply,
      again: input.again,
    });
    if (!aid.ok) return aid;
  }
  await tx.run(sql`update referral set state = ${input.state}, reply = ${tx.keys.sealJson(input.reply, replyPlace(referralId))}, replied_on = ${tx.today},
    replied_at = ${tx.now}, replied_by = ${tx.actor.id} where id = ${referralId}`);
  await record(tx, kase.value, 'referral.answered', { kind: 'referral', id: referralId });
  return ok({});
}

/** A charity that was not asked has helped this family. */
export async function recordCharityHelp(tx: Tx, caseId: string, input: CharityAidInput): Promise<Result<{ id: string }>> {
  const kase = await caseToHelp(tx, caseId);
  if (!kase.ok) return kase;
  const { applicantPersonId: personId, division, id } = kase.value;
  return recordCharityAid(tx, { ...input, personId, division, caseId: id });
}
