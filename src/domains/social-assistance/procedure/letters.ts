/** Issues the papers of a case: the builders of `documents.ts` with the facts of this case. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, type IssuedDocument, issueDocument, type Letter } from '../../../kernel/document/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { isRecognition } from '../classification/categories.ts';
import { decidingOffice, entrusted, isAtTownship } from '../delegation/entrusted.ts';
import { DIBAO_BY_TOWNSHIP } from '../delegation/terms.ts';
import * as papers from '../dibao/documents.ts';
import { memberRefs } from '../family/application.ts';
import { formOf } from '../family/facts-of-case.ts';
import { isMinor } from '../family/minor.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import { relations } from '../family/terms.ts';
import { recognitionDocuments, recognitionLetter } from '../recognition/documents.ts';
import { type Asked, type Procedure, serviceOf } from './index.ts';

const { dibaoDocuments: kinds } = papers;
const kindsOf = (p: Procedure) => p.papers?.kinds ?? kinds;

export const contactOf = (tx: Tx, division: string) => {
  const office = tx.office(division);
  return { office: office.name, telephone: office.telephone };
};

export const applicationOf = (kase: Case) => ({
  applicantName: kase.applicantName,
  caseNumber: kase.no ?? '（待受理）',
  appliedOn: plainDateOf(kase.submittedAt),
});

export function issue(
  tx: Tx,
  kase: Case,
  kind: DocumentKind,
  at: 'township' | 'county',
  letter: Letter,
  audience?: 'internal',
): Promise<Result<IssuedDocument>> {
  const division = at === 'township' ? townshipOf(kase) : countyOf(kase);
  return issueDocument(tx, {
    kind,
    issuer: { division, name: tx.office(division).name },
    letter,
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
    ...(audience ? { internal: true } : {}),
  });
}

/** 入户调查表: of the township, or of the county that visited itself. For the file. */
export const issueSurvey = (
  tx: Tx,
  kase: Case,
  at: 'township' | 'county',
  given: Omit<Parameters<typeof papers.surveyForm>[0], 'application' | 'place' | 'members'>,
) => {
  const form = applicationForm(kase);
  return issue(
    tx,
    kase,
    kinds.surveyForm,
    at,
    papers.surveyForm({
      ...given,
      application: applicationOf(kase),
      place: `${tx.divisions.fullName(kase.division)}${form?.applicant.address ?? ''}`,
      members: form ? memberRefs(form).map(({ name, relation }) => ({ name, relation: relations[relation] })) : [],
    }),
    'internal',
  );
};

/** A review, a yearly look at somebody in 特困 begin with no application: its case keeps another form. */
const applicationForm = (kase: Case) =>
  typeof kase.form === 'object' && kase.form !== null && 'applicant' in kase.form ? formOf(kase) : null;

/** 民主评议记录. For the file. */
export const issueAppraisal = (tx: Tx, kase: Case, given: Omit<Parameters<typeof papers.appraisalMinutes>[0], 'application'>) =>
  issue(
    tx,
    kase,
    kinds.appraisalMinutes,
    'township',
    papers.appraisalMinutes({ ...given, application: applicationOf(kase) }),
    'internal',
  );

/** A paper that tells a decision: of the county, or of the township that decides in its name. */
const issueDecision = async (tx: Tx, kase: Case, kind: DocumentKind, letter: Letter) =>
  issue(tx, kase, kind, isAtTownship(kase) ? 'township' : 'county', await entrusted(tx, kase, DIBAO_BY_TOWNSHIP, letter));

export const reconsiderationBody = (tx: Tx, kase: Case): string => `${tx.divisions.get(countyOf(kase))?.name ?? ''}人民政府`;

export const issueAcceptance = (
  tx: Tx,
  p: Procedure,
  kase: Case,
  at: { acceptedOn: PlainDate; dueOn: PlainDate; limitDays: number },
) =>
  issue(
    tx,
    kase,
    kindsOf(p).acceptanceNotice,
    'township',
    papers.acceptanceNotice({
      application: applicationOf(kase),
      ...at,
      service: serviceOf(p, kase),
      contact: contactOf(tx, townshipOf(kase)),
    }),
  );

/** One paper for every programme: the form says who of the staff is near to the family. */
export const issueRelativeRegister = (tx: Tx, p: Procedure, kase: Case) => {
  const form = formOf(kase);
  return issue(
    tx,
    kase,
    kinds.relativeRegister,
    'township',
    papers.relativeRegister({
      application: applicationOf(kase),
      service: serviceOf(p, kase),
      address: `${tx.divisions.fullName(kase.division)}${form.applicant.address}`,
      staff: form.staffRelative,
      recordedOn: tx.today,
      clerk: tx.actor.name,
    }),
  );
};

export const issueCorrection = (
  tx: Tx,
  p: Asked,
  kase: Case,
  asked: { missing: readonly { paper: string; reason: string }[]; until: PlainDate },
) =>
  issue(
    tx,
    kase,
    (p.papers?.kinds ?? kinds).correctionNotice,
    'township',
    papers.correctionNotice({
      application: applicationOf(kase),
      ...asked,
      contact: contactOf(tx, townshipOf(kase)),
      ...(p.papers ? { subject: p.papers.subject } : {}),
    }),
  );

export const issueOpinion = (
  tx: Tx,
  p: Procedure,
  kase: Case,
  given: { decision: Decision; opinion: string; memberCount: number; verification: string; survey: string; clerk: string },
) =>
  issue(
    tx,
    kase,
    isRecognition(given.decision.programme) ? recognitionDocuments.opinion : kindsOf(p).initialOpinion,
    'township',
    papers.initialOpinion({
      application: applicationOf(kase),
      address: `${tx.divisions.fullName(kase.division)}${formOf(kase).applicant.address}`,
      leader: tx.actor.name,
      once: p.papers?.once ?? false,
      ...given,
    }),
  );

export const issueNotice = (
  tx: Tx,
  p: Procedure,
  kase: Case,
  given: { memberCount: number; amountFen: Fen | null; proposes: string; postedOn: PlainDate; until: PlainDate },
) =>
  issue(
    tx,
    kase,
    given.amountFen === null ? recognitionDocuments.notice : kindsOf(p).noticeSheet,
    'township',
    papers.noticeSheet({
      family: {
        applicantName: kase.applicantName,
        applicantIsMinor: isMinor(formOf(kase).applicant.idNumber, tx.today),
        group: tx.divisions.get(kase.division)?.name ?? '',
        memberCount: given.memberCount,
        amountFen: given.amountFen,
        proposes: given.proposes,
      },
      audience: 'village',
      postedOn: given.postedOn,
      until: given.until,
      contact: contactOf(tx, townshipOf(kase)),
      ...(p.papers ? { subject: p.papers.subject, basis: p.papers.noticeBasis, once: p.papers.once ?? false } : {}),
    }),
  );

export const issueConfirmation = (
  tx: Tx,
  kase: Case,
  given: { members: readonly string[]; amountFen: Fen; fromMonth: YearMonth; decision: Decision; accountLast4: string },
) =>
  issueDecision(
    tx,
    kase,
    kinds.confirmationNotice,
    papers.confirmationNotice({
      application: applicationOf(kase),
      members: given.members,
      amountFen: given.amountFen,
      fromMonth: given.fromMonth,
      accountLast4: given.accountLast4,
      breakdown: given.decision.breakdown,
      contact: contactOf(tx, decidingOffice(kase)),
      reconsiderationBody: reconsiderationBody(tx, kase),
    }),
  );

/** One paper for every programme: why the application is not gone on with. */
export const issueTermination = (tx: Tx, kase: Case, given: { service: string; basis?: string; reason: string }) =>
  issue(
    tx,
    kase,
    kinds.terminationNotice,
    'township',
    papers.terminationNotice({
      ...given,
      application: applicationOf(kase),
      contact: contactOf(tx, townshipOf(kase)),
      reconsiderationBody: reconsiderationBody(tx, kase),
    }),
  );

/** `asked`: what was applied for, where it was not 低保. */
export const issueRefusal = (tx: Tx, kase: Case, decision: Decision, given: { advice: string | null; asked: string | null }) =>
  issueDecision(
    tx,
    kase,
    given.asked ? recognitionDocuments.refusal : kinds.refusalLetter,
    papers.refusalLetter({
      application: applicationOf(kase),
      clauses: decision.clauses.filter((c) => c.verdict !== 'met'),
      advice: given.advice,
      ...(given.asked ? { asked: given.asked } : {}),
      contact: contactOf(tx, decidingOffice(kase)),
      reconsiderationBody: reconsiderationBody(tx, kase),
    }),
  );

export const issueRecognition = (
  tx: Tx,
  kase: Case,
  given: Pick<
    Parameters<typeof recognitionLetter>[0],
    'kind' | 'appliedFor' | 'members' | 'validFrom' | 'validTo' | 'reviewDue' | 'clauses' | 'breakdown'
  >,
) =>
  issueDecision(
    tx,
    kase,
    recognitionDocuments[given.kind],
    recognitionLetter({
      ...given,
      application: applicationOf(kase),
      contact: contactOf(tx, decidingOffice(kase)),
      reconsiderationBody: reconsiderationBody(tx, kase),
    }),
  );
