/** 沟通需要: what somebody who applies asks for, so that whoever calls or comes is prepared. Kept with the person, as health is: it tells of it. */
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import type { Result } from '../result/index.ts';
import { ok } from '../result/index.ts';
import { factOfMany, recordFact } from './facts.ts';
import type { CommunicationNeed, PersonId } from './index.ts';

/** Known of several persons today; those who asked for nothing are left out. */
export const communicationNeedsOf = async (
  tx: Tx,
  persons: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly CommunicationNeed[]>> =>
  new Map(
    (await factOfMany<readonly CommunicationNeed[]>(tx, persons, 'communication')).map((f) => [f.subjectId as PersonId, f.value]),
  );

/** What an application asks for takes the place of what was known; one that asks for nothing leaves it: nobody ticks a box to take it back. */
export async function recordCommunicationNeeds(
  tx: Tx,
  of: { personId: PersonId; needs: readonly CommunicationNeed[]; source: string },
): Promise<Result<null, 'FACT_DATES' | 'NOT_FOUND'>> {
  const { personId, source } = of;
  const needs = [...new Set(of.needs)].sort();
  const known = (await communicationNeedsOf(tx, [personId])).get(personId) ?? [];
  if (needs.length === 0 || JSON.stringify(known) === JSON.stringify(needs)) return ok(null);
  const subject = { kind: 'person', id: personId } as const;
  const recorded = await recordFact(tx, { subject, kind: 'communication', value: needs, source, validFrom: tx.today });
  if (!recorded.ok) return recorded;
  await recordAudit(tx, { action: 'person.communication.changed', subject, personId, detail: { source } });
  return ok(null);
}
