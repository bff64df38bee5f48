/** A mid-term evaluation that has been adopted: every county has its sheet to fill in, the figures stand there already. */
import { monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { actOnPlan, draftPlan } from '../performance/plan.ts';

/** Drafted by one of the city, adopted by the other. */
export async function adoptEvaluation(clerk: Tx, leader: Tx, today: PlainDate): Promise<Result<{ id: string }>> {
  const drafted = await draftPlan(clerk, {
    kind: 'midterm',
    year: Number(today.slice(0, 4)),
    baseMonth: plusMonths(monthOf(today), -1),
    selfDueOn: plusDays(today, 9),
    figures: [
      { indicator: 'dibao-on-time', weight: 20 },
      { indicator: 'tekun-institution', weight: 20 },
      { indicator: 'reserve-coverage', weight: 15 },
      { indicator: 'village-assistants', weight: 15 },
      { indicator: 'aid-24h', weight: 10 },
    ],
    judged: [
      { title: '主动发现', standard: '每月入户走访有记录，重点对象全覆盖；每缺一个乡镇扣2分', weight: 10 },
      { title: '部门协同', standard: '协调机制每季度开会，议定事项按期办结；每项超期扣2分', weight: 10 },
    ],
  });
  return drafted.ok ? actOnPlan(leader, drafted.value.id, { action: 'adopt', input: {} }) : drafted;
}
