/** 评估保存十年 (section 8, A): scores, diagnoses and signatures of an assessment that ended so long ago are erased; that it was made, on which day and by whom, stays. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';

const AT_ONCE = 500;

/** Nothing where no time is set. */
async function tooOld(tx: Tx): Promise<Sql> {
  const months = await wholeParameter(tx, 'ASSESS-KEEP', tx.city, tx.today);
  if (!months.ok) return sql`capacity_assessment where false`;
  const before = addMonths(tx.today, -months.value);
  return sql`capacity_assessment where content is not null and scored_on < ${before} and coalesce(valid_to, scored_on) < ${before}`;
}

/** Counted from the last day of its validity; of one that never came into force, from the day of the scoring. Gives how many were erased. */
export const forgetAssessments = whenDue(
  async (tx) => anyRow(tx, await tooOld(tx)),
  async (context) => {
    for (let all = 0; ; ) {
      const n = await context.write(systemActor('capacity-assessment', context.city), async (tx) =>
        tx.run(sql`update capacity_assessment set content = null, forgotten_on = ${tx.today}
        where id in (select id from ${await tooOld(tx)} order by scored_on, id limit ${AT_ONCE} for update skip locked)`),
      );
      all += n;
      if (n < AT_ONCE) return all;
    }
  },
);
