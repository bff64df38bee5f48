/** 评估保存十年 (section 8, A): scores, diagnoses and signatures of an assessment that ended so long ago are erased; that it was made, on which day and by whom, stays. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';

const AT_ONCE = 500;

/** Counted from the last day of its validity; of one that never came into force, from the day of the scoring. Gives how many were erased. */
export async function forgetAssessments(context: Context): Promise<number> {
  for (let all = 0; ; ) {
    const n = await context.write(systemActor('capacity-assessment', context.city), async (tx) => {
      const months = await wholeParameter(tx, 'ASSESS-KEEP', context.city, tx.today);
      if (!months.ok) return 0;
      const before = addMonths(tx.today, -months.value);
      return tx.run(sql`update capacity_assessment set content = null, forgotten_on = ${tx.today} where id in (select id from capacity_assessment
        where content is not null and scored_on < ${before} and coalesce(valid_to, scored_on) < ${before} order by scored_on, id limit ${AT_ONCE} for update skip locked)`);
    });
    all += n;
    if (n < AT_ONCE) return all;
  }
}
