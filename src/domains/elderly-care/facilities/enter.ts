/** 登记一处设施, and what is corrected of it. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result, wrong } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, PlainDateText } from '../../../kernel/schema/index.ts';
import { auditSite, changeSite, lockSite } from './store.ts';
import { functions, reaches, type SiteKind, siteForms, siteKinds } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });
const count = (label: string, unit: string) => z.int('请填写整数').min(0).max(5000).default(0).meta({ label, unit });

const shape = {
  name: text('名称', 60),
  kind: choice(siteKinds).meta({ label: '类别', choices: siteKinds }),
  functions: z.array(choice(functions)).min(1, '请选择功能').max(6).meta({ label: '功能', choices: functions }),
  form: choice(siteForms).optional().meta({ label: '形态', choices: siteForms, help: '说不清的空着' }),
  reach: choice(reaches).meta({ label: '服务范围', choices: reaches }),
  address: text('地址', 100),
  lonLat: z
    .string()
    .trim()
    .regex(/^\d{2,3}(\.\d{1,6})?[,，]\s?\d{1,2}(\.\d{1,6})?$/, '请按“114.3210,29.8520”填写')
    .optional()
    .meta({ label: '经纬度', help: '经度在前，例如 114.3210,29.8520' }),
  owner: text('房屋产权方', 60),
  operator: text('运营方', 60),
  contact: text('负责人', 20),
  telephone: text('电话', 20),
  hours: text('开放时间', 60).meta({ help: '例如“周一至周六8:00—17:00”' }),
  areaM2: z.int('请填写整数').min(1).max(50_000).meta({ label: '建筑面积', unit: '平方米' }),
  dayPlaces: count('日托位', '个'),
  fullBeds: count('全托床位', '张'),
  seats: count('餐位', '个'),
};
const stages = { planned: '规划', building: '在建', 'handed-over': '移交', trial: '试运营', operating: '运营' } as const;
export const NewSite = z.strictObject({
  ...shape,
  division: Division.meta({ label: '在哪个村（社区）', widget: 'division' }),
  stage: choice(stages).meta({ label: '现在', choices: stages }),
  since: PlainDateText.meta({ label: '从哪天起', widget: 'date' }),
});
export const SiteCorrection = z.strictObject({
  ...shape,
  note: z.string().trim().min(4, '请写明原因（至少4个字）').max(200).meta({ label: '更正的原因' }),
});
type Shape = Omit<z.infer<typeof SiteCorrection>, 'note'>;

/** What hangs together in a form; the place as two numbers. */
function read(tx: Tx, of: Shape, division: DivisionCode): Result<{ lon: number | null; lat: number | null }, 'INVALID_INPUT'> {
  const has = (key: (typeof of.functions)[number]) => of.functions.includes(key);
  if (of.dayPlaces > 0 !== has('day')) return wrong('dayPlaces', '有日托功能的填日托位，没有的填0');
  if (of.fullBeds > 0 !== has('full')) return wrong('fullBeds', '有全托功能的填床位，没有的填0');
  if (levelOf(division) === 'township' && of.reach === 'place')
    return wrong('reach', '登记在乡镇（街道）的，服务整个乡镇（街道）');
  if (of.lonLat === undefined) return ok({ lon: null, lat: null });
  const [lon = 0, lat = 0] = of.lonLat.split(/[,，]/).map(Number);
  if (tx.divisions.fits(division, [lon, lat]) === 'outside') return wrong('lonLat', '坐标不在所选区划范围内，请核对：经度在前');
  return ok({ lon, lat });
}

/** Told to everybody who counts on it. */
export async function announce(
  tx: Tx,
  site: { id: string; kind: SiteKind; functions: readonly string[]; division: DivisionCode },
  openedOn: string,
): Promise<void> {
  await emit(tx, {
    type: 'facility.opened',
    subject: { kind: 'care-site', id: site.id },
    division: site.division,
    payload: { facilityId: site.id, kind: site.kind, functions: site.functions, division: site.division, openedOn },
    sensitivity: 'public',
  });
}

export async function enterSite(tx: Tx, given: z.infer<typeof NewSite>): Promise<Result<{ id: string }>> {
  const { stage, since, division, ...of } = given;
  const level = tx.divisions.get(division) ? levelOf(division) : null;
  if ((level !== 'village' && level !== 'township') || !inScope(division, tx.actor.division ?? tx.city))
    return fail('SITE_OUTSIDE');
  if (since > tx.today) return wrong('since', '不能晚于今天');
  const place = read(tx, of, division);
  if (!place.ok) return place;
  const id = newId();
  const opened = stage === 'operating' ? since : null;
  const added =
    await tx.run(sql`insert into care_site (id, name, kind, form, functions, division, reach, address, lon, lat, owner, operator, contact, telephone, hours, area_m2, day_places, full_beds,
      seats, state, state_on, opened_on, entered_at, entered_by, changed_at)
    values (${id}, ${of.name}, ${of.kind}, ${of.form ?? null}, ${of.functions}::text[], ${division}, ${of.reach}, ${of.address}, ${place.value.lon}, ${place.value.lat}, ${of.owner}, ${of.operator},
      ${of.contact}, ${of.telephone}, ${of.hours}, ${of.areaM2}, ${of.dayPlaces}, ${of.fullBeds}, ${of.seats}, ${stage}, ${since}, ${opened}, ${tx.now}, ${tx.actor.id}, ${tx.now})
    on conflict (division, name) do nothing`);
  if (added === 0) return fail('SITE_TWICE', { name: of.name });
  await changeSite(tx, { id, division }, { action: 'enter', to: stage, on: since, note: '' });
  await auditSite(tx, 'care-site.entered', { id, division });
  if (opened) await announce(tx, { id, kind: of.kind, functions: of.functions, division }, opened);
  return ok({ id });
}

export async function correctSite(
  tx: Tx,
  id: string,
  { note, version, ...of }: z.infer<typeof SiteCorrection> & { version: number },
): Promise<Result<{ id: string }>> {
  const locked = await lockSite(tx, id);
  if (!locked.ok) return locked;
  const site = locked.value;
  if (site.version !== version) return fail('SITE_VERSION');
  const place = read(tx, of, site.division);
  if (!place.ok) return place;
  await changeSite(tx, site, {
    action: 'correct',
    to: site.state,
    on: tx.today,
    note,
    set: sql`name = ${of.name}, kind = ${of.kind}, form = ${of.form ?? null}, functions = ${of.functions}::text[], reach = ${of.reach}, address = ${of.address}, lon = ${place.value.lon}, lat = ${place.value.lat},
      owner = ${of.owner}, operator = ${of.operator}, contact = ${of.contact}, telephone = ${of.telephone}, hours = ${of.hours}, area_m2 = ${of.areaM2},
      day_places = ${of.dayPlaces}, full_beds = ${of.fullBeds}, seats = ${of.seats}`,
  });
  await auditSite(tx, 'care-site.corrected', site);
  return ok({ id });
}
