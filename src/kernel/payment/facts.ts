/**
 * The facts behind an amount, kept with its version: a new standard is computed for every entitlement from them, without opening the
 * decisions. A version whose amount was not computed from the facts of its decision (a share taken out) keeps none: no machine computes it anew; nor one
 * that follows the month before (`lastShare`). One that is a part of what its decision computed (care beside the base) is given with its own facts.
 */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { getDecision } from '../policy/server.ts';
import type { DivisionCode, Fen } from '../schema/index.ts';

export const factsPlace = (versionId: string): string => `entitlement_facts.facts:${versionId}`;

export async function keepFacts(
  tx: Tx,
  entitlement: { id: string; division: DivisionCode; personId: string },
  version: { id: string; decisionId: string | null; amountFen: Fen; facts?: unknown },
): Promise<void> {
  if (!version.decisionId) return;
  const found = await getDecision(tx, version.decisionId);
  if (!found.ok) return;
  const { outcome, amountFen } = found.value;
  if (outcome !== 'eligible' || (version.facts === undefined && amountFen !== version.amountFen)) return;
  const facts = version.facts ?? found.value.facts;
  await tx.run(sql`insert into entitlement_facts (version_id, entitlement_id, division, person_id, decision_id, facts)
    values (${version.id}, ${entitlement.id}, ${entitlement.division}, ${entitlement.personId}, ${version.decisionId}, ${tx.keys.sealJson(facts, factsPlace(version.id))})`);
}
