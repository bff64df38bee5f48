/** How much one officer looks at: read from the audit log, by its own real time, as the business clock may be moved. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { PersonId } from './index.ts';

/** How many persons' protected data one officer may see within ten minutes without approval (platform 5.6). */
const BULK_LIMIT = 50;
const TEN_MINUTES = 600_000;

/** The smallest UUIDv7 of ten minutes ago: a bound on ids that were made since. */
function idOfLately(): string {
  const hex = (Date.now() - TEN_MINUTES).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Refuses the 51st person within ten minutes. */
export async function refuseBulkView(tx: Tx, personId: PersonId): Promise<Result<null, 'BULK_VIEW'>> {
  if (tx.actor.kind !== 'staff') return ok(null);
  const { others } = await tx.one<{ others: number }>(sql`
    select count(distinct person_id)::int as others from audit_log
    where actor_id = ${tx.actor.id} and id > ${idOfLately()}
      and action in ('person.opened', 'person.section.opened', 'person.revealed') and person_id <> ${personId}`);
  return others < BULK_LIMIT ? ok(null) : fail('BULK_VIEW', { count: others });
}

/** Whether the actor has been recorded as opening this section of this person's file within ten minutes. */
export const sectionOnRecord = async (tx: Tx, personId: PersonId, section: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as seen from audit_log
    where actor_id = ${tx.actor.id} and id > ${idOfLately()} and action = 'person.section.opened' and person_id = ${personId}
      and detail ->> 'section' = ${section} limit 1`)) !== null;
