/** What the steps of plans, draws, checks and dangers share. */
import { sql } from '../../database/sql.ts';
import type { Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { notify } from '../notice/server.ts';
import type { DivisionCode } from '../schema/index.ts';

/** A record that changes, as it was seen. */
export interface Addressed {
  readonly id: string;
  readonly version: number;
}

/** The office that works on something of a division: the county's officer, the city's where it is the city's own. */
export const officeOf = (tx: Tx, division: DivisionCode): { performer: Performer; division: DivisionCode } =>
  division === tx.city ? { performer: 'city-clerk', division } : { performer: 'county-clerk', division };

/** Whoever holds this duty in the body itself. */
export async function tellInside(
  tx: Tx,
  objectId: string,
  duty: string,
  notice: { template: string; params: Record<string, string | number> },
): Promise<void> {
  const users = await tx.rows<{ userId: string }>(
    sql`select distinct user_id from duty where unit_id = ${objectId} and duty = ${duty} and valid_from <= ${tx.today} and (valid_to is null or valid_to >= ${tx.today}) limit 20`,
  );
  for (const { userId } of users) await notify(tx, { to: { userId }, ...notice });
}

/** The next of the numbers of a kind in a year: RC-2026-0007. One after another, whoever asks. */
export async function nextNo(tx: Tx, prefix: string): Promise<string> {
  const { n } = await tx.one<{ n: number }>(
    sql`insert into inspection_number (prefix, last) values (${prefix}, 1) on conflict (prefix) do update set last = inspection_number.last + 1 returning last as n`,
  );
  return `${prefix}-${String(n).padStart(prefix.startsWith('DR') ? 2 : 4, '0')}`;
}
