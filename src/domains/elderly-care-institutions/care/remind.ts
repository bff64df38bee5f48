/** Once a day the head and the nurses of a home are told what has been left undone: plans, risks, tasks of yesterday, rounds of the night. Nothing undone, no message. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays, shortDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { tellStaff } from '../stays/apply.ts';
import { nurses } from '../stays/terms.ts';
import { tasksWhere } from './days.ts';
import { nursing } from './views.ts';

/** Homes in which somebody lives, and that were not looked at today. */
const notLooked = (tx: Tx) =>
  tx.rows<{ id: string; division: string }>(
    sql`select i.id, i.division from care_institution i where exists (select from care_stay s where s.institution_id = i.id and s.to_on is null)
      and not exists (select from care_nursing_day n where n.institution_id = i.id and n.on_day = ${tx.today}) order by i.id limit 5000`,
  );

export const remindNursing = whenDue(notLooked, async (context) => {
  const system = systemActor('care-nursing', context.city);
  for (const home of await context.read(system, notLooked)) await context.write(system, (tx) => remindHome(tx, home));
});

async function remindHome(tx: Tx, home: { id: string; division: string }): Promise<void> {
  const first =
    await tx.run(sql`insert into care_nursing_day (institution_id, division, on_day, at) values (${home.id}, ${home.division}, ${tx.today}, ${tx.now})
    on conflict do nothing`);
  if (first === 0) return;
  const station = await nursing(tx, home.id);
  // 标准还没有录的地方，护理站打不开，也没有可提醒的
  if (!station.ok) return;
  const { rows, night } = station.value;
  const yesterday = await tasksWhere(
    tx,
    sql`t.institution_id = ${home.id} and s.to_on is null and t.on_day = ${plusDays(tx.today, -1)} and t.result is null`,
  );
  const missed = yesterday.filter((t) => t.state === 'missed').length;
  const counts = {
    late: rows.filter((r) => r.planLate > 0).length,
    risks: rows.filter((r) => r.risksLate).length,
    missed,
  };
  const what = [
    ...(counts.late > 0 ? [`${counts.late}位老人还没有照护计划，已超期`] : []),
    ...(counts.risks > 0 ? [`${counts.risks}位老人的九项风险要重评`] : []),
    ...(counts.missed > 0 ? [`昨天${counts.missed}项任务没有签`] : []),
    ...(night.patrols < night.needed ? [`${shortDate(night.on)}晚上只巡查${night.patrols}次，不足${night.needed}次`] : []),
  ];
  if (what.length > 0)
    await tellStaff(tx, home.id, { performers: nurses, template: 'care.nursing-day', params: { what: what.join('；') } });
}
