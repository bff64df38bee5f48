/** 每日: what time alone brings: dangers that run out or are late, checks that must be published, homes that nobody visited all year. */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import { dayNumber, plusDays } from '../calendar/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { defineTemplates, notify } from '../notice/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { overdueStep, overdueSteps, overdueTexts } from './dangers.ts';
import { addStep, type Danger, dangerColumns } from './dangers-report.ts';
import type { InspectedKind } from './kinds.ts';
import { officeOf, tellInside } from './shared.ts';
import { insertTask } from './task-store.ts';

defineTemplates({
  'danger.near': { title: '隐患快到期', text: '隐患{no}应于{due}整改完成，剩余{days}天。' },
  'danger.overdue': { title: '隐患逾期', text: '{object}隐患{no}应于{due}整改完成，已逾期{days}天，{what}。' },
  'inspection.publish-near': { title: '检查结果快到公示期限', text: '{no}（{object}）的检查结果应于{by}以前公示。' },
  'inspection.uncovered': {
    title: '今年还没有查过',
    text: '{object}今年还没有现场检查过，已列入四季度检查（年度全覆盖），请派两名执法人员。',
  },
});

const REMIND_DAYS = 3;

/** Late by a day: the city. By seven: the public list. By thirty: a case. Reported done in time and not reviewed yet is the office's own delay. */
async function followDangers(tx: Tx, kind: InspectedKind): Promise<void> {
  const rows = await tx.rows<Danger & { reminded: boolean }>(
    sql`select ${dangerColumns}, d.reminded_on is not null as reminded from hidden_danger d
      where d.kind = ${kind.kind} and d.state in ('rectifying', 'done') and d.due_on <= ${plusDays(tx.today, REMIND_DAYS)} and (d.done_on is null or d.done_on > d.due_on)
        and (d.overdue_step < ${overdueSteps.length}) order by d.id limit 5000`,
  );
  for (const danger of rows) {
    const due = danger.dueOn!;
    if (tx.today <= due) {
      if (danger.reminded) continue;
      await tx.run(sql`update hidden_danger set reminded_on = ${tx.today} where id = ${danger.id}`);
      await tellInside(tx, danger.objectId, kind.head, {
        template: 'danger.near',
        params: { no: danger.no, due, days: dayNumber(due) - dayNumber(tx.today) },
      });
      continue;
    }
    const step = overdueStep(due, tx.today);
    if (step <= danger.overdueStep) continue;
    const daysLate = dayNumber(tx.today) - dayNumber(due);
    const what = overdueTexts[step - 1]!;
    await tx.run(
      sql`update hidden_danger set overdue_step = ${step}, case_on = ${step === overdueSteps.length ? tx.today : null} where id = ${danger.id}`,
    );
    await addStep(tx, danger, { action: 'overdue', note: `已逾期${daysLate}天，${what}` });
    await emit(tx, {
      type: 'danger.deadline.missed',
      subject: { kind: 'hidden-danger', id: danger.id },
      division: danger.division,
      payload: { dangerId: danger.id, institutionId: danger.objectId, dueOn: due, daysLate },
      sensitivity: step === 1 ? 'internal' : 'public',
    });
    const notice = {
      template: 'danger.overdue',
      params: { object: danger.objectName, no: danger.no, due, days: daysLate, what },
    };
    await notify(tx, { to: officeOf(tx, danger.division), ...notice });
    await notify(tx, { to: { performer: 'city-clerk', division: danger.division }, ...notice });
    await tellInside(tx, danger.objectId, kind.head, notice);
  }
}

async function followPublication(tx: Tx, kind: InspectedKind): Promise<void> {
  const rows = await tx.rows<{ id: string; no: string; objectName: string; division: string; publishBy: PlainDate }>(
    sql`select id, no, object_name, division, publish_by from inspection_task where kind = ${kind.kind} and state = 'finished' and publish_by <= ${plusDays(tx.today, REMIND_DAYS)}
      and publish_reminded_on is null order by id limit 2000`,
  );
  for (const { id, no, objectName, division, publishBy } of rows) {
    await tx.run(sql`update inspection_task set publish_reminded_on = ${tx.today} where id = ${id}`);
    await notify(tx, {
      to: officeOf(tx, division),
      template: 'inspection.publish-near',
      params: { no, object: objectName, by: publishBy },
    });
  }
}

/** 年度全覆盖: whoever was not visited by 30 September is visited in the fourth quarter, without a draw. */
async function coverYear(tx: Tx, kind: InspectedKind): Promise<void> {
  const year = Number(tx.today.slice(0, 4));
  if (tx.today < `${year}-10-01`) return;
  const seen = await tx.rows<{ objectId: string }>(
    sql`select distinct object_id from inspection_task where kind = ${kind.kind} and ((finished_at >= ${`${year}-01-01T00:00:00+08:00`} and finished_at < ${`${year}-10-01T00:00:00+08:00`})
      or (cause = 'coverage' and year = ${year})) limit 20000`,
  );
  const visited = new Set(seen.map(({ objectId }) => objectId));
  for (const object of await kind.objects(tx, tx.city)) {
    if (object.stopped || visited.has(object.id)) continue;
    const id = await insertTask(tx, kind, {
      object,
      cause: 'coverage',
      matter: `${year}年度现场检查`,
      year,
      window: { from: tx.today, to: `${year}-12-31` },
      pair: null,
    });
    if (id)
      await notify(tx, {
        to: officeOf(tx, object.division),
        template: 'inspection.uncovered',
        params: { object: object.name },
      });
  }
}

/** Doing it again the same day changes nothing. */
export async function watchInspections(context: Context, kind: InspectedKind): Promise<void> {
  const actor = systemActor('inspection-watch', context.city);
  await context.write(actor, async (tx) => {
    await followDangers(tx, kind);
    await followPublication(tx, kind);
    await coverYear(tx, kind);
  });
}

/** Whether a major danger is open: nobody new is taken in until it is closed. */
export const hasOpenMajorDanger = async (tx: Tx, kind: string, objectId: string): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 as yes from hidden_danger where kind = ${kind} and object_id = ${objectId} and grade = 'major' and state in ('rectifying', 'done') limit 1`,
  )) !== null;
