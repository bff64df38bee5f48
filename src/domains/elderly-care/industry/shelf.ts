/** The page of the registers of industry, finance and coordination, and what they share. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Entry, monthsAfter } from '../../../kernel/register/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const INDUSTRY_SHELF = '/care-industry';

/** Records of another register of this page, in one of the states. */
export const recordsOf =
  (register: string, ...states: readonly string[]) =>
  (tx: Tx) =>
    tx.rows<{ id: string; name: string }>(
      sql`select id::text as id, title as name from register_entry where register = ${register} and state = any(${[...states]}::text[]) order by title limit 500`,
    );

/** Looked at again each year from the day on which it was last seen. */
export const yearly = (tx: Tx, entry: Entry, zh: string) =>
  monthsAfter(tx, entry, { zh, since: entry.content.checkedOn as PlainDate, months: 'EC-LISTED-MONTHS' });
