/** 走访的位置只留一段时间 (section 8): it proves the visit while that can be doubted; the verdict stays. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { VisitContent } from './record.ts';
import { visitPlace } from './sealed.ts';

const AT_ONCE = 500;

/** So many at once until none is left; how many have been forgotten. */
export async function forgetVisitPlaces(context: Context): Promise<number> {
  for (let all = 0; ; ) {
    const n = await context.write(systemActor('elder-visits', context.city), async (tx) => {
      const days = await wholeParameter(tx, 'VISIT-POSITIONS', context.city, tx.today);
      if (!days.ok) return 0;
      const rows = await tx.rows<{ id: string; content: Buffer }>(sql`select id, content from elder_visit
        where placed and visited_on < ${plusDays(tx.today, -days.value)} order by visited_on, id limit ${AT_ONCE} for update skip locked`);
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
}
