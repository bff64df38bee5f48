/** 协理员、站点: what townships and counties do to the register. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, type PlainDate, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../family/places.ts';
import './errors.ts';
import './sealed.ts';
import { type StaffKind, staffKinds, type UnitKind, unitKinds } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
const telephone = (label: string) =>
  z
    .string()
    .trim()
    .regex(/^[0-9-]{7,20}$/, '请填写能打通的电话')
    .meta({ label });

export const NewStaff = z.strictObject({
  kind: choice(staffKinds).meta({ label: '岗位', choices: staffKinds }),
  division: Division.meta({ label: '所在村（社区）', widget: 'division', help: '乡镇岗位选该乡镇任一村（社区）即可' }),
  name: text('姓名', 50),
  phone: telephone('联系电话').meta({ protect: true }),
  otherPosts: z
    .string()
    .trim()
    .max(60, '不超过60个字')
    .default('')
    .meta({ label: '兼任岗位', help: '如儿童主任、网格员；没有不填' }),
  fromOn: PlainDateText.meta({ label: '任职日期', widget: 'date' }),
});
export const NewUnit = z.strictObject({
  kind: choice(unitKinds).meta({ label: '类型', choices: unitKinds }),
  division: Division.meta({ label: '所在村（社区）', widget: 'division' }),
  name: text('名称', 60),
  address: text('地址', 100),
  telephone: telephone('电话'),
  hours: text('开放时间', 60),
  covers: z
    .array(Division.meta({ label: '村（社区）', widget: 'division' }))
    .max(50)
    .default([])
    .meta({ label: '服务覆盖的村（社区）' }),
  medical: z
    .boolean()
    .default(false)
    .meta({ label: '能提供医疗服务', showIf: { field: 'kind', in: ['care-facility'] } }),
});
export const Training = z.strictObject({
  staffId: Uuid,
  heldOn: PlainDateText.meta({ label: '培训日期', widget: 'date' }),
  course: text('培训内容', 80),
  hours: z.int('请填写整数').min(1, '不能小于1').max(200, '不能大于200').meta({ label: '学时' }),
});
export const Population = z.strictObject({
  township: Division.meta({ label: '乡镇（街道）', widget: 'division', help: '选该乡镇任一村（社区）即可' }),
  year: z.int('请填写整数').min(2015, '年份过早').max(2200, '年份无效').meta({ label: '年末' }),
  persons: z.int('请填写整数').min(1, '请填写人数').max(2_000_000, '人数过大').meta({ label: '常住人口', unit: '人' }),
  source: text('数据来源', 80),
});

const placeName = (tx: Tx, code: DivisionCode): string => tx.divisions.get(code)?.name ?? code;
const outside = (tx: Tx, code: DivisionCode): boolean => !tx.divisions.get(code) || !inScope(code, tx.actor.division ?? tx.city);
const badPlace = (path: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message: '请选择本辖区内的村（社区）' }]);

/** The township for posts, the village for assistants and stations. */
const placeOf = (kind: StaffKind | UnitKind, division: DivisionCode): DivisionCode =>
  kind === 'village-assistant' || kind === 'station' ? division : townshipOf({ division });

export const staffPhonePlace = (id: string): string => `assistance_staff.phone:${id}`;

export async function registerStaff(
  tx: Tx,
  given: z.infer<typeof NewStaff>,
): Promise<Result<{ id: string }, 'INVALID_INPUT' | 'STAFF_PLACE_WRONG' | 'STAFF_KNOWN'>> {
  const division = placeOf(given.kind, given.division);
  if (outside(tx, division)) return badPlace('division');
  if (given.kind === 'village-assistant' && division.endsWith('000')) return fail('STAFF_PLACE_WRONG');
  const id = newId();
  const added = await tx.run(sql`insert into assistance_staff (id, kind, division, name, phone, other_posts, from_on, recorded_by)
    values (${id}, ${given.kind}, ${division}, ${given.name}, ${tx.keys.seal(given.phone, staffPhonePlace(id))}, ${given.otherPosts}, ${given.fromOn}, ${tx.actor.id})
    on conflict (division, kind, name) where to_on is null do nothing`);
  if (added === 0) return fail('STAFF_KNOWN', { place: placeName(tx, division), name: given.name });
  await recordAudit(tx, { action: 'assistance-staff.registered', subject: { kind: 'assistance-staff', id }, division });
  return ok({ id });
}

export async function endStaff(tx: Tx, id: string, on: PlainDate): Promise<Result<null, 'NOT_FOUND' | 'STAFF_LEFT'>> {
  const staff = await tx.maybe<{ name: string; toOn: PlainDate | null; division: DivisionCode }>(
    sql`select name, to_on, division from assistance_staff where id = ${id} for update`,
  );
  if (!staff) return fail('NOT_FOUND');
  if (staff.toOn) return fail('STAFF_LEFT', { name: staff.name });
  await tx.run(sql`update assistance_staff set to_on = greatest(from_on, ${on}::date) where id = ${id}`);
  await recordAudit(tx, { action: 'assistance-staff.left', subject: { kind: 'assistance-staff', id }, division: staff.division });
  return ok(null);
}

export async function recordTraining(
  tx: Tx,
  given: z.infer<typeof Training>,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'STAFF_LEFT' | 'INVALID_INPUT'>> {
  if (given.heldOn > tx.today) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'heldOn', message: '培训日期不能晚于今天' }]);
  const staff = await tx.maybe<{ name: string; division: DivisionCode; toOn: PlainDate | null }>(
    sql`select name, division, to_on from assistance_staff where id = ${given.staffId}`,
  );
  if (!staff) return fail('NOT_FOUND');
  if (staff.toOn) return fail('STAFF_LEFT', { name: staff.name });
  const id = newId();
  await tx.run(sql`insert into assistance_training (id, staff_id, division, held_on, course, hours, recorded_by)
    values (${id}, ${given.staffId}, ${staff.division}, ${given.heldOn}, ${given.course}, ${given.hours}, ${tx.actor.id})
    on conflict on constraint assistance_training_once do nothing`);
  return ok({ id });
}

export async function registerUnit(
  tx: Tx,
  given: z.infer<typeof NewUnit>,
): Promise<Result<{ id: string }, 'INVALID_INPUT' | 'UNIT_KNOWN' | 'COVER_OUTSIDE' | 'STAFF_PLACE_WRONG'>> {
  const division = placeOf(given.kind, given.division);
  if (outside(tx, division)) return badPlace('division');
  if (given.kind === 'station' && division.endsWith('000')) return fail('STAFF_PLACE_WRONG');
  const township = townshipOf({ division });
  const stray = given.covers.find((code) => townshipOf({ division: code }) !== township);
  if (stray) return fail('COVER_OUTSIDE', { name: placeName(tx, stray) });
  const covers = given.covers.length > 0 ? [...new Set(given.covers)] : given.kind === 'station' ? [division] : [];
  const id = newId();
  const added =
    await tx.run(sql`insert into assistance_unit (id, kind, name, division, address, telephone, hours, covers, medical, opened_on, recorded_by)
    values (${id}, ${given.kind}, ${given.name}, ${division}, ${given.address}, ${given.telephone}, ${given.hours}, ${covers}::text[], ${given.medical && given.kind === 'care-facility'}, ${tx.today}, ${tx.actor.id})
    on conflict do nothing`);
  if (added === 0) return fail('UNIT_KNOWN', { place: placeName(tx, division), name: given.name });
  await recordAudit(tx, { action: 'assistance-unit.registered', subject: { kind: 'assistance-unit', id }, division });
  return ok({ id });
}

/** Puts a member of the staff into a unit of the same township. */
export async function placeStaff(tx: Tx, staffId: string, unitId: string): Promise<Result<null, 'NOT_FOUND'>> {
  const moved = await tx.run(sql`update assistance_staff s set unit_id = u.id from assistance_unit u
    where s.id = ${staffId} and u.id = ${unitId} and s.to_on is null and u.closed_on is null and left(s.division, 9) = left(u.division, 9)`);
  return moved === 1 ? ok(null) : fail('NOT_FOUND');
}

/** The figure of a year; a correction takes its place. */
export async function recordPopulation(
  tx: Tx,
  given: z.infer<typeof Population>,
): Promise<Result<{ id: string }, 'INVALID_INPUT'>> {
  const township = townshipOf({ division: given.township });
  if (outside(tx, township)) return badPlace('township');
  await tx.run(sql`insert into township_population (township, year, persons, source, recorded_at, recorded_by)
    values (${township}, ${given.year}, ${given.persons}, ${given.source}, ${tx.now}, ${tx.actor.id})
    on conflict (township, year) do update set persons = excluded.persons, source = excluded.source, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`);
  await recordAudit(tx, {
    action: 'township-population.recorded',
    division: township,
    detail: { year: given.year, persons: given.persons },
  });
  return ok({ id: township });
}
