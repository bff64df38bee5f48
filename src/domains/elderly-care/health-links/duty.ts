/** The follow-ups that are owed: one in each quarter; one that was missed stands in the walk of the village until it is made good. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf, startOf } from '../../../kernel/calendar/index.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Duty, defineTasks } from '../../../kernel/task/server.ts';
import { defineVisits } from '../../../kernel/visit/server.ts';
import { countyOf, townshipOf } from '../offices.ts';
import { KIND } from './terms.ts';

defineTemplates({
  'health-link.missed': {
    title: '慢性病随访没有做',
    text: '{place}有{count}位签约老人的随访到期没有做，已列入走访，请上门看看并请卫生院补做。',
  },
  'health-link.missed-above': { title: '慢性病随访没有做', text: '{place}有{count}位签约老人的随访超期，请督促。' },
});

defineTasks(KIND, {
  gapDays: async () => 0,
  done: async (tx, personId, from) =>
    (
      await tx.rows<{ on: string }>(
        sql`select on_date as on from health_follow_up where person_id = ${personId} and 'chronic' = any(kinds) and on_date >= ${plainDateOf(from)} order by on_date limit 100`,
      )
    )
      // 只有日子：第一次的期限从签约那一刻起算，当天做的也算
      .map(({ on }) => new Date(Math.max(startOf(on as never).getTime(), Date.parse(from))).toISOString()),
  async missed(tx, duties, step) {
    const [performer, of, template] = (
      {
        overdue: ['village-worker', (duty: Duty) => duty.division, 'health-link.missed'],
        township: ['township-clerk', townshipOf, 'health-link.missed-above'],
        county: ['county-clerk', countyOf, 'health-link.missed-above'],
      } as const
    )[step];
    for (const [division, list] of Map.groupBy(duties, of))
      await notify(tx, {
        to: { performer, division },
        template,
        params: { place: tx.divisions.get(division)?.name ?? division, count: list.length },
      });
  },
});

defineVisits(KIND, async (tx, limit) => {
  const rows = await tx.rows<{ personId: string; name: string; division: DivisionCode; dueAt: string }>(
    sql`select d.person_id, p.name, d.division, min(d.due_at) as due_at from task_duty d join person p on p.id = d.person_id
      where d.kind = ${KIND} and d.state = 'overdue' and d.division >= ${tx.actor.lo} and d.division < ${tx.actor.hi} and p.life_state <> 'dead'
      group by d.person_id, p.name, d.division order by min(d.due_at) limit ${limit}`,
  );
  return rows.map(({ dueAt, ...row }) => ({
    ...row,
    zh: '慢性病随访没有做，上门看看',
    dueOn: plainDateOf(new Date(Date.parse(dueAt) - 1).toISOString()),
    href: '/health-links',
  }));
});
