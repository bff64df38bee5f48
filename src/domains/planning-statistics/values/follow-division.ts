/** 区划变更 and what is asked for: history stays on the old divisions; from the next period on the unit that took over is asked. */
import { sql } from '../../../database/sql.ts';
import { newId } from '../../../kernel/context/server.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { lastPeriod, periodAfter } from '../statistics/period.ts';
import { assignments } from './assign.ts';

export const followDivision = defineSubscription({
  name: 'plan-values.follow-division',
  types: ['division.changed'],
  async handle(tx, event) {
    const next = new Map<DivisionCode, DivisionCode[]>();
    for (const [from, to] of JSON.parse(event.payload.mappings as string) as [DivisionCode, DivisionCode, number][])
      next.set(from, [...(next.get(from) ?? []), to]);
    // 拆分的，拆出来的都报；分出去一部分、自己还在的，自己照报
    const asked = (unit: DivisionCode): DivisionCode[] => {
      const after = next.get(unit) ?? [];
      return after.length === 0 || tx.divisions.asOf(unit, tx.today) ? [unit, ...after] : after;
    };
    for (const a of await assignments(tx)) {
      if (a.untilPeriod !== null || !a.units.some((unit) => next.has(unit))) continue;
      const units = [...new Set(a.units.flatMap(asked))].sort();
      const last = lastPeriod(a.term, tx.today);
      if (last < a.fromPeriod) {
        await tx.run(sql`update plan_assignment set units = ${units} where id = ${a.id}`);
        continue;
      }
      await tx.run(sql`update plan_assignment set until_period = ${last} where id = ${a.id}`);
      await tx.run(sql`insert into plan_assignment (id, indicator, division, level, term, units, from_period, note, issued_at, issued_by, issued_name)
        select ${newId()}, indicator, division, level, term, ${units}, ${periodAfter(last)}, note, issued_at, issued_by, issued_name from plan_assignment where id = ${a.id}`);
    }
  },
});
