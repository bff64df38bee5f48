/** All SQL of incidents. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { sealPlace } from '../stays/store.ts';
import type { Course } from './rules.ts';
import type { Grade, IncidentType, Injury, Measure, StepKind } from './terms.ts';

export interface Incident {
  id: string;
  no: number;
  institutionId: string;
  division: DivisionCode;
  type: IncidentType;
  grade: Grade;
  injury: Injury;
  measure: Measure;
  foundAt: string;
  recordedAt: string;
  place: string;
  what: string;
  told: string[];
  closedAt: string | null;
  recordedName: string;
}
interface Row extends Omit<Incident, 'what'> {
  what: Buffer;
}
/** `i` is the incident. */
export const incidentColumns = sql`i.id, i.no, i.institution_id, i.division, i.type, i.grade, i.injury, i.measure, i.found_at, i.recorded_at, i.place, i.what, i.told,
  i.closed_at, i.recorded_name`;
const incidentOf = (tx: Tx, row: Row): Incident => ({
  ...row,
  what: tx.keys.open(row.what, sealPlace('care_incident', 'what', row.id)),
});

export async function findIncident(tx: Tx, id: string, lock = sql``): Promise<Result<Incident, 'NOT_FOUND'>> {
  const row = await tx.maybe<Row>(sql`select ${incidentColumns} from care_incident i where i.id = ${id} ${lock}`);
  return row ? ok(incidentOf(tx, row)) : fail('NOT_FOUND');
}
/** The incident, locked: the second of two waits, then sees what the first one did. */
export const lockIncident = (tx: Tx, id: string) => findIncident(tx, id, sql`for update`);

export const incidentsWhere = async (tx: Tx, where = sql`true`, end = sql`limit 300`): Promise<Incident[]> =>
  (
    await tx.rows<Row>(sql`select ${incidentColumns} from care_incident i where ${where} order by i.found_at desc, i.id ${end}`)
  ).map((row) => incidentOf(tx, row));

export interface Concerned {
  incidentId: string;
  stayId: string;
  personId: string;
  agentPersonId: string | null;
  name: string;
  bed: string;
}
export const personsOf = (tx: Tx, incidentIds: readonly string[]): Promise<Concerned[]> =>
  tx.rows(sql`select c.incident_id, c.stay_id, s.person_id, a.agent_person_id, p.name, b.code as bed from care_incident_person c join care_stay s on s.id = c.stay_id
    join care_admission a on a.id = s.admission_id join person p on p.id = s.person_id join care_bed b on b.id = s.bed_id
    where c.incident_id = any(${[...incidentIds]}::uuid[]) order by b.code limit 2000`);

export interface StepContent {
  readonly text: string;
  readonly way?: string;
  readonly whom?: string;
}
export interface Step extends StepContent {
  id: string;
  incidentId: string;
  kind: StepKind;
  stayId: string | null;
  at: string;
  recordedAt: string;
  byName: string;
  photos: string[];
}
export const stepsOf = async (tx: Tx, incidentIds: readonly string[]): Promise<Step[]> =>
  (
    await tx.rows<Omit<Step, keyof StepContent> & { content: Buffer }>(
      sql`select id, incident_id, kind, stay_id, at, recorded_at, by_name, content, photos from care_incident_step
        where incident_id = any(${[...incidentIds]}::uuid[]) order by recorded_at, id limit 5000`,
    )
  ).map(({ content, ...row }) => ({
    ...row,
    ...tx.keys.openJson<StepContent>(content, sealPlace('care_incident_step', 'content', row.id)),
  }));

export const addStep = (
  tx: Tx,
  of: Pick<Incident, 'id' | 'institutionId' | 'division'>,
  step: { kind: StepKind; at: string; content: StepContent; stayId?: string; photos?: readonly string[] },
): Promise<number> => {
  const id = newId();
  return tx.run(sql`insert into care_incident_step (id, incident_id, institution_id, division, kind, stay_id, at, content, recorded_at, by_actor, by_name, photos)
    values (${id}, ${of.id}, ${of.institutionId}, ${of.division}, ${step.kind}, ${step.stayId ?? null}, ${step.at},
      ${tx.keys.sealJson(step.content, sealPlace('care_incident_step', 'content', id))}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name}, ${[...(step.photos ?? [])]}::uuid[])`);
};

/** Where an incident stands, for the rules. */
export const courseOf = (incident: Incident, persons: readonly Concerned[], steps: readonly Step[]): Course => ({
  type: incident.type,
  grade: incident.grade,
  foundAt: new Date(incident.foundAt).toISOString(),
  closed: incident.closedAt !== null,
  untold: persons.filter((p) => !steps.some((s) => s.kind === 'family' && s.stayId === p.stayId)).length,
  done: steps.map((s) => s.kind),
});
