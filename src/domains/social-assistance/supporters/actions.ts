/**
 * 户外义务人核对: named by the township, agreed to by the person on the phone or on paper, asked and reported by the checking centre, disposed of by
 * the township. Nobody is asked about without his or her own consent for this case; refusing costs the family nothing by itself.
 */
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, monthOf, plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { readAnswers, recordConsent } from '../../../kernel/exchange/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { maskIdNumber } from '../../../kernel/protect/index.ts';
import { findOrRegister } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { residentIdFacts } from '../../../kernel/schema/index.ts';
import { type Case, getCase } from '../../../kernel/service/server.ts';
import { issueConsentPaper } from '../family/consents.ts';
import { sourceOwner, type VerificationSource } from '../verification/sources.ts';
import { type Disposition, findVerification } from '../verification/store.ts';
import './errors.ts';
import { supporterDifference, supporterFound } from './result.ts';
import { statedSupporters } from './stated.ts';
import {
  insertSupporter,
  lockSupporter,
  removeSupporter,
  type Supporter,
  supporterReference,
  supporterState,
  updateSupporter,
} from './store.ts';
import { SUPPORT_PURPOSE, type SupporterState, type SupportRelation, supporterSources, supporterStates } from './terms.ts';

const CONSENT_MONTHS = 6;

export const audit = (tx: Tx, action: AuditAction, of: Pick<Supporter, 'id' | 'caseId' | 'division' | 'personId'>) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'support-obligor', id: of.id },
    personId: of.personId,
    caseId: of.caseId,
    division: of.division,
    purpose: SUPPORT_PURPOSE,
  });

export type StateError = 'NOT_FOUND' | 'SUPPORTER_STATE' | 'SUPPORTER_CASE_CLOSED';

export async function held(tx: Tx, id: string, states: readonly SupporterState[]): Promise<Result<Supporter, StateError>> {
  const found = await lockSupporter(tx, id);
  if (!found) return fail('NOT_FOUND');
  const state = supporterState(found);
  return states.includes(state)
    ? ok(found)
    : fail('SUPPORTER_STATE', { name: found.content.name, state: supporterStates[state] });
}

/** The case of an officer, while it is open. */
export async function openCase(tx: Tx, caseId: string): Promise<Result<Case, 'NOT_FOUND' | 'SUPPORTER_CASE_CLOSED'>> {
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  return kase.value.closedAt ? fail('SUPPORTER_CASE_CLOSED') : kase;
}

export interface NameSupporter {
  caseId: string;
  rows: readonly number[];
  relation: SupportRelation;
  name: string;
  /** Left out where the application tells it of the rows. */
  idNumber?: string | undefined;
}

/** 列为户外义务人: the person is asked to agree, by a message to whoever can be reached and by the township to the others. */
export async function nameSupporter(tx: Tx, given: NameSupporter): Promise<Result<{ id: string }>> {
  const kase = await openCase(tx, given.caseId);
  if (!kase.ok) return kase;
  const verification = await findVerification(tx, given.caseId);
  if (!verification) return fail('SUPPORTER_TOO_EARLY');
  const { applicantName, division, flow } = kase.value;
  const { name, relation } = given;
  const all = statedSupporters(kase.value);
  const rows = given.rows.filter((row) => row < Math.max(all.length, verification.declared.obligors?.length ?? 0));
  const stated = rows.flatMap((row) => all[row] ?? []);
  const idNumber = given.idNumber ?? stated.find((s) => s.name === name && s.idNumber)?.idNumber;
  if (!idNumber) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'idNumber', message: '请填写身份证号码' }]);
  if (verification.members.some((m) => m.idNumber === idNumber)) return fail('SUPPORTER_INSIDE', { name });
  // 家里说的电话不进他的档案：登录的验证码发到档案里的号码
  const person = await findOrRegister(tx, { name, idNumber, division });
  if (!person.ok) return person;
  const content = { name, idNumber, relation, rows, applicantName, flow };
  const id = await insertSupporter(tx, { caseId: given.caseId, division, personId: person.value, content });
  if (!id) return fail('SUPPORTER_NAMED', { name });
  await audit(tx, 'supporter.named', { id, caseId: given.caseId, division, personId: person.value });
  await notify(tx, { to: { personId: person.value }, template: 'supporter.asked', params: { applicant: applicantName } });
  return ok({ id });
}

/** 撤下: somebody named by mistake, while he or she has not answered. */
export async function dropSupporter(tx: Tx, { id }: { id: string }): Promise<Result<null, StateError>> {
  const found = await held(tx, id, ['asked']);
  if (!found.ok) return found;
  await removeSupporter(tx, id);
  await audit(tx, 'supporter.dropped', found.value);
  return ok(null);
}

/** 本人授权: signed on the phone by the person, or on paper that an officer scans. Whoever has refused or withdrawn may agree later. */
export async function agreeToSupportCheck(tx: Tx, given: { id: string; signature: string }): Promise<Result<null>> {
  const found = await held(tx, given.id, ['asked', 'declined', 'withdrawn']);
  if (!found.ok) return found;
  const { id, caseId, division, personId, content } = found.value;
  const bound = await bindFiles(tx, [given.signature], { caseId, personId, division });
  if (!bound.ok) return bound;
  const consent = await recordConsent(tx, {
    personId,
    birthDate: residentIdFacts(content.idNumber).birthDate,
    purpose: SUPPORT_PURPOSE,
    sources: supporterSources(content.flow),
    validTo: addMonths(tx.today, CONSENT_MONTHS),
    signatureFile: given.signature,
    caseId,
    division,
  });
  if (!consent.ok) return consent;
  const paper = await issueConsentPaper(
    tx,
    { id: caseId, division },
    {
      personId,
      purpose: SUPPORT_PURPOSE,
      sources: supporterSources(content.flow),
      until: addMonths(tx.today, CONSENT_MONTHS),
      signers: [
        {
          name: content.name,
          relation: '赡养抚养扶养义务人',
          maskedIdNumber: maskIdNumber(content.idNumber),
          manner: '本人签名',
          signedOn: tx.today,
        },
      ],
    },
  );
  if (!paper.ok) return paper;
  await updateSupporter(tx, id, {
    declinedAt: null,
    declinedBy: null,
    consentId: consent.value.id,
    startedAt: null,
    startedBy: null,
  });
  await notify(tx, {
    to: { performer: 'verification-officer', division },
    template: 'supporter.agreed',
    params: { applicant: content.applicantName },
    caseId,
  });
  return ok(null);
}

/** 不同意: by the person, or taken down by the township. */
export async function declineSupportCheck(tx: Tx, { id }: { id: string }): Promise<Result<null, StateError>> {
  const found = await held(tx, id, ['asked']);
  if (!found.ok) return found;
  const { caseId, division, content } = found.value;
  await updateSupporter(tx, id, { declinedAt: tx.now, declinedBy: tx.actor.id });
  await audit(tx, 'supporter.declined', found.value);
  await notify(tx, {
    to: { performer: 'township-clerk', division },
    template: 'supporter.declined',
    params: { applicant: content.applicantName },
    caseId,
  });
  return ok(null);
}

/** 出具结果: the answers beside what the family declared. A source that is silent needs a reason, as in the family's own report. */
export async function reportSupporter(
  tx: Tx,
  { id, proceedReason }: { id: string; proceedReason?: string },
): Promise<Result<{ differs: boolean }>> {
  const found = await held(tx, id, ['querying']);
  if (!found.ok) return found;
  const kase = await openCase(tx, found.value.caseId);
  if (!kase.ok) return kase;
  const { caseId, division, content } = found.value;
  const queries = await readAnswers(tx, { reference: supporterReference(found.value), purpose: SUPPORT_PURPOSE });
  const unanswered = queries.filter((q) => !q.answer).map((q) => q.addressee || sourceOwner(q.source));
  const reason = proceedReason?.trim() || null;
  if (unanswered.length > 0 && !reason) return fail('SOURCES_UNANSWERED', { sources: unanswered.join('、') });
  const windowMonths = await wholeParameter(tx, 'WINDOW', division, tx.today);
  if (!windowMonths.ok) return windowMonths;
  const answers = queries.map((q) => ({
    source: q.source as VerificationSource,
    asOf: q.answerAsOf,
    items: q.answer?.items ?? null,
  }));
  const verification = await findVerification(tx, caseId);
  const month = verification?.declared.applicationMonth ?? monthOf(plainDateOf(kase.value.submittedAt));
  const supporterFacts = supporterFound(answers, { month, windowMonths: windowMonths.value });
  const [first] = content.rows;
  // 特困不算给付：查得的由乡镇核实义务人时采用
  const declared = first === undefined || content.flow === 'tekun' ? null : (verification?.declared.obligors?.[first] ?? null);
  const difference = supporterDifference(declared, supporterFacts, {
    parameters: await parametersOf(tx),
    division,
    date: tx.today,
  });
  if (!difference.ok) return difference;
  await updateSupporter(tx, id, {
    result: {
      answers,
      unanswered,
      proceedReason: unanswered.length > 0 ? reason : null,
      found: supporterFacts,
      difference: difference.value,
    },
    resultAt: tx.now,
    resultBy: tx.actor.id,
    differs: difference.value !== null,
  });
  await audit(tx, 'supporter.reported', found.value);
  if (difference.value)
    await notify(tx, {
      to: { performer: 'township-clerk', division },
      template: 'supporter.differs',
      params: { applicant: content.applicantName },
      caseId,
    });
  return ok({ differs: difference.value !== null });
}

/** 处置: as for a difference of the family itself, once, with a reason. */
export async function disposeSupporter(
  tx: Tx,
  given: { id: string; disposition: Disposition; reason: string },
): Promise<Result<null, StateError>> {
  const found = await held(tx, given.id, ['differs']);
  if (!found.ok) return found;
  const kase = await openCase(tx, found.value.caseId);
  if (!kase.ok) return kase;
  const { disposition, reason } = given;
  await updateSupporter(tx, given.id, { disposition, reason, disposedAt: tx.now, disposedBy: tx.actor.id });
  await audit(tx, 'supporter.disposed', found.value);
  return ok(null);
}
