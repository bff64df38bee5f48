/** 隐患 as they are read: the funnel, the list, one danger with what happened to it and what may be done now. */
import { and, type Sql, sql } from '../../database/sql.ts';
import { isOneOf, isOwnHand } from '../access/index.ts';
import { dayNumber } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { type Offered, offersTo } from '../offer/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { formOf, type PlainDate } from '../schema/index.ts';
import { ExtensionAsk, ExtensionDecision, Grading, NewDanger, OwnDanger, Rectified, Review } from './danger-actions.ts';
import { grades, isAtLeast, mostExtension, onTimeRate, overdueTexts } from './dangers.ts';
import { type Danger, dangerColumns, findDanger, stepsOf } from './dangers-report.ts';
import type { InspectedKind } from './kinds.ts';
import { type DangerState, dangerStates, inspectors as inspectorHands, leaders, sources, supervisors } from './terms.ts';
import { chosenFrom, objectChoices } from './views.ts';

export const stepNames: Readonly<Record<string, string>> = {
  report: '上报',
  grade: '定级交办',
  done: '申请销号',
  return: '复查退回',
  close: '销号',
  'ask-extension': '申请延期',
  extend: '同意延期',
  'refuse-extension': '不同意延期',
  overdue: '逾期',
};

const extensionZh = { asked: '申请延期，待决定', granted: '已延期', refused: '延期没有同意' } as const;

/** By how many days it is late; nothing when it was reported done in time, or is closed. */
const daysLate = (tx: Tx, d: Danger): number => {
  if (d.dueOn === null || d.state === 'closed' || (d.doneOn !== null && d.doneOn <= d.dueOn)) return 0;
  return Math.max(0, dayNumber(tx.today) - dayNumber(d.dueOn));
};

const brief = (tx: Tx, d: Danger) => ({
  id: d.id,
  no: d.no,
  objectId: d.objectId,
  objectName: d.objectName,
  divisionName: tx.divisions.fullName(d.division),
  sourceZh: sources[d.source],
  rule: d.rule,
  place: d.place,
  foundOn: d.foundOn,
  grade: d.grade,
  gradeZh: d.grade ? grades[d.grade] : null,
  state: d.state,
  stateZh: dangerStates[d.state].zh,
  tone: dangerStates[d.state].tone,
  dueOn: d.dueOn,
  daysLate: daysLate(tx, d),
  overdueZh: d.overdueStep > 0 && d.state !== 'closed' ? overdueTexts[d.overdueStep - 1]! : null,
  supervised: d.grade === 'major' && d.state !== 'closed',
  rebound: d.reboundOf !== null,
  extensionZh: d.extensionState && extensionZh[d.extensionState],
  reviewBy: d.state === 'done' ? d.reviewBy : null,
  closedOn: d.closedOn,
});
export type DangerBrief = ReturnType<typeof brief>;

export interface DangerFilter {
  readonly state?: DangerState | 'late' | undefined;
  readonly grade?: keyof typeof grades | undefined;
  readonly objectId?: string | undefined;
}

const PAGE = 200;

export async function dangerList(tx: Tx, kind: InspectedKind, filter: DangerFilter) {
  const where: Sql[] = [sql`d.kind = ${kind.kind}`];
  if (filter.objectId) where.push(sql`d.object_id = ${filter.objectId}`);
  const counted = await tx.rows<{ state: DangerState; n: number; late: number }>(
    sql`select d.state, count(*)::int as n, count(*) filter (where d.due_on < ${tx.today} and d.state <> 'closed' and (d.done_on is null or d.done_on > d.due_on))::int as late
      from hidden_danger d where ${and(where)} group by d.state`,
  );
  const year = { from: `${tx.today.slice(0, 4)}-01-01` as PlainDate, to: tx.today };
  const due = await tx.rows<{ dueOn: PlainDate; closedOn: PlainDate | null }>(
    sql`select d.due_on, d.closed_on from hidden_danger d where ${and(where)} and d.due_on between ${year.from} and ${year.to} limit 20000`,
  );
  if (filter.state === 'late')
    where.push(sql`d.due_on < ${tx.today} and d.state <> 'closed' and (d.done_on is null or d.done_on > d.due_on)`);
  else if (filter.state) where.push(sql`d.state = ${filter.state}`);
  if (filter.grade) where.push(sql`d.grade = ${filter.grade}`);
  const rows = await tx.rows<Danger>(
    sql`select ${dangerColumns} from hidden_danger d where ${and(where)} order by (d.state = 'closed'), d.due_on nulls first, d.no desc limit ${PAGE}`,
  );
  const inside = tx.actor.unitId !== null;
  const reports = isOneOf(tx.actor, [...supervisors, ...inspectorHands]);
  return {
    funnel: (Object.keys(dangerStates) as DangerState[]).map((state) => ({
      state,
      zh: dangerStates[state].zh,
      n: counted.find((c) => c.state === state)?.n ?? 0,
    })),
    late: counted.reduce((sum, c) => sum + c.late, 0),
    onTime: onTimeRate(due, year),
    rows: rows.map((d) => brief(tx, d)),
    offers: offersTo(tx.actor, [
      {
        action: 'report',
        zh: '上报隐患',
        causes: '县级定级以后交机构整改。上报的人不能自己复查。',
        by: [...supervisors, ...inspectorHands],
        when: !inside,
        fields: reports ? chosenFrom(formOf(NewDanger), 'objectId', await objectChoices(tx, kind)) : [],
        to: `${kind.api}/dangers`,
      },
      {
        action: 'report-own',
        zh: '上报自查隐患',
        causes: '县级定级；自己查出来、按期改好的不扣信用分。',
        by: [kind.head, ...kind.workers],
        fields: formOf(OwnDanger),
        to: `${kind.api}/own-dangers`,
      },
    ]),
  };
}

export async function dangerView(tx: Tx, kind: InspectedKind, id: string): Promise<Result<unknown>> {
  const d = await findDanger(tx, kind, id);
  if (!d) return fail('NOT_FOUND');
  const to = (what: string) => `${kind.api}/dangers/${id}/${what}`;
  const fixed = { version: d.version };
  const days = d.firstDueOn === null ? 0 : mostExtension(dayNumber(d.firstDueOn) - dayNumber(d.foundOn));
  const offered: Offered[] = [
    {
      action: 'grade',
      zh: '定级交办',
      causes: '期限从发现那天算，不因放假顺延。重大的：马上封闭区域，3日内交方案，销号以前不得新收住。',
      by: supervisors,
      when: d.state === 'found',
      fields: formOf(Grading),
      initial: { grade: isAtLeast(d.suggested, d.leastGrade) ? d.suggested : d.leastGrade },
      to: to('grading'),
      fixed,
    },
    {
      action: 'done',
      zh: '申请销号',
      causes: '县级5个工作日内派没有上报过的人来复查。',
      by: [kind.head],
      when: d.state === 'rectifying',
      fields: formOf(Rectified),
      to: to('rectification'),
      fixed,
    },
    {
      action: 'ask-extension',
      zh: '申请延期',
      causes: `到期以前申请，最多延长${days}日，只有一次；重大隐患由市级决定。`,
      by: [kind.head],
      when: d.state === 'rectifying' && (d.extensionState === null || d.extensionState === 'refused') && tx.today < d.dueOn!,
      fields: formOf(ExtensionAsk),
      to: to('extension'),
      fixed,
    },
    {
      action: 'decide-extension',
      zh: '决定延期',
      causes: `申请延长${d.extensionDays}日：${d.extensionReason}`,
      by: d.grade === 'major' ? ['city-leader'] : leaders,
      when: d.state === 'rectifying' && d.extensionState === 'asked',
      fields: formOf(ExtensionDecision),
      to: to('extension-decision'),
      fixed,
    },
    {
      action: 'review',
      zh: '复查',
      causes: '到位的销号；没有到位的退回，期限不变。',
      by: [...supervisors, ...inspectorHands],
      when: d.state === 'done' && !isOwnHand(tx.actor, d.reportedBy, d.foundOn),
      fields: formOf(Review),
      to: to('review'),
      fixed,
    },
  ];
  return ok({
    ...brief(tx, d),
    division: d.division,
    measures: d.measures,
    reportedName: d.reportedName,
    firstDueOn: d.firstDueOn,
    taskId: d.taskId,
    reboundOf: d.reboundOf,
    steps: (await stepsOf(tx, id)).map((step) => ({ ...step, zh: stepNames[step.action] ?? step.action })),
    offers: offersTo(tx.actor, offered),
  });
}
