/** Issues the papers of temporary aid: the builders of `documents.ts` with the facts of this case. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind, IssuedDocument, Letter } from '../../../kernel/document/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { issue as issueLetter } from '../procedure/letters.ts';

export { applicationOf, contactOf, reconsiderationBody } from '../procedure/letters.ts';

export const issue = (
  tx: Tx,
  kase: Case,
  given: { kind: DocumentKind; at: 'township' | 'county'; letter: Letter },
): Promise<Result<IssuedDocument>> => issueLetter(tx, kase, given.kind, given.at, given.letter);
