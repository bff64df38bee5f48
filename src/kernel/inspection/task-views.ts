/** 检查任务 as they are read: of the one who goes, of the county, of the place itself. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { isOneOf, isOwnHand } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { type Offered, offersTo } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { formOf } from '../schema/index.ts';
import { pageOf, stretchOf, within } from '../service/server.ts';
import { grades } from './dangers.ts';
import type { InspectedKind } from './kinds.ts';
import { findInspectors, type Inspector } from './plans.ts';
import { findTask, type Task, taskColumns } from './task-store.ts';
import { Arrival, Assigning, checkForm, isOwnTask, NewCheck, Objection, ObjectionAnswer, objectionBy } from './tasks.ts';
import { answers, causes, inspectors as inspectorHands, leaders, results, supervisors, taskStates } from './terms.ts';
import { chosenFrom, inspectorChoices, objectChoices } from './views.ts';

const brief = (tx: Tx, task: Task, people: ReadonlyMap<string, Inspector>) => ({
  id: task.id,
  no: task.no,
  objectName: task.objectName,
  divisionName: tx.divisions.fullName(task.division),
  causeZh: causes[task.cause],
  matter: task.matter,
  state: task.state,
  stateZh: taskStates[task.state].zh,
  tone: taskStates[task.state].tone,
  windowFrom: task.windowFrom,
  windowTo: task.windowTo,
  late: ['unassigned', 'assigned', 'arrived'].includes(task.state) && task.windowTo < tx.today,
  pair: [task.leadId, task.secondId].flatMap((id) => (id && people.get(id)?.name) || []),
  resultZh: task.result && results[task.result],
  publishBy: task.publishBy,
  publishLate: task.state === 'finished' && task.publishBy !== null && task.publishBy < tx.today,
  publishedOn: task.publishedOn,
  /** Nobody proved by the code at the door that they were there. */
  unscanned: task.arrivedWay === 'number',
});

const peopleOf = async (tx: Tx, tasks: readonly Task[]) =>
  new Map(
    (
      await findInspectors(
        tx,
        tasks.flatMap(({ leadId, secondId }) => [leadId, secondId]).filter((id) => id !== null),
      )
    ).map((one) => [one.id, one]),
  );

export interface TaskFilter {
  readonly state?: 'open' | 'finished' | 'published' | undefined;
  readonly objectId?: string | undefined;
  readonly cursor?: string | undefined;
}

/** An officer who checks sees the own ones; everybody else what lies in the divisions. */
export async function taskList(tx: Tx, kind: InspectedKind, filter: TaskFilter) {
  const where: Sql[] = [sql`t.kind = ${kind.kind}`];
  if (filter.state === 'open') where.push(sql`t.state in ('unassigned', 'assigned', 'arrived')`);
  else if (filter.state) where.push(sql`t.state = ${filter.state}`);
  if (filter.objectId) where.push(sql`t.object_id = ${filter.objectId}`);
  if (isOneOf(tx.actor, inspectorHands))
    where.push(sql`exists (select 1 from inspector i where i.id in (t.lead_id, t.second_id) and i.user_id = ${tx.actor.id})`);
  // Nobody inside is told beforehand, unless that was planned.
  if (tx.actor.unitId) where.push(sql`(t.announced or t.state in ('finished', 'published'))`);
  const stretch = stretchOf(filter.cursor, 100);
  const found = await tx.rows<Task>(
    sql`select ${taskColumns} from inspection_task t where ${and(where)} order by t.created_at desc, t.id desc ${within(stretch)}`,
  );
  const { rows: tasks, next } = pageOf(found, stretch);
  const people = await peopleOf(tx, tasks);
  const asks = isOneOf(tx.actor, supervisors);
  const inspectors = asks ? await inspectorChoices(tx) : [];
  return {
    rows: tasks.map((task) => brief(tx, task, people)),
    next,
    offers: offersTo(tx.actor, [
      {
        action: 'check',
        zh: '安排有因检查',
        causes: '不经抽取，标明有因检查；派出的两名执法人员不得与机构有关联。',
        by: supervisors,
        fields: asks
          ? chosenFrom(
              chosenFrom(chosenFrom(formOf(NewCheck), 'objectId', await objectChoices(tx, kind)), 'lead', inspectors),
              'second',
              inspectors,
            )
          : [],
        initial: { from: tx.today, to: tx.today },
        to: `${kind.api}/tasks`,
      },
    ]),
  };
}

/** Visits of one place within ninety days of each other, and those that nobody proved: what the city looks at. */
export async function doubtfulVisits(tx: Tx, kind: InspectedKind) {
  const rows = await tx.rows<{
    id: string;
    no: string;
    objectName: string;
    finishedAt: string;
    arrivedWay: 'scan' | 'number';
    again: boolean;
  }>(
    sql`select t.id, t.no, t.object_name, t.finished_at, t.arrived_way, exists (select 1 from inspection_task o where o.object_id = t.object_id and o.id <> t.id and o.finished_at < t.finished_at
        and o.finished_at > t.finished_at - interval '90 days') as again
      from inspection_task t where t.kind = ${kind.kind} and t.finished_at is not null and t.year = ${Number(tx.today.slice(0, 4))} order by t.finished_at desc limit 1000`,
  );
  return {
    rows: rows
      .filter(({ arrivedWay, again }) => arrivedWay === 'number' || again)
      .map(({ id, no, objectName, finishedAt, arrivedWay, again }) => ({
        id,
        no,
        objectName,
        finishedAt,
        why: [...(arrivedWay === 'number' ? ['没有亮码'] : []), ...(again ? ['90日内又去了一次'] : [])],
      })),
  };
}

/** One check. The forms of the one who goes are in the answer: opened before leaving, they are there where there is no network. */
export async function taskView(tx: Tx, kind: InspectedKind, id: string): Promise<Result<unknown>> {
  const task = await findTask(tx, kind, id);
  const hidden = tx.actor.unitId && task && !['finished', 'published'].includes(task.state);
  if (!task || hidden) return fail('NOT_FOUND');
  const people = await peopleOf(tx, [task]);
  const own = await isOwnTask(tx, task);
  if (isOneOf(tx.actor, inspectorHands) && !own) return fail('NOT_FOUND');
  const by = task.finishedAt ? await objectionBy(tx, task) : null;
  if (by && !by.ok) return by;
  const inspectors = task.state === 'unassigned' ? await inspectorChoices(tx) : [];
  const to = (what: string) => `${kind.api}/tasks/${id}/${what}`;
  const fixed = { version: task.version };
  const checked = [task.leadId, task.secondId].some(
    (one) => one && isOwnHand(tx.actor, people.get(one)?.userId ?? null, task.createdAt),
  );
  const offered: Offered[] = [
    {
      action: 'assign',
      zh: '派执法人员',
      causes: '两名执法人员马上收到通知；与机构有关联的不能派。',
      by: supervisors,
      when: task.state === 'unassigned',
      fields: chosenFrom(chosenFrom(formOf(Assigning), 'lead', inspectors), 'second', inspectors),
      to: to('pair'),
      fixed,
    },
    {
      action: 'publish',
      zh: '公示结果',
      causes: '检查结果在门户和机构页面公示。',
      by: supervisors,
      when: task.state === 'finished' && (task.objection === null || task.objectionAnswer !== null),
      to: to('publication'),
      fixed,
    },
    {
      action: 'object',
      zh: '提出异议',
      causes: `县级负责人答复以后才公示。期限：${by?.value ?? ''}。`,
      by: [kind.head],
      when: task.state === 'finished' && task.objection === null && by !== null && tx.today <= by.value,
      fields: formOf(Objection),
      to: to('objection'),
      fixed,
    },
    {
      action: 'answer',
      zh: '答复异议',
      causes: '答复和结果一起公示。',
      by: leaders,
      when: task.state === 'finished' && task.objection !== null && task.objectionAnswer === null && !checked,
      fields: formOf(ObjectionAnswer),
      to: to('objection-answer'),
      fixed,
    },
  ];
  const dangers = await tx.rows<{ id: string; no: string; rule: string; place: string; grade: keyof typeof grades | null }>(
    sql`select id, no, rule, place, grade from hidden_danger where task_id = ${id} order by no limit 100`,
  );
  return ok({
    ...brief(tx, task, people),
    division: task.division,
    version: task.version,
    causeNote: task.causeNote,
    offices: task.offices,
    arrivedAt: task.arrivedAt,
    arrivedWay: task.arrivedWay,
    finishedAt: task.finishedAt,
    note: task.note,
    objectSigner: task.objectSigner,
    items: task.items.map((item) => {
      const given = task.answers?.find(({ code }) => code === item.code);
      return {
        ...item,
        answerZh: given ? answers[given.answer] : null,
        broken: given?.answer === 'no',
        place: given?.place ?? null,
        note: given?.note ?? null,
        photo: given?.photo ?? null,
      };
    }),
    dangers: dangers.map(({ grade, ...row }) => ({ ...row, gradeZh: grade ? grades[grade] : '待定级' })),
    objection: task.objection && {
      text: task.objection,
      on: task.objectedOn,
      answer: task.objectionAnswer,
      answeredOn: task.objectionAnsweredOn,
    },
    objectionBy: by?.value ?? null,
    offers: offersTo(tx.actor, offered),
    /** For the phone of one of the two. */
    visit:
      own && ['assigned', 'arrived'].includes(task.state)
        ? { arrival: task.state === 'assigned' ? formOf(Arrival) : null, check: checkForm(task), api: to('') }
        : null,
  });
}
