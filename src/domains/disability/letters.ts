/** What the papers of every service of this domain need of a case: the offices it belongs to, whom to ask, and the issuing. */
import { plainDateOf } from '../../kernel/calendar/index.ts';
import type { Tx } from '../../kernel/context/server.ts';
import { type DocumentKind, issueAt, type Letter } from '../../kernel/document/server.ts';
import type { DivisionCode } from '../../kernel/schema/index.ts';
import type { Case } from '../../kernel/service/server.ts';
import type { Application, Authority } from './papers.ts';

export const countyOf = (of: { division: DivisionCode }): DivisionCode => of.division.slice(0, 6).padEnd(12, '0');
export const townshipOf = (of: { division: DivisionCode }): DivisionCode => of.division.slice(0, 9).padEnd(12, '0');

export function authorityAt(tx: Tx, office: DivisionCode): Authority {
  const { name, telephone } = tx.office(office);
  return {
    contact: { office: name, telephone },
    reconsiderationBody: `${tx.divisions.get(countyOf({ division: office }))?.name ?? ''}人民政府`,
  };
}

export const applicationOf = (kase: Case): Application => ({
  applicantName: kase.applicantName,
  caseNumber: kase.no,
  appliedOn: plainDateOf(kase.submittedAt),
});

export const issueOfCase = (tx: Tx, kase: Case, of: { kind: DocumentKind; letter: Letter; at: DivisionCode }) =>
  issueAt(tx, { ...of, division: kase.division, personId: kase.applicantPersonId, caseId: kase.id });
