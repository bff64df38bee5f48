/** 设施项目: the library with its quarterly reports; what is opened becomes a body of community rehabilitation, and is told. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Fen, FenAmount, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { reportProblem } from './rules.ts';
import { isOpen, type Stage, stages } from './terms.ts';

export interface Project {
  code: string;
  name: string;
  division: DivisionCode;
  place: string;
  body: string;
  plannedFen: Fen;
  source: string;
  stage: Stage;
  paidFen: Fen;
  progress: number;
  reportedQuarter: string | null;
  openedOn: PlainDate | null;
  /** Of the plan's library, as an officer has confirmed it; null: not yet, or in none. */
  plannedProject: string | null;
  plannedName: string | null;
  plannedTo: string | null;
}
const columns = sql`code, name, division, place, body, planned_fen, source, stage, paid_fen, progress, reported_quarter, opened_on, planned_project, planned_name, planned_to`;

export const projects = (tx: Tx): Promise<Project[]> =>
  tx.rows<Project>(sql`select ${columns} from facility_project order by code limit 500`);

export const readProject = (tx: Tx, code: string): Promise<Project | null> =>
  tx.maybe<Project>(sql`select ${columns} from facility_project where code = ${code}`);
export const lockProject = (tx: Tx, code: string): Promise<Project | null> =>
  tx.maybe<Project>(sql`select ${columns} from facility_project where code = ${code} for update`);

export interface ProjectReport {
  quarter: string;
  stage: Stage;
  paidFen: Fen;
  progress: number;
  note: string;
}
export const reportsOf = (tx: Tx, code: string): Promise<ProjectReport[]> =>
  tx.rows<ProjectReport>(
    sql`select quarter, stage, paid_fen, progress, note from facility_report where project_code = ${code} order by quarter desc limit 60`,
  );

const opens = { field: 'stage', in: ['in-use'] } as const;
export const NewReport = z.strictObject({
  quarter: z
    .string()
    .trim()
    .regex(/^\d{4}-Q[1-4]$/, '请按“2026-Q3”填写')
    .meta({ label: '季度', help: '例如 2026-Q3' }),
  stage: choice(stages).meta({ label: '现在的阶段', choices: stages }),
  paid: FenAmount.meta({ label: '累计支付' }),
  progress: z.int('请填写整数').min(0, '0到100').max(100, '0到100').meta({ label: '累计形象进度', unit: '%' }),
  note: z.string().trim().min(4, '请写明本季度做了什么（至少4个字）').max(500).meta({ label: '说明', widget: 'textarea' }),
  openedOn: PlainDateText.optional().meta({ label: '投用日期', widget: 'date', showIf: opens, requiredIfShown: true }),
  beds: z.int().min(0).max(10_000).optional().meta({ label: '床位', unit: '张', showIf: opens, requiredIfShown: true }),
  capacity: z.int().min(1).max(10_000).optional().meta({ label: '服务能力', unit: '人', showIf: opens, requiredIfShown: true }),
  telephone: z.string().trim().min(7).max(20).optional().meta({ label: '服务电话', showIf: opens, requiredIfShown: true }),
});
type Report = z.infer<typeof NewReport>;

const missing = (path: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message: '投用的请填写' }]);

/** One report a quarter, sums only. */
export async function reportQuarter(
  tx: Tx,
  command: Report & { code: string },
): Promise<Result<{ code: string; stage: Stage; institutionId: string | null }>> {
  const project = await lockProject(tx, command.code);
  if (!project || !inScope(project.division, tx.actor.division ?? tx.city)) return fail('NOT_FOUND');
  const report = { quarter: command.quarter, stage: command.stage, paidFen: command.paid, progress: command.progress };
  const problem = reportProblem(project, report, tx.today);
  if (problem) return fail('INVALID_INPUT', { count: 1 }, [problem]);
  const opening = isOpen(report.stage) && !isOpen(project.stage);
  const { openedOn, beds, capacity, telephone } = command;
  if (opening) {
    if (!openedOn) return missing('openedOn');
    if (openedOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'openedOn', message: '投用日期不能晚于今天' }]);
    if (beds === undefined) return missing('beds');
    if (capacity === undefined) return missing('capacity');
    if (!telephone) return missing('telephone');
  }
  const added =
    await tx.run(sql`insert into facility_report (project_code, quarter, division, stage, paid_fen, progress, note, reported_at, reported_by)
    values (${project.code}, ${report.quarter}, ${project.division}, ${report.stage}, ${report.paidFen}, ${report.progress}, ${command.note}, ${tx.now}, ${tx.actor.id})
    on conflict (project_code, quarter) do nothing`);
  if (added === 0) return fail('PROJECT_REPORT_TWICE', { quarter: report.quarter });
  await tx.run(sql`update facility_project set stage = ${report.stage}, paid_fen = ${report.paidFen}, progress = ${report.progress}, reported_quarter = ${report.quarter},
    opened_on = ${opening ? openedOn : project.openedOn}, version = version + 1 where code = ${project.code}`);
  await recordAudit(tx, {
    action: 'facility-project.reported',
    subject: { kind: 'facility-project', id: project.code },
    division: project.division,
    detail: { quarter: report.quarter, stage: report.stage },
  });
  const institutionId = opening
    ? await open(tx, project, { openedOn: openedOn!, beds: beds!, capacity: capacity!, telephone: telephone! })
    : null;
  return ok({ code: project.code, stage: report.stage, institutionId });
}

async function open(
  tx: Tx,
  project: Project,
  given: { openedOn: PlainDate; beds: number; capacity: number; telephone: string },
): Promise<string> {
  const id = newId();
  const level = project.division === tx.city ? 'city' : project.division.endsWith('000000') ? 'county' : 'township';
  await tx.run(sql`insert into rehab_institution (id, name, division, operator, address, telephone, capacity, level, project_code, beds, opened_on)
    values (${id}, ${project.name}, ${project.division}, ${project.body}, ${project.place}, ${given.telephone}, ${given.capacity}, ${level}, ${project.code}, ${given.beds}, ${given.openedOn})
    on conflict do nothing`);
  await emit(tx, {
    type: 'facility.opened',
    subject: { kind: 'facility', id },
    division: project.division,
    payload: {
      facilityId: id,
      kind: 'rehabilitation',
      functions: ['community-rehab'],
      division: project.division,
      openedOn: given.openedOn,
    },
    sensitivity: 'public',
  });
  return id;
}
