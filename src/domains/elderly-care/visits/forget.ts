/** 走访的位置只留一段时间 (section 8): it proves the visit while that can be doubted; the verdict stays. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import type { VisitContent } from './record.ts';
import { visitPlace } from './sealed.ts';

const AT_ONCE = 500;

/** Nothing where no time is set. */
async function tooOld(tx: Tx): Promise<Sql> {
  const days = await wholeParameter(tx, 'VISIT-POSITIONS', tx.city, tx.today);
  return days.ok
    ? sql`elder_visit where placed and visited_on < ${plusDays(tx.today, -days.value)}`
    : sql`elder_visit where false`;
}

/** So many at once until none is left; how many have been forgotten. */
export const forgetVisitPlaces = whenDue(
  async (tx) => anyRow(tx, await tooOld(tx)),
  async (context) => {
    for (let all = 0; ; ) {
      const n = await context.write(systemActor('elder-visits', context.city), async (tx) => {
        const rows = await tx.rows<{ id: string; content: Buffer }>(
          sql`select id, content from ${await tooOld(tx)} order by visited_on, id limit ${AT_ONCE} for update skip locked`,
        );
        for (const { id, content } of rows) {
          const kept: VisitContent = { ...tx.keys.openJson<VisitContent>(content, visitPlace(id)), place: null };
          await tx.run(
            sql`update elder_visit set content = ${tx.keys.sealJson(kept, visitPlace(id))}, placed = false where id = ${id}`,
          );
        }
        return rows.length;
      });
      all += n;
      if (n < AT_ONCE) return all;
    }
  },
);
