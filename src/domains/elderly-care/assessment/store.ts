/** All SQL of the assessment. What was found of a person is sealed and opened only for whoever is asked to read it. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { SCHEME } from './items.ts';
import type { Findings, Level, LevelResult } from './rules.ts';
import { ASSESSMENT_ITEM, type AssessmentState, type Profession, type places } from './terms.ts';

export interface Assessor {
  id: string;
  userId: string;
  division: DivisionCode;
  name: string;
  profession: Profession;
  certificateNo: string;
  organisation: string;
  ties: string;
  active: boolean;
}
const assessorColumns = sql`id, user_id, division, name, profession, certificate_no, organisation, ties, active`;

/** Of a county, by name. */
export const assessorsOf = (tx: Tx, county: DivisionCode): Promise<Assessor[]> =>
  tx.rows<Assessor>(sql`select ${assessorColumns} from capacity_assessor where division = ${county} order by name, id limit 200`);
export const findAssessors = (tx: Tx, ids: readonly string[]): Promise<Assessor[]> =>
  tx.rows<Assessor>(sql`select ${assessorColumns} from capacity_assessor where id = any(${[...ids]}::uuid[]) order by id`);

export async function enterAssessor(tx: Tx, given: Omit<Assessor, 'id' | 'active'>): Promise<string | null> {
  const id = newId();
  const row = await tx.maybe<{
    id: string;
  }>(sql`insert into capacity_assessor (id, user_id, division, name, profession, certificate_no, organisation, ties, entered_at, entered_by)
    values (${id}, ${given.userId}, ${given.division}, ${given.name}, ${given.profession}, ${given.certificateNo}, ${given.organisation}, ${given.ties}, ${tx.now}, ${tx.actor.id})
    on conflict (user_id) do nothing returning id`);
  return row?.id ?? null;
}
export const changeAssessor = (tx: Tx, id: string, set: { ties: string; active: boolean }): Promise<number> =>
  tx.run(sql`update capacity_assessor set ties = ${set.ties}, active = ${set.active} where id = ${id}`);

/** What the assessors found, as it is kept. */
export interface AssessmentContent extends Findings {
  readonly place: keyof typeof places;
  readonly startTime: string;
  readonly endTime: string;
  readonly result: LevelResult;
  readonly doubts: readonly string[];
  readonly signatures: readonly string[];
}

export interface Assessment {
  id: string;
  caseId: string;
  personId: string;
  division: DivisionCode;
  scheme: string;
  state: AssessmentState;
  firstAssessor: string;
  secondAssessor: string;
  /** The first and the second, as they were called when they were sent. */
  assessorNames: string[];
  plannedOn: PlainDate;
  assignedBy: string;
  scoredOn: PlainDate | null;
  toldOn: PlainDate | null;
  validFrom: PlainDate | null;
  validTo: PlainDate | null;
  content: AssessmentContent | null;
}
type Row = Omit<Assessment, 'content'> & { content: Buffer | null };
const columns = sql`id, case_id, person_id, division, scheme, state, first_assessor, second_assessor, assessor_names, planned_on, assigned_by, scored_on, told_on, valid_from, valid_to, content`;
const place = (id: string): string => `capacity_assessment.content:${id}`;
const opened = (tx: Tx, row: Row): Assessment => ({
  ...row,
  content: row.content && tx.keys.openJson<AssessmentContent>(row.content, place(row.id)),
});

export async function assessmentOfCase(tx: Tx, caseId: string): Promise<Assessment | null> {
  const row = await tx.maybe<Row>(sql`select ${columns} from capacity_assessment where case_id = ${caseId}`);
  return row && opened(tx, row);
}

/** Sent anew, the assessors and the day change; the scores of before, if any, do not count. */
export async function assign(
  tx: Tx,
  of: Pick<Assessment, 'caseId' | 'personId' | 'division' | 'firstAssessor' | 'secondAssessor' | 'assessorNames' | 'plannedOn'>,
): Promise<void> {
  await tx.run(sql`insert into capacity_assessment (id, case_id, person_id, division, scheme, state, first_assessor, second_assessor, assessor_names, planned_on, assigned_by)
    values (${newId()}, ${of.caseId}, ${of.personId}, ${of.division}, ${SCHEME}, 'assigned', ${of.firstAssessor}, ${of.secondAssessor}, ${of.assessorNames}::text[], ${of.plannedOn}, ${tx.actor.id})
    on conflict (case_id) do update set state = 'assigned', first_assessor = excluded.first_assessor, second_assessor = excluded.second_assessor, assessor_names = excluded.assessor_names,
      planned_on = excluded.planned_on, assigned_by = excluded.assigned_by, scored_on = null, content = null`);
}

export const saveScores = (tx: Tx, id: string, given: { scoredOn: PlainDate; content: AssessmentContent }): Promise<number> =>
  tx.run(
    sql`update capacity_assessment set state = 'scored', scored_on = ${given.scoredOn}, content = ${tx.keys.sealJson(given.content, place(id))} where id = ${id}`,
  );

export const changeAssessment = (tx: Tx, id: string, set: Sql): Promise<number> =>
  tx.run(sql`update capacity_assessment set ${set} where id = ${id}`);

/** Levels that each assessor has given in the actor's range since a day. */
export async function levelsGiven(tx: Tx, since: PlainDate): Promise<Map<string, Level[]>> {
  const { lo, hi } = tx.actor;
  const rows = await tx.rows<Row>(sql`select ${columns} from capacity_assessment
    where division >= ${lo} and division < ${hi} and told_on >= ${since} and content is not null order by told_on desc limit 5000`);
  const given = new Map<string, Level[]>();
  for (const { content, firstAssessor, secondAssessor } of rows.map((row) => opened(tx, row)))
    for (const id of [firstAssessor, secondAssessor]) given.set(id, [...(given.get(id) ?? []), content!.result.final]);
  return given;
}

/** The case of a person whose result was told and may still be objected to. */
export const openToObjection = (tx: Tx, personId: string): Promise<{ caseId: string } | null> =>
  tx.maybe<{ caseId: string }>(sql`select id as case_id from service_case
    where item_id = ${ASSESSMENT_ITEM} and applicant_person_id = ${personId} and state = 'told' and closed_at is null`);

/** Cases that wait for one of the two, by the day planned. */
export const toAssess = (tx: Tx, userId: string) =>
  tx.rows<{
    caseId: string;
    personId: string;
    name: string;
    division: DivisionCode;
    plannedOn: PlainDate;
    dueOn: PlainDate | null;
    flags: string[];
    withWhom: string;
  }>(sql`select c.id as case_id, c.applicant_person_id as person_id, c.applicant_name as name, c.division, a.planned_on, c.due_on, c.flags, a.assessor_names[case when me.id = a.first_assessor then 2 else 1 end] as with_whom
    from capacity_assessor me
    join capacity_assessment a on me.id in (a.first_assessor, a.second_assessor) and a.state = 'assigned'
    join service_case c on c.id = a.case_id and c.state = 'assessing'
    where me.user_id = ${userId} order by a.planned_on, c.id limit 100`);
