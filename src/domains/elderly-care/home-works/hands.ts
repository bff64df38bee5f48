/** Who may open a case of works at home: officers as the table says, an assessor and a body only what they were sent to. */
import { isOneOf } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { isAssessor, isBuilder } from './go.ts';
import { worksOfCase } from './store.ts';

export async function mayOpenWorks(tx: Tx, kase: Case): Promise<boolean> {
  const assessing = isOneOf(tx.actor, ['capacity-assessor']);
  if (!assessing && !isOneOf(tx.actor, ['home-care-manager'])) return true;
  const works = await worksOfCase(tx, kase.id);
  return works !== null && (assessing ? isAssessor(tx, works) : isBuilder(tx, works));
}
