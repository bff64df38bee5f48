/** Who is related to whom, for 回避; and who may look at a person from another division. */
import { type Sql, sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import { anyRow } from '../worker/server.ts';
import type { PersonId, RelatedKind, RelationshipKind } from './index.ts';

/** `related` is the `kind` of `person`. Recording the same open relation twice changes nothing. */
export async function recordRelationship(
  tx: Tx,
  given: { personId: PersonId; relatedId: PersonId; kind: RelationshipKind; from?: PlainDate | null; source: string },
): Promise<Result<null, 'NOT_FOUND'>> {
  const seen = await tx.maybe(sql`select 1 as seen from person where id = ${given.personId}`);
  if (!seen) return fail('NOT_FOUND');
  await tx.run(sql`insert into relationship (id, person_id, related_id, kind, valid_from, source, recorded_at, recorded_by)
    values (${newId()}, ${given.personId}, ${given.relatedId}, ${given.kind}, ${given.from ?? null}, ${given.source}, ${tx.now}, ${tx.actor.id})
    on conflict (person_id, related_id, kind) where valid_to is null do nothing`);
  return ok(null);
}

export interface Related {
  personId: PersonId;
  kind: RelatedKind;
}

/** Those of `personIds` who are relatives of, or live with, one's own person, and how; also oneself (`household`). Sees the whole city. */
export async function relatedTo(tx: Tx, ownPersonId: PersonId, personIds: readonly PersonId[]): Promise<Related[]> {
  const found = await tx.rows<Related>(
    sql`select person_id, kind from related_to(${ownPersonId}, ${personIds}::uuid[], ${tx.today})`,
  );
  return personIds.includes(ownPersonId) ? [{ personId: ownPersonId, kind: 'household' }, ...found] : found;
}

export interface Access {
  personId: PersonId;
  /** Whoever works in this division may see the person's basic data. */
  division: DivisionCode;
  /** What opened it, such as `case:<id>`. */
  reason: string;
  until?: PlainDate | null;
}

/** Opens a person to another division; kept by the case engine. Repeating it changes nothing. */
export async function grantAccess(tx: Tx, access: Access): Promise<void> {
  await tx.run(sql`insert into person_access (person_id, division, reason, until, granted_at, granted_by)
    values (${access.personId}, ${access.division}, ${access.reason}, ${access.until ?? null}, ${tx.now}, ${tx.actor.id})
    on conflict (person_id, division, reason) do update set open = true, until = excluded.until`);
}

/** Closes everything that one reason opened. */
export const closeAccess = (tx: Tx, reason: string): Promise<number> =>
  tx.run(sql`update person_access set open = false where reason = ${reason} and open`);

const expired = (tx: Tx): Sql => sql`open and until is not null and until < ${tx.today}`;
export const anyExpiredAccess = (tx: Tx) => anyRow(tx, sql`person_access where ${expired(tx)}`);

/** The daily job: closes what has run out, `until` being the last day. Row-level security looks at `open` only. */
export const closeExpiredAccess = (tx: Tx): Promise<number> =>
  tx.run(sql`update person_access set open = false where ${expired(tx)}`);
