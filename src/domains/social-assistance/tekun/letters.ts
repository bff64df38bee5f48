/** Issues the papers of 特困: the builders of `documents.ts` with the facts of a case. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind, Letter } from '../../../kernel/document/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { decidingOffice, entrusted, isAtTownship } from '../delegation/entrusted.ts';
import { TEKUN_BY_TOWNSHIP } from '../delegation/terms.ts';
import { townshipOf } from '../family/places.ts';
import { applicationOf, contactOf, issue, reconsiderationBody } from '../procedure/letters.ts';
import * as papers from './documents.ts';

const { tekunDocuments: kinds } = papers;
type Given<Builder extends (of: never) => unknown, Known extends PropertyKey> = Omit<Parameters<Builder>[0], Known>;

const decided = (tx: Tx, kase: Case) => ({
  application: applicationOf(kase),
  contact: contactOf(tx, decidingOffice(kase)),
  reconsiderationBody: reconsiderationBody(tx, kase),
});
type Decided = 'application' | 'contact' | 'reconsiderationBody';

/** A decision on an application: of the county, or of the township that decides in its name. */
const issueDecision = async (tx: Tx, kase: Case, kind: DocumentKind, letter: Letter) =>
  issue(tx, kase, kind, isAtTownship(kase) ? 'township' : 'county', await entrusted(tx, kase, TEKUN_BY_TOWNSHIP, letter));

export const issueRecognition = (tx: Tx, kase: Case, given: Given<typeof papers.recognitionNotice, Decided>) =>
  issueDecision(tx, kase, kinds.recognition, papers.recognitionNotice({ ...decided(tx, kase), ...given }));

export const issueTekunRefusal = (tx: Tx, kase: Case, given: Given<typeof papers.tekunRefusal, Decided>) =>
  issueDecision(tx, kase, kinds.refusal, papers.tekunRefusal({ ...decided(tx, kase), ...given }));

export const issueCareGradeForm = (tx: Tx, kase: Case, given: Given<typeof papers.careGradeForm, 'name' | 'caseNumber'>) =>
  issue(
    tx,
    kase,
    kinds.careGradeForm,
    'county',
    papers.careGradeForm({ name: kase.applicantName, caseNumber: kase.no ?? '', ...given }),
  );

export const issueAgreement = (tx: Tx, kase: Case, given: Given<typeof papers.careAgreement, 'name' | 'agency'>) =>
  issue(
    tx,
    kase,
    kinds.careAgreement,
    'township',
    papers.careAgreement({ name: kase.applicantName, agency: contactOf(tx, townshipOf(kase)).office, ...given }),
  );

export const issueStopNotice = (tx: Tx, kase: Case, given: Given<typeof papers.stopNotice, 'name' | 'group' | 'contact'>) =>
  issue(
    tx,
    kase,
    kinds.stopNotice,
    'township',
    papers.stopNotice({
      name: kase.applicantName,
      group: tx.divisions.get(kase.division)?.name ?? '',
      contact: contactOf(tx, townshipOf(kase)),
      ...given,
    }),
  );

export const issueStopDecision = (
  tx: Tx,
  kase: Case,
  given: Given<typeof papers.stopDecision, 'name' | 'contact' | 'reconsiderationBody'>,
) => {
  const { contact, reconsiderationBody: body } = decided(tx, kase);
  return issue(
    tx,
    kase,
    kinds.stopDecision,
    'county',
    papers.stopDecision({ name: kase.applicantName, contact, reconsiderationBody: body, ...given }),
  );
};
