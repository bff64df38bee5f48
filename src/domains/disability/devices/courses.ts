/** 辅具知识讲座、培训和服务队伍: who may assess, fit and train; who came to which course, by signing in. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import type { CourseRow, DeviceStaffRow } from './schema.ts';
import { ownStation } from './store.ts';
import { courseKinds, staffRoles } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });

export const NewDeviceStaff = z.strictObject({
  name: text('姓名', 50),
  role: choice(staffRoles).meta({ label: '岗位', choices: staffRoles }),
  certificateNo: text('证书编号', 40, 4),
  certifiedTo: PlainDateText.optional().meta({ label: '证书有效期至', widget: 'date', help: '长期有效的不用填' }),
});
export async function addDeviceStaff(tx: Tx, input: z.infer<typeof NewDeviceStaff>): Promise<Result<{ id: string }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const id = newId();
  const added = await tx.run(sql`insert into device_staff (id, station_id, division, name, role, certificate_no, certified_to)
    values (${id}, ${station.value.id}, ${station.value.division}, ${input.name}, ${input.role}, ${input.certificateNo}, ${input.certifiedTo ?? null})
    on conflict (station_id, name, role) do update set certificate_no = excluded.certificate_no, certified_to = excluded.certified_to, active = true`);
  await recordAudit(tx, {
    action: 'device.staff-entered',
    subject: { kind: 'device-staff', id },
    division: station.value.division,
  });
  return added === 1 ? ok({ id }) : fail('NOT_FOUND');
}

export const NewCourse = z.strictObject({
  kind: choice(courseKinds).meta({ label: '类型', choices: courseKinds }),
  title: text('题目', 60, 2),
  heldOn: PlainDateText.meta({ label: '日期', widget: 'date' }),
  time: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请按“09:30”填写')
    .meta({ label: '开始时间', help: '例如 09:30' }),
  place: text('地点', 80),
  hours: z.int().min(1).max(24).meta({ label: '学时', unit: '学时' }),
});
export async function addCourse(tx: Tx, input: z.infer<typeof NewCourse>): Promise<Result<{ id: string; signInCode: string }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const id = newId();
  const signInCode = String(randomInt(100_000, 1_000_000));
  const added =
    await tx.run(sql`insert into device_course (id, station_id, division, kind, title, held_on, time, place, hours, sign_in_code, created_by)
    values (${id}, ${station.value.id}, ${station.value.division}, ${input.kind}, ${input.title}, ${input.heldOn}, ${input.time}, ${input.place}, ${input.hours}, ${signInCode}, ${tx.actor.id})
    on conflict (station_id, held_on, title) do nothing`);
  if (added === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'title', message: '这一天已经登记过同名的讲座或培训' }]);
  await recordAudit(tx, {
    action: 'device.course-added',
    subject: { kind: 'device-course', id },
    division: station.value.division,
  });
  return ok({ id, signInCode });
}

const courseOn = (tx: Tx, id: string) =>
  tx.maybe<{ id: string; stationId: string; division: string; heldOn: PlainDate; signInCode: string }>(
    sql`select id, station_id, division, held_on, sign_in_code from device_course where id = ${id}`,
  );

export const SignIn = z.strictObject({
  who: choice({ staff: '本机构人员', visitor: '其他来的人' }).meta({
    label: '谁来了',
    choices: { staff: '本机构人员', visitor: '其他来的人' },
  }),
  staffId: Uuid.optional().meta({ label: '人员', showIf: { field: 'who', in: ['staff'] }, requiredIfShown: true }),
  name: z
    .string()
    .trim()
    .max(50)
    .optional()
    .meta({ label: '姓名', protect: true, showIf: { field: 'who', in: ['visitor'] }, requiredIfShown: true }),
});

async function write(
  tx: Tx,
  course: { id: string; stationId: string; division: string },
  who: { staffId?: string; personId?: string; name?: string },
): Promise<Result<{ id: string }>> {
  const id = newId();
  const added =
    await tx.run(sql`insert into device_course_sign_in (id, course_id, station_id, division, staff_id, person_id, name, signed_at)
    values (${id}, ${course.id}, ${course.stationId}, ${course.division}, ${who.staffId ?? null}, ${who.personId ?? null},
      ${who.name ? tx.keys.seal(who.name, `device_course_sign_in.name:${id}`) : null}, ${tx.now}) on conflict do nothing`);
  return added === 1 ? ok({ id }) : fail('SIGNED_IN_ALREADY');
}

/** At the desk: a member of staff, or a visitor by name. */
export async function signInAtDesk(
  tx: Tx,
  given: { courseId: string } & z.infer<typeof SignIn>,
): Promise<Result<{ id: string }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const course = await courseOn(tx, given.courseId);
  if (course?.stationId !== station.value.id) return fail('NOT_FOUND');
  if (course.heldOn > tx.today) return fail('COURSE_NOT_TODAY', { day: course.heldOn });
  if (given.who === 'visitor')
    return given.name
      ? write(tx, course, { name: given.name })
      : fail('INVALID_INPUT', { count: 1 }, [{ path: 'name', message: '请填写姓名' }]);
  const staff = given.staffId
    ? await tx.maybe(sql`select 1 as one from device_staff where id = ${given.staffId} and station_id = ${station.value.id}`)
    : null;
  return staff
    ? write(tx, course, { staffId: given.staffId! })
    : fail('INVALID_INPUT', { count: 1 }, [{ path: 'staffId', message: '请从本机构人员中选择' }]);
}

/** By the person's own phone, with the code that is shown in the room, on the day. */
export async function signInByPhone(
  tx: Tx,
  given: { courseId: string; code: string; personId: string },
): Promise<Result<{ id: string }>> {
  const course = await courseOn(tx, given.courseId);
  if (!course) return fail('NOT_FOUND');
  if (course.heldOn !== tx.today) return fail('COURSE_NOT_TODAY', { day: course.heldOn });
  if (course.signInCode !== given.code.trim()) return fail('SIGN_IN_CODE');
  return write(tx, course, { personId: given.personId });
}

export const coursesOf = (tx: Tx, stationId: string): Promise<CourseRow[]> =>
  tx.rows<CourseRow>(sql`select c.id, c.kind, c.title, c.held_on, c.time, c.place, c.hours, s.name as station_name, c.sign_in_code,
      (select count(*)::int from device_course_sign_in g where g.course_id = c.id) as persons
    from device_course c join device_station s on s.id = c.station_id where c.station_id = ${stationId} order by c.held_on desc, c.id limit 50`);
/** What everybody may come to, from today on. The code is not told: it is shown in the room. */
export const coursesToCome = (tx: Tx): Promise<Omit<CourseRow, 'signInCode' | 'persons'>[]> =>
  tx.rows(sql`select c.id, c.kind, c.title, c.held_on, c.time, c.place, c.hours, s.name as station_name
    from device_course c join device_station s on s.id = c.station_id where c.held_on >= ${tx.today} order by c.held_on, c.time limit 50`);

export const deviceStaffOf = async (tx: Tx, stationId: string): Promise<DeviceStaffRow[]> =>
  (
    await tx.rows<Omit<DeviceStaffRow, 'roleZh' | 'expired'> & { role: keyof typeof staffRoles }>(sql`
      select f.id, f.name, f.role, f.certificate_no, f.certified_to,
        coalesce((select sum(c.hours) from device_course_sign_in g join device_course c on c.id = g.course_id
          where g.staff_id = f.id and c.held_on >= ${`${tx.today.slice(0, 4)}-01-01`}::date), 0)::int as hours
      from device_staff f where f.station_id = ${stationId} and f.active order by f.role, f.name limit 200`)
  ).map(({ role, ...row }) => ({
    ...row,
    roleZh: staffRoles[role],
    expired: row.certifiedTo !== null && row.certifiedTo < tx.today,
  }));
