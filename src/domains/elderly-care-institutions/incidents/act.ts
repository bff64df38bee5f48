/** 突发事件: reported at the bed, the family told by the platform in the same moment; then each thing that is done, until it is closed. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { plainDateOf, shortDate, timeOfDay } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, Uuid } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { tellFamily, tellStaff } from '../stays/apply.ts';
import { sealPlace } from '../stays/store.ts';
import { incidentLimits } from './limits.ts';
import { alarmsOf, leastGrade, missingToClose } from './rules.ts';
import { addStep, courseOf, findIncident, type Incident, lockIncident, personsOf, type StepContent, stepsOf } from './store.ts';
import {
  type Grade,
  gradeNames,
  grades,
  incidentTypes,
  injuries,
  leaders,
  measures,
  officers,
  type StepKind,
  ways,
} from './terms.ts';

const ago = z
  .int('请填写整数')
  .min(0)
  .max(7 * 1440)
  .default(0)
  .meta({ label: '几分钟以前', unit: '分钟', help: '刚刚的填0' });
const text = (label: string, help?: string) =>
  z
    .string()
    .trim()
    .min(2, `请写明${label}`)
    .max(1000, '不超过1000个字')
    .meta({ label, widget: 'textarea', protect: true, ...(help ? { help } : {}) });

export const NewIncident = z.strictObject({
  type: choice(incidentTypes).meta({ label: '什么事', choices: incidentTypes }),
  stayIds: z.array(Uuid).max(50).default([]).meta({ label: '涉及的老人' }),
  injury: choice(injuries).meta({ label: '伤得怎样', choices: injuries }),
  measure: choice(measures).meta({ label: '正在怎么处理', choices: measures, help: '家属马上会收到' }),
  place: z.string().trim().min(1, '请写明地点').max(100).meta({ label: '在哪里' }),
  what: text('经过', '怎么发现的，做了什么；家属会看到，不写别的老人的姓名'),
  minutesAgo: ago.meta({ label: '几分钟以前发现的' }),
  grade: choice(gradeNames).optional().meta({ label: '级别', choices: gradeNames, help: '不选的，由平台按情况定；可以往高里报' }),
});

const earlier = (now: string, minutes: number): string => new Date(Date.parse(now) - minutes * 60_000).toISOString();
export const saidAt = (at: string): string => {
  const iso = new Date(at).toISOString();
  return `${shortDate(plainDateOf(iso))}${timeOfDay(iso)}`;
};

const onRecord = (
  tx: Tx,
  action: 'care-incident.opened' | 'care-incident.continued' | 'care-incident.closed',
  of: Pick<Incident, 'id' | 'division'>,
  personId?: string,
) =>
  recordAudit(tx, {
    action,
    subject: { kind: 'care-incident', id: of.id },
    division: of.division,
    ...(personId ? { personId } : {}),
  });

/** The families hear it from the platform as soon as it is on record, whatever the grade; that somebody of the home calls them is a step of its own. */
export async function openIncident(
  tx: Tx,
  institutionId: string,
  given: z.infer<typeof NewIncident>,
): Promise<Result<{ id: string; grade: Grade }>> {
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const stayIds = [...new Set(given.stayIds)];
  if (stayIds.length === 0 && given.type !== 'fire' && given.type !== 'other')
    return fail('INCIDENT_PERSONS', {}, [{ path: 'stayIds', message: '请选涉及的老人' }]);
  const known = await tx.rows<{ id: string }>(
    sql`select id from care_stay where id = any(${stayIds}::uuid[]) and institution_id = ${institutionId}`,
  );
  if (known.length < stayIds.length) return fail('NOT_FOUND');
  const least = leastGrade({ type: given.type, injury: given.injury, persons: stayIds.length });
  const grade = given.grade ?? least;
  if (grade < least)
    return fail('INCIDENT_GRADE', { grade: grades[least].zh }, [{ path: 'grade', message: `至少${grades[least].zh}` }]);
  const id = newId();
  const { division, name } = home.value;
  const foundAt = earlier(tx.now, given.minutesAgo);
  await tx.run(sql`insert into care_incident (id, institution_id, division, type, grade, injury, measure, found_at, recorded_at, place, what, recorded_by, recorded_name)
    values (${id}, ${institutionId}, ${division}, ${given.type}, ${grade}, ${given.injury}, ${given.measure}, ${foundAt}, ${tx.now}, ${given.place},
      ${tx.keys.seal(given.what, sealPlace('care_incident', 'what', id))}, ${tx.actor.id}, ${tx.actor.name})`);
  for (const stayId of stayIds)
    await tx.run(
      sql`insert into care_incident_person (incident_id, stay_id, institution_id, division) values (${id}, ${stayId}, ${institutionId}, ${division})`,
    );
  const persons = await personsOf(tx, [id]);
  for (const person of persons) {
    const said = {
      name: person.name,
      time: saidAt(foundAt),
      type: incidentTypes[given.type],
      action: measures[given.measure],
      phone: home.value.telephone,
    };
    await tellFamily(tx, person, 'care.incident', said, grade > 'S1' ? { atOnce: true } : {});
    await onRecord(tx, 'care-incident.opened', { id, division }, person.personId);
  }
  if (persons.length === 0) await onRecord(tx, 'care-incident.opened', { id, division });
  await tellStaff(tx, institutionId, {
    performers: leaders,
    template: 'care.incident-serious',
    params: { home: name, time: saidAt(foundAt), type: incidentTypes[given.type], grade: grades[grade].zh },
  });
  if (grade >= 'S3') await tellCounty(tx, { id, institutionId, division, type: given.type, grade, foundAt });
  const next = await setNext(tx, id);
  return next.ok ? ok({ id, grade }) : next;
}

/** 严重、重大: the county's desk, and everybody who goes by the event. */
async function tellCounty(
  tx: Tx,
  of: Pick<Incident, 'id' | 'institutionId' | 'division' | 'type' | 'grade' | 'foundAt'>,
): Promise<void> {
  await emit(tx, {
    type: 'incident.opened',
    subject: { kind: 'care-incident', id: of.id },
    division: of.division,
    payload: {
      incidentId: of.id,
      institutionId: of.institutionId,
      type: of.type,
      grade: of.grade,
      at: new Date(of.foundAt).toISOString(),
    },
  });
  const home = await findInstitution(tx, of.institutionId);
  for (const performer of officers)
    await notify(tx, {
      to: { performer, division: `${of.division.slice(0, 6)}000000` },
      template: 'care.incident-serious',
      params: {
        home: home.ok ? home.value.name : '',
        time: saidAt(of.foundAt),
        type: incidentTypes[of.type],
        grade: grades[of.grade].zh,
      },
    });
}

/** When it rings next, by what has been done. */
export async function setNext(tx: Tx, id: string): Promise<Result<null>> {
  const found = await findIncident(tx, id);
  if (!found.ok) return found;
  const set = await incidentLimits(tx, found.value.division);
  if (!set.ok) return set;
  const course = courseOf(found.value, await personsOf(tx, [id]), await stepsOf(tx, [id]));
  const left = alarmsOf(course, set.value).filter(({ alarm }) => !found.value.told.includes(alarm));
  const next = left.map(({ at }) => at).sort()[0] ?? null;
  await tx.run(sql`update care_incident set next_at = ${next}, version = version + 1 where id = ${id}`);
  return ok(null);
}

export const Happened = z.strictObject({ text: text('情况'), minutesAgo: ago });
export const FamilyTold = z.strictObject({
  stayId: Uuid.meta({ label: '哪位老人的家属' }),
  whom: z.string().trim().min(2, '请写明告知了谁').max(40).meta({ label: '告知了谁', protect: true, help: '例如：儿子赵小军' }),
  way: choice(ways).meta({ label: '怎么告知的', choices: ways }),
  text: text('家属怎么说'),
  minutesAgo: ago,
});

/** Whatever may still be added to an incident that is not closed. */
async function add(
  tx: Tx,
  id: string,
  of: { kind: StepKind; minutesAgo: number; content: StepContent; stayId?: string },
): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.closedAt !== null) return fail('INCIDENT_CLOSED');
  if (of.kind === 'located' && incident.type !== 'wandering') return fail('INCIDENT_NOT_LOST');
  const at = earlier(tx.now, of.minutesAgo);
  if (Date.parse(at) < Date.parse(incident.foundAt) - 60_000)
    return fail('INCIDENT_BEFORE', {}, [{ path: 'minutesAgo', message: '早于发现的时间' }]);
  const persons = await personsOf(tx, [id]);
  if (of.stayId !== undefined) {
    if (!persons.some((p) => p.stayId === of.stayId)) return fail('NOT_FOUND');
    const known = await stepsOf(tx, [id]);
    if (known.some((s) => s.kind === 'family' && s.stayId === of.stayId)) return fail('INCIDENT_TOLD');
  }
  await addStep(tx, incident, { ...of, at });
  await onRecord(tx, 'care-incident.continued', incident, persons.find((p) => p.stayId === of.stayId)?.personId);
  const next = await setNext(tx, id);
  return next.ok ? ok({ id }) : next;
}

export const happened =
  (kind: StepKind) =>
  (tx: Tx, id: string, { text: words, minutesAgo }: z.infer<typeof Happened>) =>
    add(tx, id, { kind, minutesAgo, content: { text: words } });

export const familyTold = (tx: Tx, id: string, given: z.infer<typeof FamilyTold>) =>
  add(tx, id, {
    kind: 'family',
    minutesAgo: given.minutesAgo,
    stayId: given.stayId,
    content: { text: given.text, way: ways[given.way], whom: given.whom },
  });

export const Raised = z.strictObject({
  grade: choice(gradeNames).meta({ label: '升到', choices: gradeNames }),
  text: text('为什么'),
});
/** 升级: never down. From S3 on the county hears of it. */
export async function raiseIncident(tx: Tx, id: string, given: z.infer<typeof Raised>): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.closedAt !== null) return fail('INCIDENT_CLOSED');
  if (given.grade <= incident.grade)
    return fail('INCIDENT_GRADE', { grade: grades[incident.grade].zh }, [{ path: 'grade', message: '只能往高里升' }]);
  await tx.run(sql`update care_incident set grade = ${given.grade} where id = ${id}`);
  await addStep(tx, incident, {
    kind: 'raised',
    at: tx.now,
    content: { text: `由${grades[incident.grade].zh}升为${grades[given.grade].zh}：${given.text}` },
  });
  if (incident.grade < 'S3' && given.grade >= 'S3') await tellCounty(tx, { ...incident, grade: given.grade });
  await onRecord(tx, 'care-incident.continued', incident);
  const next = await setNext(tx, id);
  return next.ok ? ok({ id }) : next;
}

export const Photographed = z.strictObject({
  photos: z.array(FileRef).min(1, '至少一张').max(6, '最多6张').meta({
    label: '照片',
    paper: 'incident-photo',
    help: '拍地面、设备、伤处；不拍别的老人的脸',
  }),
  text: text('拍的是什么'),
});
/** 照片: of the place and the injury; opened by the office of the home only. */
export async function photograph(tx: Tx, id: string, given: z.infer<typeof Photographed>): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.closedAt !== null) return fail('INCIDENT_CLOSED');
  const bound = await bindFiles(tx, given.photos, {
    caseId: id,
    personId: null,
    division: incident.division,
    readers: officers,
  });
  if (!bound.ok) return bound;
  await addStep(tx, incident, { kind: 'photo', at: tx.now, content: { text: given.text }, photos: given.photos });
  await onRecord(tx, 'care-incident.continued', incident);
  return ok({ id });
}

export const Closed = z.strictObject({ text: text('结案意见') });
/** 结案: families told, causes and correction written; the serious ones by the county. */
export async function closeIncident(tx: Tx, id: string, given: z.infer<typeof Closed>): Promise<Result<{ id: string }>> {
  const found = await lockIncident(tx, id);
  if (!found.ok) return found;
  const incident = found.value;
  if (incident.closedAt !== null) return fail('INCIDENT_CLOSED');
  if (incident.grade >= 'S3' && !isOneOf(tx.actor, officers))
    return fail('INCIDENT_CLOSER', { grade: grades[incident.grade].zh });
  const persons = await personsOf(tx, [id]);
  const missing = missingToClose(courseOf(incident, persons, await stepsOf(tx, [id])));
  if (missing.length > 0) return fail('INCIDENT_CLOSE', { missing: missing.join('、') });
  await addStep(tx, incident, { kind: 'closed', at: tx.now, content: { text: given.text } });
  await tx.run(sql`update care_incident set closed_at = ${tx.now}, next_at = null, version = version + 1 where id = ${id}`);
  for (const person of persons)
    await tellFamily(tx, person, 'care.incident-closed', { name: person.name, type: incidentTypes[incident.type] });
  await onRecord(tx, 'care-incident.closed', incident);
  return ok({ id });
}
