/** Key rotation: protected values are sealed, and their digests made, again under the current key, some rows a transaction. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { type FactId, factPlace } from './facts.ts';

import { idDigestKind, type PersonRow, PHONE_DIGEST, personColumns, personPlace } from './persons.ts';

/** Rotates up to `limit` persons; returns how many. 0: no person needs an older key any more. Found by number all the while. */
export async function rotatePersons(tx: Tx, limit: number): Promise<number> {
  const { keys } = tx;
  const rows = await tx.rows<PersonRow>(sql`select ${personColumns} from person
    where digest_key < ${keys.current} or digest_key > ${keys.current} limit ${limit} for update skip locked`);
  const again = (sealed: Buffer | null, place: string) => sealed && keys.seal(keys.open(sealed, place), place);
  for (const row of rows) {
    const idNumber = keys.open(row.idNumber, personPlace('idNumber', row.id));
    const phone = row.phone && keys.open(row.phone, personPlace('phone', row.id));
    await tx.run(sql`update person set digest_key = ${keys.current}, id_number = ${keys.seal(idNumber, personPlace('idNumber', row.id))},
      id_digest = ${keys.digest(idDigestKind(row.idKind), idNumber)}, phone = ${phone && keys.seal(phone, personPlace('phone', row.id))},
      phone_digest = ${phone && keys.digest(PHONE_DIGEST, phone)}, address = ${again(row.address, personPlace('address', row.id))}
      where id = ${row.id}`);
  }
  return rows.length;
}

/** Rotates the sealed facts after a fact id, up to `limit`; `next` is where to go on, null at the end. */
export async function rotateFacts(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<{ rotated: number; next: string | null }> {
  const rows = await tx.rows<{ id: FactId; sealed: Buffer }>(sql`select id, sealed from fact_version
    where sealed is not null and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit} for update`);
  const old = rows.filter(({ sealed }) => tx.keys.keyIdOf(sealed) !== tx.keys.current);
  for (const { id, sealed } of old)
    await tx.run(
      sql`update fact_version set sealed = ${tx.keys.seal(tx.keys.open(sealed, factPlace(id)), factPlace(id))} where id = ${id}`,
    );
  return { rotated: old.length, next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
}
