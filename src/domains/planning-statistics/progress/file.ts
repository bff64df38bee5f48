/** One project as a whole: the printed row, where it stands, its money, its months and its history, and what this officer may do with it now. */
import { sql } from '../../../database/sql.ts';
import type { Performer } from '../../../kernel/access/index.ts';
import { longDate, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { filesOfCase } from '../../../kernel/document/server.ts';
import { type Offer, type Offered, offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { entryOf } from '../entry/views.ts';
import { Confirmation, getProject, type ProjectView } from '../projects/library.ts';
import type { FundingRow, ProjectFile, ProjectRow, ReportRow, ReportView, StepRow } from './content.ts';
import { facilitiesOf } from './facilities.ts';
import { Correction, isTheirs, NewCheck, NewReport } from './report.ts';
import { ceilingOf, dueOf, mayMove, type SideMove, sideMoves, wan } from './rules.ts';
import { Adjust, Because, Estimates, Funding, keeps, Merge, mergeTargets, Schedule } from './steps.ts';
import { fundingOf, readProject, reportsOf, stepsOf } from './store.ts';
import {
  type Alarm,
  alarms,
  goesOn,
  reportStates,
  type Side,
  type Stage,
  sides,
  sources,
  stages,
  stageWeights,
  stepKinds,
} from './terms.ts';
import { limitsOf } from './watch.ts';

/** Who reports, who checks, who keeps, who urges: the hands of the routes and of the offers. */
export const reporters = ['township-clerk', 'county-clerk', 'city-clerk'] as const satisfies readonly Performer[];
export const checkers = ['county-clerk'] as const satisfies readonly Performer[];
export const keepers = ['county-clerk', 'city-clerk'] as const satisfies readonly Performer[];
export const urgers = ['city-clerk', 'city-leader'] as const satisfies readonly Performer[];

const stageZh = (state: string): string => stages[state as Stage] ?? state;
const sideZh = (state: string): string => sides[state as Side] ?? state;

function stepSays(step: StepRow): string {
  const { kind, fromState, toState, beforeFen, afterFen } = step;
  switch (kind) {
    case 'stage':
      return fromState === toState
        ? `到${stageZh(toState)}的日期更正为${longDate(step.steppedOn)}`
        : `${stageZh(fromState ?? 'reserve')} → ${stageZh(toState)}`;
    case 'side':
      return `${sideZh(fromState ?? 'none')} → ${sideZh(toState)}${beforeFen !== null && afterFen !== null ? `，投资${wan(beforeFen)} → ${wan(afterFen)}` : ''}`;
    case 'estimate':
      return `估算${wan(beforeFen!)}${afterFen === null ? '' : `，概算${wan(afterFen)}`}`;
    case 'funding':
      return `计划合计${wan(afterFen!)}`;
    case 'schedule':
      return `计划${fromState}开工，${toState}竣工`;
    case 'urge':
      return '市里督促';
  }
}

/** Why a project is in the list of what has to be looked at, with the values. */
async function alarmsSaid(tx: Tx, project: ProjectRow, funding: readonly FundingRow[]): Promise<ProjectFile['alarms']> {
  if (project.alarms.length === 0) return [];
  const limits = await limitsOf(tx);
  if (!limits.ok) return project.alarms.map((alarm) => ({ alarm, zh: alarms[alarm], says: alarms[alarm] }));
  const { staleDays, paidPoints, priceFactor, designPercent, overdue, reportDay } = limits.value;
  const price = await tx.maybe<{ medianFen: number }>(
    sql`select median_fen from project_price where plan = ${project.plan} and category = ${project.category} and subcategory = ${project.subcategory}`,
  );
  const paidFen = funding.reduce((sum, row) => sum + row.paidFen, 0);
  const percent = (paidFen * 100) / project.investmentFen;
  const says: Record<Alarm, string> = {
    late: `${overdue}的月报应于${dueOf(overdue, reportDay, tx.calendar)}前报`,
    stale: `最近一次更新是${project.updatedOn ? longDate(project.updatedOn) : '还没有'}，已满${staleDays}日`,
    never: `${project.enteredOn}进库，已满${staleDays}日`,
    paid: `已支付${percent.toFixed(1)}%，${stages[project.stage]}的进度按${stageWeights[project.stage]}%算，相差超过${paidPoints}个百分点`,
    price: `每个${wan(Math.round(project.investmentFen / project.units))}，同类中位数${wan(price?.medianFen ?? 0)}，相差${priceFactor}倍以上`,
    overrun: `概算${wan(project.designFen ?? 0)}超过估算${wan(project.feasibilityFen ?? 0)}的${100 + designPercent}%，须报回原审批部门`,
    duplicate: '同类里还有一个同名的项目，请核对是不是同一个；是的，请取消或合并一个',
  };
  return project.alarms.map((alarm) => ({ alarm, zh: alarms[alarm], says: says[alarm] }));
}

const withChoices = (fields: readonly FormField[], name: string, choices: readonly { value: string; label: string }[]) =>
  fields.map((field): FormField => (field.name === name ? { ...field, type: 'choice', choices } : field));

/** The month that waits to be reported: the last one, until it is. */
function monthToReport(today: PlainDate, reported: YearMonth | null): YearMonth {
  const last = plusMonths(monthOf(today), -1);
  return reported === null || reported < last ? last : monthOf(today);
}

async function offersOf(
  tx: Tx,
  project: ProjectRow,
  of: { view: ProjectView; funding: readonly FundingRow[]; reports: readonly ReportRow[] },
) {
  const { view, funding, reports } = of;
  const to = (what: string) => `/api/projects/${project.id}/${what}`;
  // 表打开一次只办一次：同一张表重发，不会办两遍
  const fixed = { version: project.version, requestId: newId() };
  const theirs = isTheirs(tx, project) && goesOn(project.side);
  const keep = keeps(tx, project);
  const last = reports.find((r) => r.state === 'counted');
  const money = funding.map(({ source, arrivedFen, paidFen }) => ({ source, arrived: arrivedFen, paid: paidFen }));
  const sums = { stage: project.stage, invested: project.investedFen, money };
  const plan = funding.map(({ source, plannedFen }) => ({ source, planned: plannedFen }));
  const side = (move: SideMove, causes: string, more: Partial<Offered> = {}): Offered => ({
    action: move,
    zh: sideMoves[move].zh,
    causes,
    by: keepers,
    when: keep && mayMove(project.side, move),
    to: to(move),
    fields: formOf(Because),
    fixed,
    ...more,
  });
  const offered: Offered[] = [
    {
      action: 'report',
      zh: '报月报',
      causes: '投资和资金都填开工以来的累计数。乡镇报的，县里核过才计入。',
      by: reporters,
      when: theirs,
      to: to('reports'),
      fields: formOf(NewReport),
      initial: { month: monthToReport(tx.today, project.reportedMonth), ...sums },
      fixed: { requestId: fixed.requestId },
    },
    {
      action: 'correct',
      zh: '更正月报',
      causes: '更正的是新的一版，原来的保留；阶段只能在最近一次月报里更正。',
      by: reporters,
      when: theirs && last !== undefined,
      to: to('corrections'),
      fields: formOf(Correction),
      initial: {
        month: last?.month,
        ...sums,
        ...(last
          ? {
              stageOn: last.stageOn ?? undefined,
              reason: last.reason ?? undefined,
              done: last.done,
              problem: last.problem ?? undefined,
            }
          : {}),
      },
      fixed: { requestId: fixed.requestId },
    },
    {
      action: 'funding',
      zh: '资金计划',
      causes: `各来源计划之和等于投资${wan(project.investmentFen)}。`,
      by: keepers,
      when: keep && goesOn(project.side),
      to: to('funding'),
      fields: formOf(Funding),
      initial: { money: plan.length > 0 ? plan : [{ planned: project.investmentFen }] },
      fixed,
    },
    {
      action: 'schedule',
      zh: '工期计划',
      causes: '进度图按计划和实际两条线画。',
      by: keepers,
      when: keep && goesOn(project.side),
      to: to('schedule'),
      fields: formOf(Schedule),
      initial: { start: project.plannedStartOn ?? undefined, finish: project.plannedFinishOn ?? undefined },
      fixed,
    },
    {
      action: 'estimates',
      zh: '估算概算',
      causes: '概算超过批复估算规定幅度的，报回原审批部门批准以前不能招标、开工。',
      by: keepers,
      when: keep && goesOn(project.side),
      to: to('estimates'),
      fields: formOf(Estimates),
      initial: {
        feasibility: project.feasibilityFen ?? undefined,
        feasibilityNo: project.feasibilityNo ?? undefined,
        design: project.designFen ?? undefined,
        designNo: project.designNo ?? undefined,
        reportedBackNo: project.reportedBackNo ?? undefined,
      },
      fixed,
    },
    side('adjust', `${view.printed ? '印出' : '申报'}的投资${wan(project.printedFen)}不变，以后按调整后的投资算。`, {
      fields: formOf(Adjust),
      initial: { investment: project.investmentFen, money: plan },
    }),
    side('pause', '暂停期间不催月报。'),
    side('resume', '恢复以后接着报月报。'),
    side('merge', '并过去以后不再推进，这一条留着。', {
      danger: true,
      ...(keep && mayMove(project.side, 'merge')
        ? {
            fields: withChoices(
              formOf(Merge),
              'into',
              (await mergeTargets(tx, project)).map(({ id, name }) => ({ value: id, label: name })),
            ),
          }
        : {}),
    }),
    side('cancel', '项目不会删掉，只记为取消，这一条留着。', { danger: true, button: '取消项目' }),
    {
      action: 'confirm',
      zh: '确认地点和个数',
      causes: view.printed
        ? `印出的那一行不会变：第${view.rowNo}行，地点“${view.location || '（空）'}”。`
        : `申报的地点是“${view.location}”，留着不变。`,
      by: keepers,
      to: to('confirmation'),
      fields: formOf(Confirmation),
      initial: { division: view.division, units: view.unitsProposed ?? view.units },
      fixed,
    },
    {
      action: 'urge',
      zh: '督促',
      causes: '给县里的项目专干发一条消息，记在项目经过里。',
      by: urgers,
      when: project.level === 'county' && goesOn(project.side) && project.stage !== 'in-use',
      to: to('urge'),
      fields: formOf(Because),
      fixed: { requestId: fixed.requestId },
    },
  ];
  return offersTo(tx.actor, offered);
}

const checkOffers = (tx: Tx, project: ProjectRow, report: ReportRow): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'check',
      zh: '核对',
      causes: '计入以后，项目的阶段和资金按这一份走。',
      by: checkers,
      when: report.state === 'waiting' && project.level === 'county',
      to: `/api/projects/${project.id}/reports/${report.id}/check`,
      fields: formOf(NewCheck),
      initial: { decision: 'count' },
      fixed: { requestId: newId() },
    },
  ]);

/** Not found outside the scope. */
export async function projectFile(tx: Tx, id: string): Promise<Result<ProjectFile, 'NOT_FOUND'>> {
  const project = await readProject(tx, id);
  const view = project && (await getProject(tx, id));
  if (!project || !view?.ok) return fail('NOT_FOUND');
  const [funding, reports, steps] = [await fundingOf(tx, id), await reportsOf(tx, id), await stepsOf(tx, id)];
  const into = project.mergedProject === null ? null : await readProject(tx, project.mergedProject);
  const shown: ReportView[] = [];
  for (const { reportedBy: _, ...report } of reports)
    shown.push({
      ...report,
      stateZh: reportStates[report.state],
      stageZh: stages[report.stage],
      money: report.money.map((row) => ({ ...row, sourceZh: sources[row.source] })),
      photos: await filesOfCase(tx, report.id),
      offers: checkOffers(tx, project, { ...report, reportedBy: _ }),
    });
  return ok({
    project: {
      ...view.value,
      stage: project.stage,
      stageZh: stages[project.stage],
      weight: stageWeights[project.stage],
      stageOn: project.stageOn,
      side: project.side,
      sideZh: sides[project.side],
      mergedInto: into && { id: into.id, name: into.name },
      adjustedFen: project.adjustedFen,
      workingFen: project.investmentFen,
      investedFen: project.investedFen,
      feasibilityFen: project.feasibilityFen,
      feasibilityNo: project.feasibilityNo,
      designFen: project.designFen,
      designNo: project.designNo,
      reportedBackNo: project.reportedBackNo,
      plannedStartOn: project.plannedStartOn,
      plannedFinishOn: project.plannedFinishOn,
      reportedMonth: project.reportedMonth,
      updatedOn: project.updatedOn,
    },
    ceiling: ceilingOf(project),
    alarms: await alarmsSaid(tx, project, funding),
    funding: funding.map((row) => ({ ...row, sourceZh: sources[row.source] })),
    reports: shown,
    entry: project.tableId === null ? await entryOf(tx, id) : null,
    facilities: await facilitiesOf(tx, id),
    steps: steps.map((step) => ({ ...step, kindZh: stepKinds[step.kind], says: stepSays(step) })),
    offers: await offersOf(tx, project, { view: view.value, funding, reports }),
  });
}
