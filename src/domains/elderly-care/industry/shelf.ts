/** The page of the registers of industry, finance and coordination, and what they share. */

import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { clerks, day, type Entry, outside, step, text } from '../../../kernel/register/server.ts';
import { ok } from '../../../kernel/result/index.ts';
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
export const yearly = async (tx: Tx, entry: Entry, zh: string) => {
  const months = await wholeParameter(tx, 'EC-LISTED-MONTHS', entry.division, tx.today);
  return months.ok
    ? ok({ zh, counts: 'days' as const, dueOn: addMonths(entry.content.checkedOn as PlainDate, months.value) })
    : months;
};
export const again = (zh: string, states: readonly string[], to: string) =>
  step({
    zh,
    causes: '重新算一年。',
    by: clerks,
    from: states,
    to,
    input: z.strictObject({ on: day('日期'), found: text('看到什么', { min: 4, max: 500 }) }),
    run: async (tx, entry, { on }) =>
      outside(tx, 'on', on, entry.content.checkedOn as PlainDate) ?? ok({ content: { checkedOn: on }, to: entry.state }),
  });
