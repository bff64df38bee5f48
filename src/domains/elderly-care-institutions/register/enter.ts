/** 登记一家养老机构, and what is corrected of it: by the office of its county, or the city's. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import type { Box } from '../../../kernel/http/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { CreditCode, choice, Division, type DivisionCode } from '../../../kernel/schema/index.ts';
import { lockInstitution, moveInstitution } from './store.ts';
import { kinds, legalForms, managers, operations, registrars } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

const LonLat = z
  .string()
  .trim()
  .regex(/^\d{2,3}(\.\d{1,6})?[,，]\s?\d{1,2}(\.\d{1,6})?$/, '请按“114.3210,29.8520”填写')
  .meta({ label: '经纬度', help: '经度在前，例如 114.3210,29.8520；地图软件里可以查到' });

const shape = {
  name: text('机构名称', 60),
  creditCode: CreditCode.meta({ label: '统一社会信用代码' }),
  siteNo: z.int('请填写整数').min(1).max(99).default(1).meta({ label: '院区号', help: '只有一处的填1' }),
  kind: choice(kinds).meta({ label: '机构类别', choices: kinds }),
  legalForm: choice(legalForms).meta({ label: '登记类型', choices: legalForms }),
  operation: choice(operations).meta({ label: '运营方式', choices: operations }),
  managedBy: choice(managers).meta({ label: '管理主体', choices: managers }),
  registrar: choice(registrars).meta({ label: '登记机关', choices: registrars, help: '非营利的由同级民政部门备案' }),
  division: Division.meta({ label: '所在村（社区）', widget: 'division' }),
  address: text('地址', 100),
  telephone: text('电话', 20),
  contact: text('负责人', 20),
  lonLat: LonLat.optional(),
};
export const NewInstitution = z.strictObject({
  ...shape,
  stage: choice({ preparing: '筹建', registered: '已登记' }).meta({
    label: '现在',
    choices: { preparing: '筹建', registered: '已登记' },
  }),
});
export const Correction = z.strictObject({
  name: shape.name,
  kind: shape.kind,
  operation: shape.operation,
  managedBy: shape.managedBy,
  address: shape.address,
  telephone: shape.telephone,
  contact: shape.contact,
  lonLat: shape.lonLat,
  note: z.string().trim().min(4, '请写明原因（至少4个字）').max(200).meta({ label: '更正的原因' }),
});

const CHINA: Box = { west: 73, south: 3, east: 136, north: 54 };
type Place = { lon: number | null; lat: number | null };

/** The place as two numbers; one outside of the city was entered wrongly, most often the other way round. */
function placeOf(tx: Tx, division: DivisionCode, lonLat: string | undefined, box: Box | null): Result<Place, 'INVALID_INPUT'> {
  if (lonLat === undefined) return ok({ lon: null, lat: null });
  const [lon = 0, lat = 0] = lonLat.split(/[,，]/).map(Number);
  const { west, south, east, north } = box ?? CHINA;
  const wrong = (message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path: 'lonLat', message }]);
  if (lon < west || lon > east || lat < south || lat > north)
    return wrong(`经纬度不在${box ? '本市' : '国内'}，请核对：经度在前，中间用逗号隔开`);
  return tx.divisions.fits(division, [lon, lat]) === 'outside' ? wrong('坐标不在所选区划范围内，请核对') : ok({ lon, lat });
}

export async function enterInstitution(
  tx: Tx,
  given: z.infer<typeof NewInstitution>,
  box: Box | null = null,
): Promise<Result<{ id: string }, 'CARE_HOME_OUTSIDE' | 'CARE_HOME_TWICE' | 'INVALID_INPUT'>> {
  const { stage, lonLat, ...of } = given;
  if (!tx.divisions.get(of.division) || !inScope(of.division, tx.actor.division ?? tx.city)) return fail('CARE_HOME_OUTSIDE');
  const place = placeOf(tx, of.division, lonLat, box);
  if (!place.ok) return place;
  const id = newId();
  const { lon, lat } = place.value;
  const added =
    await tx.run(sql`insert into care_institution (id, credit_code, site_no, name, kind, legal_form, operation, managed_by, registrar, division, address, telephone,
      contact, lon, lat, state, state_on, entered_at, entered_by, changed_at)
    values (${id}, ${of.creditCode}, ${of.siteNo}, ${of.name}, ${of.kind}, ${of.legalForm}, ${of.operation}, ${of.managedBy}, ${of.registrar}, ${of.division}, ${of.address},
      ${of.telephone}, ${of.contact}, ${lon}, ${lat}, ${stage}, ${tx.today}, ${tx.now}, ${tx.actor.id}, ${tx.now})
    on conflict (credit_code, site_no) do nothing`);
  if (added === 0) return fail('CARE_HOME_TWICE', { code: of.creditCode, site: of.siteNo });
  await moveInstitution(tx, { id, division: of.division, state: null }, { action: 'enter', to: stage, note: '' });
  await recordAudit(tx, { action: 'care-institution.entered', subject: { kind: 'care-institution', id }, division: of.division });
  return ok({ id });
}

/** What was written down wrongly; what is a change of the recorded items goes by 变更备案. */
export async function correctInstitution(
  tx: Tx,
  id: string,
  { note, lonLat, version, ...of }: z.infer<typeof Correction> & { version: number },
  box: Box | null = null,
): Promise<Result<{ id: string }, 'NOT_FOUND' | 'CARE_HOME_VERSION' | 'INVALID_INPUT'>> {
  const locked = await lockInstitution(tx, id);
  if (!locked.ok) return locked;
  const institution = locked.value;
  if (institution.version !== version) return fail('CARE_HOME_VERSION');
  const place = placeOf(tx, institution.division, lonLat, box);
  if (!place.ok) return place;
  const { lon, lat } = place.value;
  await moveInstitution(tx, institution, {
    action: 'correct',
    to: institution.state,
    note,
    set: sql`name = ${of.name}, kind = ${of.kind}, operation = ${of.operation}, managed_by = ${of.managedBy}, address = ${of.address}, telephone = ${of.telephone},
      contact = ${of.contact}, lon = ${lon}, lat = ${lat}`,
  });
  await recordAudit(tx, {
    action: 'care-institution.corrected',
    subject: { kind: 'care-institution', id },
    division: institution.division,
  });
  return ok({ id });
}
