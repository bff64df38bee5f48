/**
 * 对应规划项目: an officer says which project of the plan's library a facility is. That library is another domain's: its records are known here as everybody
 * knows them, by the layer of the map. A row of the plan may stand for many facilities, so nothing is matched by machine.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { type MapRecord, recordsOf } from '../../../kernel/map/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type FormField, formOf, parseInput } from '../../../kernel/schema/index.ts';
import { lockProject, type Project, readProject } from './projects.ts';

const LAYER = 'projects';
/** Nothing in the library is this facility. */
const NONE = 'none';
const SHOWN = 30;

const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));
/** How many pairs of characters two names share. */
function shared(one: string, other: string): number {
  const known = new Set(pairs(other));
  return pairs(one).filter((pair) => known.has(pair)).length;
}

/** The planned projects of its place, the likeliest names first. */
async function candidates(tx: Tx, project: Project): Promise<MapRecord[]> {
  const records = await recordsOf(tx, { layer: LAYER, division: project.division });
  return records.toSorted((a, b) => shared(b.name, project.name) - shared(a.name, project.name)).slice(0, SHOWN);
}

async function shape(tx: Tx, project: Project) {
  const choices = {
    ...Object.fromEntries((await candidates(tx, project)).map(({ id, name, says }) => [id, `${name}（${says}）`])),
    [NONE]: '规划项目里没有',
  };
  return z.strictObject({ planned: choice(choices).meta({ label: '是规划里的哪个项目', choices }) });
}

const within = (tx: Tx, project: Project | null): Result<Project, 'NOT_FOUND'> =>
  project && inScope(project.division, tx.actor.division ?? tx.city) ? ok(project) : fail('NOT_FOUND');

export async function plannedFields(tx: Tx, code: string): Promise<Result<{ fields: readonly FormField[] }, 'NOT_FOUND'>> {
  const project = within(tx, await readProject(tx, code));
  return project.ok ? ok({ fields: formOf(await shape(tx, project.value)) }) : project;
}

/** Confirmed, changed, or taken back; whoever keeps the library hears of it. */
export async function linkPlanned(tx: Tx, of: { code: string; input: unknown }): Promise<Result<{ code: string }>> {
  const found = within(tx, await lockProject(tx, of.code));
  if (!found.ok) return found;
  const project = found.value;
  const given = parseInput(await shape(tx, project), of.input);
  if (!given.ok) return given;
  const planned = (await candidates(tx, project)).find(({ id }) => id === given.value.planned) ?? null;
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
