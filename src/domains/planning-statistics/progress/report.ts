/** 项目月报: one a month and project. The county's and the city's own counts at once, a township's when the county has checked it; a correction is a new version, the old one stays. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf, isOwnHand } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, type PlainDate, PlainDateText, YearMonthText } from '../../../kernel/schema/index.ts';
import type { ProjectRow, ReportRow } from './content.ts';
import { type Course, isOverrun, reportProblem } from './rules.ts';
import { addStep, besides, changeProject, fundingOf, lockProject, movedOf, readReport, reportsOfMonth } from './store.ts';
import { goesOn, sides, sources, stages, stepOf } from './terms.ts';
import { limitsOf, officerOf, refreshAlarms } from './watch.ts';

/** Projects cost more than what is paid to persons: up to 100 亿元. */
export const ProjectAmount = z
  .int('请填写金额')
  .min(0, '金额不能为负数')
  .max(1_000_000_000_000, '金额过大，请核对')
  .meta({ widget: 'amount', unit: '元' });

const MoneyRow = z.strictObject({
  source: choice(sources).meta({ label: '来源', choices: sources }),
  arrived: ProjectAmount.meta({ label: '累计到账' }),
  paid: ProjectAmount.meta({ label: '累计支付' }),
});
const report = {
  month: YearMonthText.meta({ label: '月份', widget: 'month' }),
  stage: choice(stages).meta({ label: '现在的阶段', choices: stages }),
  stageOn: PlainDateText.optional().meta({ label: '到这个阶段的日期', widget: 'date', help: '阶段有变动的要填' }),
  reason: z.string().trim().max(300).optional().meta({ label: '退回或跳过阶段的原因', widget: 'textarea' }),
  invested: ProjectAmount.meta({ label: '累计完成投资' }),
  money: z.array(MoneyRow).max(12).meta({ label: '资金', help: '各来源都填开工以来的累计数' }),
  done: z.string().trim().min(4, '请写明本月做了什么（至少4个字）').max(500).meta({ label: '本月进展', widget: 'textarea' }),
  problem: z.string().trim().max(500).optional().meta({ label: '存在的问题', widget: 'textarea' }),
  photos: z.array(FileRef).max(6).optional().meta({ label: '照片', paper: 'project-photo' }),
};
export const NewReport = z.strictObject(report);
export const Correction = z.strictObject({
  ...report,
  correction: z
    .string()
    .trim()
    .min(4, '请写明为什么更正（至少4个字）')
    .max(300)
    .meta({ label: '更正的原因', widget: 'textarea' }),
});
type Given = z.infer<typeof NewReport> & { correction?: string };

type Refusal =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'PROJECT_NOT_YOURS'
  | 'PROJECT_STANDS_STILL'
  | 'PROJECT_MONTH_TWICE'
  | 'PROJECT_REPORT_WAITS'
  | 'PROJECT_REPORT_NONE'
  | 'PROJECT_REPORT_BACK'
  | 'FILE_NOT_AVAILABLE'
  | 'PARAM_MISSING';

/** The city reports its own projects, the counties and townships theirs. */
export const isTheirs = (tx: Tx, { level }: Pick<ProjectRow, 'level'>): boolean =>
  isOneOf(tx.actor, level === 'city' ? ['city-clerk'] : ['township-clerk', 'county-clerk']);

type Around = Pick<Course, 'before' | 'after' | 'own'>;

/** What a report claims, against the course of the project as it stands now. */
async function refusalOf(tx: Tx, project: ProjectRow, given: ReportRow, around: Around): Promise<Result<null, Refusal>> {
  const plan = (await fundingOf(tx, project.id)).map(({ source, plannedFen }) => ({ source, planned: plannedFen }));
  const problem = reportProblem({ ...project, plan, ...around }, { ...given, money: movedOf(given.money) }, tx.today);
  if (problem) return fail('INVALID_INPUT', { count: 1 }, [problem]);
  const limits = await limitsOf(tx);
  if (!limits.ok) return limits;
  const { designPercent } = limits.value;
  if (stepOf(given.stage) > stepOf('design') && given.stage !== project.stage && isOverrun(project, designPercent))
    return fail('PROJECT_REPORT_BACK', { percent: designPercent, stage: stages[given.stage] });
  return ok(null);
}

/** Reports a month, or puts right the counted report of one. */
export async function reportMonth(
  tx: Tx,
  of: { id: string; given: Given },
): Promise<Result<{ id: string; state: string }, Refusal>> {
  const project = await lockProject(tx, of.id);
  if (!project) return fail('NOT_FOUND');
  if (!isTheirs(tx, project)) return fail('PROJECT_NOT_YOURS');
  if (!goesOn(project.side)) return fail('PROJECT_STANDS_STILL', { side: sides[project.side] });
  const { given } = of;
  const month = longMonth(given.month);
  const known = await reportsOfMonth(tx, project.id, given.month);
  if (known.some((r) => r.state === 'waiting')) return fail('PROJECT_REPORT_WAITS', { month });
  const counted = known.find((r) => r.state === 'counted');
  if (counted && given.correction === undefined) return fail('PROJECT_MONTH_TWICE', { month });
  if (!counted && given.correction !== undefined) return fail('PROJECT_REPORT_NONE', { month });
  const around = { ...(await besides(tx, project.id, given.month)), own: counted?.stage ?? null };
  const row: ReportRow = {
    id: newId(),
    projectId: project.id,
    month: given.month,
    version: (known[0]?.version ?? 0) + 1,
    state: isOneOf(tx.actor, ['township-clerk']) ? 'waiting' : 'counted',
    stage: given.stage,
    stageOn: given.stage === (around.before?.stage ?? 'reserve') ? null : (given.stageOn ?? null),
    reason: given.reason || null,
    investedFen: given.invested,
    done: given.done,
    problem: given.problem || null,
    correction: given.correction ?? null,
    reportedAt: tx.now,
    reportedBy: tx.actor.id,
    reportedName: tx.actor.name,
    checkedAt: null,
    checkedName: null,
    checkNote: null,
    money: given.money.map(({ source, arrived, paid }) => ({ source, arrivedFen: arrived, paidFen: paid })),
  };
  const refused = await refusalOf(tx, project, row, around);
  if (!refused.ok) return refused;
  if (row.state === 'counted') await replace(tx, project.id, row);
  await insert(tx, project, row);
  const bound = await bindFiles(tx, given.photos ?? [], { caseId: row.id, personId: null, division: project.division });
  if (!bound.ok) return bound;
  await recordAudit(tx, {
    action: row.correction === null ? 'project.reported' : 'project.report-corrected',
    subject: { kind: 'project', id: project.id },
    division: project.division,
    detail: { month: row.month, version: row.version, stage: row.stage, state: row.state },
  });
  if (row.state === 'waiting')
    await notify(tx, {
      to: { performer: officerOf(project.level), division: project.division },
      template: 'project.to-check',
      params: { project: project.name, month, by: tx.actor.name },
    });
  const counts = row.state === 'counted' ? await count(tx, project, row) : ok(null);
  return counts.ok ? ok({ id: row.id, state: row.state }) : counts;
}

async function insert(tx: Tx, project: ProjectRow, row: ReportRow): Promise<void> {
  await tx.run(sql`insert into project_report (id, project_id, division, month, version, state, stage, stage_on, reason, invested_fen, done, problem, correction,
      reported_at, reported_by, reported_name)
    values (${row.id}, ${project.id}, ${project.division}, ${row.month}, ${row.version}, ${row.state}, ${row.stage}, ${row.stageOn}, ${row.reason}, ${row.investedFen}, ${row.done},
      ${row.problem}, ${row.correction}, ${row.reportedAt}, ${row.reportedBy}, ${row.reportedName})`);
  await tx.run(sql`insert into project_report_money (report_id, source, project_id, division, arrived_fen, paid_fen)
    select ${row.id}, m.source, ${project.id}, ${project.division}, m.arrived, m.paid
    from unnest(${row.money.map((m) => m.source)}::text[], ${row.money.map((m) => m.arrivedFen)}::bigint[], ${row.money.map((m) => m.paidFen)}::bigint[]) m(source, arrived, paid)`);
}

/** The version that counted until now stays, as 已更正. */
const replace = (tx: Tx, projectId: string, row: Pick<ReportRow, 'id' | 'month'>): Promise<number> =>
  tx.run(
    sql`update project_report set state = 'replaced' where project_id = ${projectId} and month = ${row.month} and state = 'counted' and id <> ${row.id}`,
  );

/** A counted report moves the project where it is the newest one: stage, money, and what is told of it. */
async function count(tx: Tx, project: ProjectRow, row: ReportRow): Promise<Result<null, 'PARAM_MISSING'>> {
  const newest = project.reportedMonth === null || row.month >= project.reportedMonth;
  if (newest) {
    const moved = row.stage !== project.stage;
    await changeProject(
      tx,
      project.id,
      sql`stage = ${row.stage}, stage_on = ${row.stageOn ?? (moved ? null : project.stageOn)}, invested_fen = ${row.investedFen}, reported_month = ${row.month}, updated_on = ${tx.today}, stale_told_on = null`,
    );
    await tx.run(sql`update project_funding f set arrived_fen = coalesce(m.arrived_fen, 0), paid_fen = coalesce(m.paid_fen, 0)
      from project_funding o left join project_report_money m on m.report_id = ${row.id} and m.source = o.source
      where f.project_id = ${project.id} and o.project_id = f.project_id and o.source = f.source`);
    const on = row.stageOn ?? tx.today;
    const redated = row.stageOn !== null && row.stageOn !== project.stageOn;
    if (moved || redated)
      await addStep(tx, project, {
        kind: 'stage',
        from: project.stage,
        to: row.stage,
        on,
        reason: row.reason ?? row.correction ?? '',
      });
    if (moved) await tellStage(tx, project, { from: project.stage, to: row.stage, on });
  } else await changeProject(tx, project.id, sql`updated_on = ${tx.today}, stale_told_on = null`);
  return refreshAlarms(tx, sql`p.id = ${project.id}`);
}

/** Whoever keeps the file of a facility hears of it. */
export const tellStage = (
  tx: Tx,
  project: Pick<ProjectRow, 'id' | 'division'>,
  move: { from: string; to: string; on: PlainDate },
) =>
  emit(tx, {
    type: 'project.stage.changed',
    subject: { kind: 'project', id: project.id },
    division: project.division,
    payload: { projectId: project.id, fromStage: move.from, toStage: move.to, changedOn: move.on },
    sensitivity: 'public',
  });

export const checks = { count: '核对无误，计入', return: '退回' } as const;
export const NewCheck = z.strictObject({
  decision: choice(checks).meta({ label: '怎样处理', choices: checks }),
  note: z
    .string()
    .trim()
    .min(4, '请写明退回的原因（至少4个字）')
    .max(300)
    .optional()
    .meta({ label: '退回的原因', widget: 'textarea', showIf: { field: 'decision', in: ['return'] }, requiredIfShown: true }),
});

/** 县核: what a township has reported counts, or goes back with a reason. */
export async function checkReport(
  tx: Tx,
  of: { id: string; reportId: string; check: z.infer<typeof NewCheck> },
): Promise<Result<{ state: string }, Refusal | 'PROJECT_REPORT_CHECKED' | 'PROJECT_REPORT_OWN'>> {
  const project = await lockProject(tx, of.id);
  const row = project && (await readReport(tx, of.reportId));
  if (!row || row.projectId !== project.id) return fail('NOT_FOUND');
  if (row.state !== 'waiting') return fail('PROJECT_REPORT_CHECKED');
  if (isOwnHand(tx.actor, row.reportedBy, row.reportedAt)) return fail('PROJECT_REPORT_OWN');
  const counts = of.check.decision === 'count';
  if (counts) {
    if (!goesOn(project.side)) return fail('PROJECT_STANDS_STILL', { side: sides[project.side] });
    // 报上来以后别的月份可能变了：按现在的情况再对一遍
    const counted = (await reportsOfMonth(tx, project.id, row.month)).find((r) => r.state === 'counted');
    const around = { ...(await besides(tx, project.id, row.month)), own: counted?.stage ?? null };
    const refused = await refusalOf(tx, project, row, around);
    if (!refused.ok) return refused;
    await replace(tx, project.id, row);
  } else if (!of.check.note) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'note', message: '请写明退回的原因' }]);
  const state = counts ? 'counted' : 'returned';
  await tx.run(sql`update project_report set state = ${state}, checked_at = ${tx.now}, checked_by = ${tx.actor.id}, checked_name = ${tx.actor.name},
    check_note = ${counts ? null : of.check.note} where id = ${row.id}`);
  await recordAudit(tx, {
    action: 'project.report-checked',
    subject: { kind: 'project', id: project.id },
    division: project.division,
    detail: { month: row.month, version: row.version, state },
  });
  if (!counts)
    await notify(tx, {
      to: { userId: row.reportedBy },
      template: 'project.returned',
      params: { project: project.name, month: longMonth(row.month), reason: of.check.note ?? '' },
    });
  const done = counts ? await count(tx, project, row) : ok(null);
  return done.ok ? ok({ state }) : done;
}
