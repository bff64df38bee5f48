/** Issues the papers of temporary aid: the builders of `documents.ts` with the facts of this case. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, type IssuedDocument, issueDocument, type Letter } from '../../../kernel/document/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { countyOf, townshipOf } from '../family/places.ts';

export const applicationOf = (kase: Case) => ({
  applicantName: kase.applicantName,
  caseNumber: kase.no ?? '（待核实）',
  appliedOn: plainDateOf(kase.submittedAt),
});

export function issue(
  tx: Tx,
  kase: Case,
  given: { kind: DocumentKind; at: 'township' | 'county'; letter: Letter },
): Promise<Result<IssuedDocument>> {
  const division = given.at === 'township' ? townshipOf(kase) : countyOf(kase);
  return issueDocument(tx, {
    kind: given.kind,
    issuer: { division, name: tx.office(division).name },
    letter: given.letter,
    signer: tx.actor.name,
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}

export const contactOf = (tx: Tx, division: string) => {
  const office = tx.office(division);
  return { office: office.name, telephone: office.telephone };
};

export const reconsiderationBody = (tx: Tx, kase: Case): string => `${tx.divisions.get(countyOf(kase))?.name ?? ''}人民政府`;
