/** 对应规划项目: an officer says which project of the plan's library a facility is; whoever keeps the library hears of it. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { plannedChoice } from '../../../kernel/map/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, parseInput } from '../../../kernel/schema/index.ts';
import { lockProject, type Project, readProject } from './projects.ts';

const within = (tx: Tx, project: Project | null): Result<Project, 'NOT_FOUND'> =>
  project && inScope(project.division, tx.actor.division ?? tx.city) ? ok(project) : fail('NOT_FOUND');

export async function plannedFields(tx: Tx, code: string): Promise<Result<{ fields: readonly FormField[] }, 'NOT_FOUND'>> {
  const project = within(tx, await readProject(tx, code));
  return project.ok ? ok({ fields: formOf((await plannedChoice(tx, project.value)).shape) }) : project;
}

/** Confirmed, changed, or taken back; whoever keeps the library hears of it. */
export async function linkPlanned(tx: Tx, of: { code: string; input: unknown }): Promise<Result<{ code: string }>> {
  const found = within(tx, await lockProject(tx, of.code));
  if (!found.ok) return found;
  const project = found.value;
  const { shape, find } = await plannedChoice(tx, project);
  const given = parseInput(shape, of.input);
  if (!given.ok) return given;
  const planned = find(given.value.planned);
  await tx.run(sql`update facility_project set planned_project = ${planned?.id ?? null}, planned_name = ${planned?.name ?? null}, planned_to = ${planned?.to ?? null},
    planned_on = ${planned ? tx.today : null}, planned_by = ${planned ? tx.actor.id : null}, version = version + 1 where code = ${project.code}`);
  await recordAudit(tx, {
    action: 'facility-project.linked',
    subject: { kind: 'facility-project', id: project.code },
    division: project.division,
    detail: { planned: planned?.id ?? '' },
  });
  await emit(tx, {
    type: 'facility.project.linked',
    subject: { kind: 'facility-project', id: project.code },
    division: project.division,
    payload: {
      facility: project.code,
      name: project.name,
      link: '/facilities',
      projectId: planned?.id ?? null,
      linkedOn: tx.today,
    },
    sensitivity: 'public',
  });
  return ok({ code: project.code });
}
