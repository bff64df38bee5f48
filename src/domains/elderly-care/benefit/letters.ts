/** Issues the papers of benefits, and what every one of them says of whom it is about and whom to ask. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, type IssuedDocument, issueDocument, type Letter } from '../../../kernel/document/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { contactAt, countyOf, reconsiderationBody } from '../offices.ts';

export const aboutAt = (tx: Tx, of: { division: DivisionCode }, name: string) => ({
  name,
  contact: contactAt(tx, countyOf(of)),
  reconsiderationBody: reconsiderationBody(tx, of),
});

export const issueAt = (
  tx: Tx,
  of: {
    kind: DocumentKind;
    letter: Letter;
    at: DivisionCode;
    division: DivisionCode;
    personId: string | null;
    caseId: string | null;
  },
): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> =>
  issueDocument(tx, {
    kind: of.kind,
    issuer: { division: of.at, name: tx.office(of.at).name },
    letter: of.letter,
    signer: tx.actor.name,
    caseId: of.caseId,
    personId: of.personId,
    division: of.division,
  });
