/** What is said of a project beside its months: 暂停、恢复、取消、合并、调整投资, its estimates, plan of funding and of dates, and 督促. The printed row stays. */
import { z } from 'zod';
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { current } from '../projects/library.ts';
import type { ProjectRow } from './content.ts';
import { ProjectAmount, tellStage } from './report.ts';
import { mayMove, planProblem, type SideMove, sideMoves, wan } from './rules.ts';
import { addStep, changeProject, fundingOf, lockProject, type NewStep } from './store.ts';
import { type Side, sides, sources } from './terms.ts';
import { officerOf, refreshAlarms } from './watch.ts';

const Reason = z.string().trim().min(4, '请写明原因（至少4个字）').max(300).meta({ label: '原因', widget: 'textarea' });
const Plan = z
  .array(
    z.strictObject({
      source: choice(sources).meta({ label: '来源', choices: sources }),
      planned: ProjectAmount.meta({ label: '计划' }),
    }),
  )
  .max(12);
const DocumentNo = z.string().trim().min(4, '请写明文号').max(60);

export const Because = z.strictObject({ reason: Reason });
export const Merge = z.strictObject({ into: Uuid.meta({ label: '并到哪个项目' }), reason: Reason });
export const Adjust = z.strictObject({
  investment: ProjectAmount.meta({ label: '调整后的投资' }),
  documentNo: DocumentNo.meta({ label: '批准文号' }),
  money: Plan.meta({ label: '资金计划', help: '已经登记过资金计划的要一起调整，各来源之和等于调整后的投资' }),
  reason: Reason,
});
export const Funding = z.strictObject({ money: Plan.min(1, '请至少写一项来源').meta({ label: '资金计划' }), reason: Reason });
export const Estimates = z.strictObject({
  feasibility: ProjectAmount.min(1, '估算须大于0').meta({ label: '批复的可研估算' }),
  feasibilityNo: DocumentNo.meta({ label: '可研批复文号' }),
  design: ProjectAmount.min(1, '概算须大于0').optional().meta({ label: '初步设计概算', help: '还没有的先不填' }),
  designNo: DocumentNo.optional().meta({ label: '概算文号' }),
  reportedBackNo: DocumentNo.optional().meta({
    label: '报回以后的批复文号',
    help: '概算超过估算规定幅度的，报回原审批部门同意以后填',
  }),
});
export const Schedule = z.strictObject({
  start: PlainDateText.meta({ label: '计划开工', widget: 'date' }),
  finish: PlainDateText.meta({ label: '计划竣工', widget: 'date' }),
});

export interface At {
  readonly id: string;
  readonly version: number;
}
type Refusal =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'PROJECT_NOT_YOURS'
  | 'PROJECT_VERSION'
  | 'PROJECT_SIDE'
  | 'PROJECT_MERGE_INTO'
  | 'PROJECT_MERGE_MONEY'
  | 'PARAM_MISSING';
type Done = Result<{ id: string }, Refusal>;

/** The county keeps its own projects, the city those of the city. */
export const keeps = (tx: Tx, { level }: Pick<ProjectRow, 'level'>): boolean => isOneOf(tx.actor, [officerOf(level)]);

/** Locked, by a hand that may, as it was when the form was opened. */
async function open(tx: Tx, at: At): Promise<Result<ProjectRow, 'NOT_FOUND' | 'PROJECT_NOT_YOURS' | 'PROJECT_VERSION'>> {
  const project = await lockProject(tx, at.id);
  if (!project) return fail('NOT_FOUND');
  if (!keeps(tx, project)) return fail('PROJECT_NOT_YOURS');
  return project.version === at.version ? ok(project) : fail('PROJECT_VERSION', { name: project.changedName });
}

/** One change: the row, the step in its history, the log, and what has to be looked at now. */
async function change(tx: Tx, project: ProjectRow, of: { set?: Sql; step: NewStep }): Promise<Done> {
  await changeProject(tx, project.id, ...(of.set ? [of.set] : []));
  await addStep(tx, project, of.step);
  await recordAudit(tx, {
    action: 'project.changed',
    subject: { kind: 'project', id: project.id },
    division: project.division,
    detail: { kind: of.step.kind, from: of.step.from ?? '', to: of.step.to },
  });
  const watched = await refreshAlarms(tx, sql`p.id = ${project.id}`);
  return watched.ok ? ok({ id: project.id }) : watched;
}

const refusedMove = (project: ProjectRow, move: SideMove) =>
  fail('PROJECT_SIDE', { side: sides[project.side], move: sideMoves[move].zh });

/** What an adjusted project comes back to is its adjustment. */
const backTo = (project: ProjectRow): Side => (project.adjustedFen === null ? 'none' : 'adjusted');

/** 暂停、恢复、取消. Removal is only ever 取消. */
export async function moveSide(
  tx: Tx,
  at: At,
  move: 'pause' | 'resume' | 'cancel',
  { reason }: z.infer<typeof Because>,
): Promise<Done> {
  const opened = await open(tx, at);
  if (!opened.ok) return opened;
  const project = opened.value;
  if (!mayMove(project.side, move)) return refusedMove(project, move);
  const to = move === 'resume' ? backTo(project) : sideMoves[move].to;
  // 恢复就是更新：停着的日子不算没有更新
  const set =
    move === 'resume'
      ? sql`side = ${to}, merged_project = null, updated_on = ${tx.today}, stale_told_on = null`
      : sql`side = ${to}`;
  const done = await change(tx, project, { set, step: { kind: 'side', from: project.side, to, on: tx.today, reason } });
  if (!done.ok) return done;
  const [from, reached] = move === 'resume' ? [project.side, project.stage] : [project.stage, to];
  await tellStage(tx, project, { from, to: reached, on: tx.today });
  return done;
}

/** Those that a project may be merged into: of the same category and county (of the city: of its level), and going on. */
export const mergeTargets = (tx: Tx, project: ProjectRow): Promise<{ id: string; name: string }[]> =>
  tx.rows(sql`select p.id, p.name from project p where ${current(project.plan)} and p.category = ${project.category} and p.level = ${project.level} and p.id <> ${project.id}
    and substr(p.division, 1, 6) = substr(${project.division}::text, 1, 6) and p.side in ('none', 'adjusted') order by p.row_no limit 300`);

export async function mergeProject(tx: Tx, at: At, { into, reason }: z.infer<typeof Merge>): Promise<Done> {
  const opened = await open(tx, at);
  if (!opened.ok) return opened;
  const project = opened.value;
  if (!mayMove(project.side, 'merge')) return refusedMove(project, 'merge');
  const target = (await mergeTargets(tx, project)).find(({ id }) => id === into);
  if (!target) return fail('PROJECT_MERGE_INTO');
  const arrived = (await fundingOf(tx, project.id)).reduce((sum, row) => sum + row.arrivedFen, 0);
  if (arrived > 0) return fail('PROJECT_MERGE_MONEY', { amount: wan(arrived) });
  const done = await change(tx, project, {
    set: sql`side = 'merged', merged_project = ${into}`,
    step: { kind: 'side', from: project.side, to: 'merged', on: tx.today, reason: `并到“${target.name}”：${reason}` },
  });
  if (done.ok) await tellStage(tx, project, { from: project.stage, to: 'merged', on: tx.today });
  return done;
}

async function savePlan(tx: Tx, project: ProjectRow, plan: z.infer<typeof Plan>): Promise<void> {
  await tx.run(
    sql`delete from project_funding where project_id = ${project.id} and source <> all(${plan.map((row) => row.source)}::text[])`,
  );
  await tx.run(sql`insert into project_funding (project_id, source, division, planned_fen)
    select ${project.id}, n.source, ${project.division}, n.planned from unnest(${plan.map((row) => row.source)}::text[], ${plan.map((row) => row.planned)}::bigint[]) n(source, planned)
    on conflict (project_id, source) do update set planned_fen = excluded.planned_fen`);
}

const hasArrived = async (tx: Tx, project: ProjectRow) =>
  (await fundingOf(tx, project.id)).map((row) => ({ source: row.source, arrived: row.arrivedFen, paid: row.paidFen }));

/** 调整投资: by the procedure only, with the number of the approval; the printed amount stays beside it. */
export async function adjustProject(tx: Tx, at: At, given: z.infer<typeof Adjust>): Promise<Done> {
  const opened = await open(tx, at);
  if (!opened.ok) return opened;
  const project = opened.value;
  if (!mayMove(project.side, 'adjust')) return refusedMove(project, 'adjust');
  if (given.investment === project.investmentFen) return wrong('investment', `与现在的投资${wan(project.investmentFen)}相同`);
  const known = await hasArrived(tx, project);
  if (known.length > 0 || given.money.length > 0) {
    const problem = planProblem(given.investment, given.money, known);
    if (problem) return wrong(problem.path, problem.message);
  }
  await savePlan(tx, project, given.money);
  return change(tx, project, {
    set: sql`side = 'adjusted', adjusted_fen = ${given.investment}`,
    step: {
      kind: 'side',
      from: project.side,
      to: 'adjusted',
      on: tx.today,
      reason: given.reason,
      documentNo: given.documentNo,
      beforeFen: project.investmentFen,
      afterFen: given.investment,
    },
  });
}

/** 资金计划, by source; the sums meet the investment. */
export async function planFunding(tx: Tx, at: At, given: z.infer<typeof Funding>): Promise<Done> {
  const opened = await open(tx, at);
  if (!opened.ok) return opened;
  const project = opened.value;
  const problem = planProblem(project.investmentFen, given.money, await hasArrived(tx, project));
  if (problem) return wrong(problem.path, problem.message);
  await savePlan(tx, project, given.money);
  return change(tx, project, {
    step: { kind: 'funding', to: 'planned', on: tx.today, reason: given.reason, afterFen: project.investmentFen },
  });
}

/** 估算和概算. What was reported back is answered by a number, of this very estimate. */
export async function recordEstimates(tx: Tx, at: At, given: z.infer<typeof Estimates>): Promise<Done> {
  const opened = await open(tx, at);
  if (!opened.ok) return opened;
  const project = opened.value;
  const { feasibility, feasibilityNo, design = null, designNo = null, reportedBackNo = null } = given;
  if ((design === null) !== (designNo === null)) return wrong(design === null ? 'design' : 'designNo', '概算和文号要一起填');
  if (reportedBackNo !== null && design === null) return wrong('reportedBackNo', '还没有概算，不用报回');
  return change(tx, project, {
    set: sql`feasibility_fen = ${feasibility}, feasibility_no = ${feasibilityNo}, design_fen = ${design}, design_no = ${designNo}, reported_back_no = ${reportedBackNo}`,
    step: {
      kind: 'estimate',
      to: design === null ? 'feasibility' : 'design',
      on: tx.today,
      reason: reportedBackNo === null ? '' : `报回以后批复：${reportedBackNo}`,
      documentNo: designNo ?? feasibilityNo,
      beforeFen: feasibility,
      afterFen: design,
    },
  });
}

export async function scheduleProject(tx: Tx, at: At, { start, finish }: z.infer<typeof Schedule>): Promise<Done> {
  const opened = await open(tx, at);
  if (!opened.ok) return opened;
  if (finish < start) return wrong('finish', '计划竣工不能早于计划开工');
  return change(tx, opened.value, {
    set: sql`planned_start_on = ${start}, planned_finish_on = ${finish}`,
    step: { kind: 'schedule', from: start, to: finish, on: tx.today, reason: '' },
  });
}

/** 督促: the city tells the county whose project it is. */
export async function urgeProject(
  tx: Tx,
  id: string,
  { reason }: z.infer<typeof Because>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'PROJECT_NOT_YOURS'>> {
  const project = await lockProject(tx, id);
  if (!project) return fail('NOT_FOUND');
  if (project.level === 'city') return fail('PROJECT_NOT_YOURS');
  await addStep(tx, project, { kind: 'urge', to: 'urged', on: tx.today, reason });
  await notify(tx, {
    to: { performer: officerOf(project.level), division: project.division },
    template: 'project.urged',
    params: { project: project.name, reason },
  });
  await recordAudit(tx, {
    action: 'project.urged',
    subject: { kind: 'project', id: project.id },
    division: project.division,
  });
  return ok({ id: project.id });
}
