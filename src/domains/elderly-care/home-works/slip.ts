/** Issues the slip of acceptance and payment. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, type IssuedDocument, issueAt } from '../../../kernel/document/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { itemName } from '../assessment/go.ts';
import { aboutAt } from '../benefit/letters.ts';
import { countyOf } from '../offices.ts';
import { itemNames } from './items.ts';
import { paymentSlip } from './papers.ts';
import { itemsOf, worksOfCase } from './store.ts';

export async function issueSlip(
  tx: Tx,
  kase: Case,
  of: { kind: DocumentKind; decision: Decision },
): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> {
  const works = (await worksOfCase(tx, kase.id))!;
  const builder = await tx.maybe<{ name: string }>(sql`select name from home_care_provider where id = ${works.providerId}`);
  const inspected = (await caseEvents(tx, kase.id)).findLast((event) => event.action === 'inspect');
  return issueAt(tx, {
    kind: of.kind,
    letter: paymentSlip({
      ...aboutAt(tx, kase, kase.applicantName),
      item: await itemName(tx, kase),
      no: kase.no,
      decision: of.decision,
      acceptedOn: works.acceptedOn!,
      builder: builder?.name ?? '',
      inspector: inspected?.actorName ?? '',
      officer: tx.actor.name,
      lines: (await itemsOf(tx, works.id)).map((row) => ({ ...row, zh: itemNames[row.item] })),
    }),
    at: countyOf(kase),
    division: kase.division,
    personId: kase.applicantPersonId,
    caseId: kase.id,
  });
}
