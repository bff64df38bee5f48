/** Issues the papers of 特困: the builders of `documents.ts` with the facts of a case. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';
import { applicationOf, contactOf, issue, reconsiderationBody } from '../procedure/letters.ts';
import * as papers from './documents.ts';

const { tekunDocuments: kinds } = papers;
type Given<Builder extends (of: never) => unknown, Known extends PropertyKey> = Omit<Parameters<Builder>[0], Known>;

const decided = (tx: Tx, kase: Case) => ({
  application: applicationOf(kase),
  contact: contactOf(tx, countyOf(kase)),
  reconsiderationBody: reconsiderationBody(tx, kase),
});
type Decided = 'application' | 'contact' | 'reconsiderationBody';

export const issueRecognition = (tx: Tx, kase: Case, given: Given<typeof papers.recognitionNotice, Decided>) =>
  issue(tx, kase, kinds.recognition, 'county', papers.recognitionNotice({ ...decided(tx, kase), ...given }));

export const issueTekunRefusal = (tx: Tx, kase: Case, given: Given<typeof papers.tekunRefusal, Decided>) =>
  issue(tx, kase, kinds.refusal, 'county', papers.tekunRefusal({ ...decided(tx, kase), ...given }));

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
