/** 区划变更 and the reports that are due: what has not been locked yet is owed by the unit that took over; what was split is still owed under its old code. */
import { sql } from '../../../database/sql.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

export const followDivision = defineSubscription({
  name: 'statistics.follow-division',
  types: ['division.changed'],
  async handle(tx, event) {
    const mappings = JSON.parse(event.payload.mappings as string) as [DivisionCode, DivisionCode, number][];
    for (const [from, to, weight] of mappings)
      if (weight === 1)
        await tx.run(sql`update stat_period set units = array(select distinct case when u = ${from} then ${to} else u end from unnest(units) u order by 1)
          where locked_at is null and ${from} = any(units)`);
  },
});
