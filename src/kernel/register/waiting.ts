/** Records past their limit, by register: for whoever takes a step of it. */
import { sql } from '../../database/sql.ts';
import { isOneOf } from '../access/index.ts';
import { defineWaiting, MOST_WAITING } from '../offer/server.ts';
import { findRegister } from './define.ts';
import { readers } from './terms.ts';

defineWaiting({
  key: 'registers',
  by: readers,
  rows: async (tx) => {
    const late = await tx.rows<{ register: string; n: number }>(
      sql`select register, count(*)::int as n from register_entry where due_on < ${tx.today}::date group by register order by register limit 200`,
    );
    return late.flatMap(({ register: key, n }) => {
      const register = findRegister(key);
      if (!register || !Object.values(register.steps).some(({ by }) => isOneOf(tx.actor, by))) return [];
      return [
        {
          zh: `${register.zh}逾期`,
          count: Math.min(n, MOST_WAITING),
          tone: 'bad' as const,
          to: register.shelf,
          search: { key, late: 'yes' },
        },
      ];
    });
  },
});
