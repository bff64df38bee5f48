/** 康复服务记录; staff and their hours; incidents and follow-ups. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { monthOf, plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { parametersOf, withParameters } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, PlainDateText, Uuid, type YearMonth } from '../../../kernel/schema/index.ts';
import { reportIncident } from './actions.ts';
import { isAway, isTrained } from './rules.ts';
import {
  absencesOf,
  addRecord,
  addSession,
  lockInstitution,
  lockRehabCase,
  overlapping,
  ownInstitution,
  type RehabCase,
  settlementOf,
  staffOf,
} from './store.ts';
import { evidences, incidentKinds, incidentLevels, services, staffRoles, withdrawalGrounds } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });

export const NewSession = z.strictObject({
  service: choice(services).meta({ label: '服务内容', choices: services }),
  on: PlainDateText.meta({ label: '日期', widget: 'date' }),
  time: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请按“09:30”填写')
    .meta({ label: '开始时间', help: '例如 09:30' }),
  minutes: z.int().min(1, '请填写时长').max(720, '不超过12小时').meta({ label: '时长', unit: '分钟' }),
  staffId: Uuid.meta({ label: '服务人员' }),
  place: text('地点', 60),
  evidence: choice(evidences).meta({ label: '签到', choices: evidences }),
  note: text('小结', 500, 2).meta({ label: '小结', widget: 'textarea', protect: true }),
});

/** The case of the worker's own body, locked: a session and the end of the service wait for each other. */
async function ownCase(tx: Tx, caseId: string): Promise<Result<RehabCase>> {
  const kase = await lockRehabCase(tx, caseId);
  return kase?.institutionId && kase.institutionId === tx.actor.unitId ? ok(kase) : fail('NOT_FOUND');
}

export async function recordSession(
  tx: Tx,
  command: { caseId: string } & z.infer<typeof NewSession>,
): Promise<Result<{ id: string }>> {
  const institution = await ownInstitution(tx);
  if (!institution.ok) return institution;
  const found = await ownCase(tx, command.caseId);
  if (!found.ok) return found;
  const kase = found.value;
  const { state } = await tx.one<{ state: string }>(sql`select state from service_case where id = ${command.caseId}`);
  if ((state !== 'serving' && state !== 'renewing') || kase.consentWithdrawnOn !== null || kase.planSignedOn === null)
    return fail('SESSION_STATE');
  const startsAt = new Date(`${command.on}T${command.time}:00+08:00`).toISOString();
  const endsAt = new Date(Date.parse(startsAt) + command.minutes * 60_000).toISOString();
  if (endsAt > tx.now || command.on < kase.planSignedOn)
    return fail('SESSION_FUTURE', {}, [{ path: 'on', message: '请核对日期和时间' }]);
  const trained = await trainedStaff(tx, institution.value.id, kase, command);
  if (!trained.ok) return trained;
  const away = (await absencesOf(tx, [kase.personId])).some((absence) => isAway(absence, command.on));
  if (away) return fail('SESSION_AWAY', {}, [{ path: 'on', message: '请核对日期' }]);
  await lockInstitution(tx, institution.value.id, 'together');
  if (await settlementOf(tx, institution.value.id, monthOf(command.on)))
    return fail('MONTH_SETTLED', { month: monthOf(command.on) }, [{ path: 'on', message: '请选没有结算的月份' }]);
  const session = { ...command, kase, institutionId: institution.value.id, startsAt, endsAt };
  if (await overlapping(tx, session)) return fail('SESSION_OVERLAP', {}, [{ path: 'time', message: '请核对开始时间和时长' }]);
  const id = await addSession(tx, session);
  await recordAudit(tx, {
    action: 'rehab.session-recorded',
    subject: { kind: 'case', id: kase.caseId },
    personId: kase.personId,
    caseId: kase.caseId,
    division: kase.division,
  });
  return ok({ id });
}

async function trainedStaff(
  tx: Tx,
  institutionId: string,
  kase: RehabCase,
  given: { staffId: string; on: string },
): Promise<Result<null>> {
  const staff = (await staffOf(tx, institutionId, Number(given.on.slice(0, 4)) - 1)).find((s) => s.id === given.staffId);
  if (!staff) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'staffId', message: '请从本机构人员中选择' }]);
  const enough = withParameters({ parameters: await parametersOf(tx), division: kase.division, date: tx.today }, (read) => ({
    trained: isTrained(read, staff.quarterHours),
    hours: read.whole('REH-HOURS'),
  }));
  if (!enough.ok) return enough;
  return enough.value.trained
    ? ok(null)
    : fail('STAFF_UNTRAINED', { hours: enough.value.hours }, [{ path: 'staffId', message: '请选学时够的人员' }]);
}

/** What the database refuses when two clerks enter overlapping sessions at the same moment. */
export const isOverlap = (error: unknown): boolean =>
  (error as { code?: string }).code === '23P01' &&
  ['rehab_session_person_free', 'rehab_session_staff_free'].includes((error as { constraint?: string }).constraint ?? '');

export const WithdrawnSession = z.strictObject({
  ground: choice(withdrawalGrounds).meta({ label: '为什么撤回', choices: withdrawalGrounds }),
});

/** A session that was entered wrongly: it stays on record and counts no more; its time is free. Only while its month is not settled. */
export async function withdrawSession(
  tx: Tx,
  command: { caseId: string; sessionId: string } & z.infer<typeof WithdrawnSession>,
): Promise<Result<{ id: string }>> {
  const found = await ownCase(tx, command.caseId);
  if (!found.ok) return found;
  const { institutionId, personId, division } = found.value;
  const session = await tx.maybe<{ month: YearMonth; withdrawnOn: PlainDate | null }>(
    sql`select to_char(held_on, 'YYYY-MM') as month, withdrawn_on from rehab_session where id = ${command.sessionId} and case_id = ${command.caseId}`,
  );
  if (!session || session.withdrawnOn) return fail('NOT_FOUND');
  await lockInstitution(tx, institutionId!, 'together');
  if (await settlementOf(tx, institutionId!, session.month)) return fail('MONTH_SETTLED', { month: session.month });
  const withdrawn =
    await tx.run(sql`update rehab_session set withdrawn_on = ${tx.today}, withdrawn_by = ${tx.actor.id}, withdrawn_for = ${command.ground}
    where id = ${command.sessionId} and withdrawn_on is null`);
  if (withdrawn === 0) return fail('NOT_FOUND');
  await recordAudit(tx, {
    action: 'rehab.session-withdrawn',
    subject: { kind: 'case', id: command.caseId },
    personId,
    caseId: command.caseId,
    division,
  });
  return ok({ id: command.sessionId });
}

export const NewStaff = z.strictObject({
  name: text('姓名', 50),
  role: choice(staffRoles).meta({ label: '岗位', choices: staffRoles }),
});
export async function addStaff(tx: Tx, input: z.infer<typeof NewStaff>): Promise<Result<{ id: string }>> {
  const institution = await ownInstitution(tx);
  if (!institution.ok) return institution;
  const id = newId();
  const added = await tx.run(sql`insert into rehab_staff (id, institution_id, division, name, role)
    values (${id}, ${institution.value.id}, ${institution.value.division}, ${input.name}, ${input.role}) on conflict (institution_id, name) do nothing`);
  return added === 0 ? fail('INVALID_INPUT', { count: 1 }, [{ path: 'name', message: '已经登记过这位人员' }]) : ok({ id });
}

export const NewTraining = z.strictObject({
  staffId: Uuid.meta({ label: '人员' }),
  heldOn: PlainDateText.meta({ label: '日期', widget: 'date' }),
  course: text('课程', 60, 2),
  hours: z.int().min(1).max(24).meta({ label: '学时', unit: '学时' }),
});
export async function addTraining(tx: Tx, input: z.infer<typeof NewTraining>): Promise<Result<{ id: string }>> {
  const institution = await ownInstitution(tx);
  if (!institution.ok) return institution;
  if (input.heldOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'heldOn', message: '培训日期不能晚于今天' }]);
  const id = newId();
  const added =
    await tx.run(sql`insert into rehab_training (id, staff_id, institution_id, division, held_on, course, quarter_hours, entered_by)
    select ${id}, s.id, s.institution_id, s.division, ${input.heldOn}::date, ${input.course}, ${input.hours * 4}::int, ${tx.actor.id} from rehab_staff s
    where s.id = ${input.staffId} and s.institution_id = ${institution.value.id} on conflict (staff_id, held_on, course) do nothing`);
  return added === 0
    ? fail('INVALID_INPUT', { count: 1 }, [{ path: 'course', message: '没有这位人员，或者这次培训已经登记' }])
    : ok({ id });
}

export const NewIncident = z.strictObject({
  kind: choice(incidentKinds).meta({ label: '类型', choices: incidentKinds }),
  level: choice(incidentLevels).meta({ label: '程度', choices: incidentLevels }),
  on: PlainDateText.meta({ label: '发生日期', widget: 'date' }),
  note: text('经过和处置', 1000, 4).meta({ label: '经过和处置', widget: 'textarea', protect: true }),
});
export async function recordIncident(
  tx: Tx,
  command: { caseId: string } & z.infer<typeof NewIncident>,
): Promise<Result<{ id: string }>> {
  const found = await ownCase(tx, command.caseId);
  if (!found.ok) return found;
  if (command.on > plainDateOf(tx.now)) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: '不能晚于今天' }]);
  const { caseId, ...content } = command;
  const kase = found.value;
  const id = await addRecord(tx, { caseId, institutionId: kase.institutionId!, kind: 'incident', content });
  await reportIncident(tx, { incidentId: id, division: kase.division, kind: command.kind, level: command.level });
  await recordAudit(tx, {
    action: 'rehab.incident-reported',
    subject: { kind: 'case', id: caseId },
    personId: kase.personId,
    caseId,
    division: kase.division,
  });
  return ok({ id });
}

export const FollowUpDone = z.strictObject({
  note: text('回访情况', 500, 4).meta({ label: '回访情况', widget: 'textarea', protect: true }),
});
export async function recordFollowUp(
  tx: Tx,
  command: { caseId: string; dueOn: string } & z.infer<typeof FollowUpDone>,
): Promise<Result<{ caseId: string }>> {
  const found = await ownCase(tx, command.caseId);
  if (!found.ok) return found;
  const done = await tx.run(
    sql`update rehab_follow_up set done_on = ${tx.today}, done_by = ${tx.actor.id} where case_id = ${command.caseId} and due_on = ${command.dueOn} and done_on is null`,
  );
  if (done === 0) return fail('FOLLOW_UP_DONE');
  await addRecord(tx, {
    caseId: command.caseId,
    institutionId: found.value.institutionId!,
    kind: 'follow-up',
    content: { dueOn: command.dueOn, note: command.note },
  });
  return ok({ caseId: command.caseId });
}
