/** 网点和目录: entered by the city and the counties. */
import { z } from 'zod';
import { and, type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import type { Box } from '../../../kernel/http/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, type DivisionCode, FenAmount, Uuid } from '../../../kernel/schema/index.ts';
import type { Overview, StationLine, StockRow } from './schema.ts';
import { ownStation } from './store.ts';
import { deviceKinds, type StationKind, stationHosts, stationKinds, type UnitState, unitStates } from './terms.ts';

const text = (label: string, max: number) =>
  z.string().trim().min(1, `请填写${label}`).max(max, `不超过${max}个字`).meta({ label });

const LonLat = z
  .string()
  .trim()
  .regex(/^\d{2,3}(\.\d{1,6})?[,，]\s?\d{1,2}(\.\d{1,6})?$/, '请按“114.3210,29.8520”填写')
  .meta({ label: '经纬度', help: '经度在前，例如 114.3210,29.8520；地图软件里可以查到，供市民在示意图上和按距离查找' });

export const NewStation = z.strictObject({
  name: text('网点名称', 60),
  kind: choice(stationKinds).meta({ label: '类型', choices: stationKinds }),
  host: choice(stationHosts).meta({ label: '设在', choices: stationHosts }),
  operator: text('运营单位', 60),
  division: Division.meta({ label: '所在村（社区）', widget: 'division' }),
  address: text('地址', 100),
  telephone: text('电话', 20),
  hours: text('服务时间', 60),
  hasPermit: z.boolean().default(false).meta({ label: '有医疗器械备案或许可' }),
  lonLat: LonLat.optional(),
});

/** What the point itself says of where it is. */
export const NewPlace = z.strictObject({ lonLat: LonLat });

const CHINA: Box = { west: 73, south: 3, east: 136, north: 54 };
/** The place as two numbers; one outside of the city was entered wrongly, most often the other way round. Close to a line the word of whoever is there counts. */
function placeOf(tx: Tx, division: DivisionCode, lonLat: string, box: Box | null): Result<{ lon: number; lat: number }> {
  const [lon = 0, lat = 0] = lonLat.split(/[,，]/).map(Number);
  const { west, south, east, north } = box ?? CHINA;
  const wrong = (message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path: 'lonLat', message }]);
  if (lon < west || lon > east || lat < south || lat > north)
    return wrong(`经纬度不在${box ? '本市' : '国内'}，请核对：经度在前，中间用逗号隔开`);
  return tx.divisions.fits(division, [lon, lat]) === 'outside' ? wrong('坐标不在所选区划范围内，请核对') : ok({ lon, lat });
}

/** The point enters or corrects where it is; residents then find it on the sketch map and by distance. */
export async function placeStation(tx: Tx, given: z.infer<typeof NewPlace>, box: Box | null): Promise<Result<{ id: string }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const { id, division } = station.value;
  const place = placeOf(tx, division, given.lonLat, box);
  if (!place.ok) return place;
  await tx.run(sql`update device_station set lon = ${place.value.lon}, lat = ${place.value.lat} where id = ${id}`);
  await recordAudit(tx, { action: 'device-station.placed', subject: { kind: 'device-station', id }, division });
  return ok({ id });
}

export async function registerStation(
  tx: Tx,
  station: z.infer<typeof NewStation>,
  box: Box | null = null,
): Promise<Result<{ id: string }>> {
  if (!tx.divisions.get(station.division) || !inScope(station.division, tx.actor.division ?? tx.city))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'division', message: '请选择本辖区内的村（社区）' }]);
  const id = newId();
  const place = station.lonLat ? placeOf(tx, station.division, station.lonLat, box) : ok({ lon: null, lat: null });
  if (!place.ok) return place;
  const { lon, lat } = place.value;
  const added =
    await tx.run(sql`insert into device_station (id, name, kind, host, operator, division, address, telephone, hours, has_permit, lon, lat)
    values (${id}, ${station.name}, ${station.kind}, ${station.host}, ${station.operator}, ${station.division}, ${station.address}, ${station.telephone}, ${station.hours}, ${station.hasPermit}, ${lon}, ${lat})
    on conflict (division, name) do nothing`);
  if (added === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'name', message: '这里已经有同名的网点' }]);
  await recordAudit(tx, { action: 'device-station.added', subject: { kind: 'device-station', id }, division: station.division });
  return ok({ id });
}

export const NewItem = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^[A-Z0-9-]{4,20}$/, '目录编号是大写字母、数字和短横')
    .meta({ label: '目录编号' }),
  name: text('名称', 40),
  kind: choice(deviceKinds).meta({ label: '种类', choices: deviceKinds }),
  classCode: z
    .string()
    .trim()
    .regex(/^\d{2}( \d{2}){0,2}$/, '请按国家分类代码填写，例如“12 22 03”')
    .meta({ label: '国家分类代码' }),
  monthlyRent: FenAmount.optional().meta({ label: '月租金', help: '不出租的不用填' }),
  lifeMonths: z.int().min(1).max(600).meta({ label: '使用寿命', unit: '个月' }),
  regulated: z.boolean().default(false).meta({ label: '属于二、三类医疗器械' }),
});

export async function addItem(tx: Tx, item: z.infer<typeof NewItem>): Promise<Result<{ code: string }>> {
  const added =
    await tx.run(sql`insert into device_item (code, name, kind, class_code, monthly_rent_fen, life_months, rentable, regulated)
    values (${item.code}, ${item.name}, ${item.kind}, ${item.classCode}, ${item.monthlyRent ?? null}, ${item.lifeMonths}, ${(item.monthlyRent ?? 0) > 0}, ${item.regulated})
    on conflict (code) do nothing`);
  if (added === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'code', message: '目录编号已经用过' }]);
  await recordAudit(tx, { action: 'device-item.added', subject: { kind: 'device-item', id: item.code } });
  return ok({ code: item.code });
}

/** Points, catalogue and recalls of the actor's range. */
/** With somebody, by a rental or a free fitting. */
const inUse = sql`(exists (select from rental_order o where o.unit_id = u.id and o.state = 'out')
  or exists (select from device_allocation a where a.unit_id = u.id and a.taken_back_on is null))`;

export async function overview(tx: Tx): Promise<Overview> {
  const stations = await tx.rows<
    Omit<StationLine, 'kindZh' | 'hostZh' | 'divisionName'> & {
      kind: StationKind;
      host: keyof typeof stationHosts;
      division: string;
    }
  >(sql`select s.id, s.name, s.kind, s.host, s.division, s.telephone, count(u.id) filter (where u.state = 'in-stock')::int as in_stock,
      count(u.id) filter (where u.state = 'rented')::int as out, count(u.id) filter (where u.state = 'to-clean')::int as to_clean
    from device_station s left join device_unit u on u.station_id = s.id where s.active group by s.id order by s.division, s.name limit 500`);
  const items = await tx.rows<Omit<Overview['items'][number], 'kindZh'> & { kind: keyof typeof deviceKinds }>(sql`
    select i.code, i.name, i.kind, i.class_code, i.monthly_rent_fen, i.regulated, (select count(*)::int from device_unit u where u.item_code = i.code and u.state <> 'scrapped') as units
    from device_item i where i.active order by i.kind, i.code limit 300`);
  const recalls = await tx.rows<Overview['recalls'][number]>(sql`
    select r.id, r.item_code, i.name as item_name, r.batch, r.reason, r.units, r.ordered_at,
      (select count(*)::int from device_unit u where u.item_code = r.item_code and u.batch = r.batch and u.state = 'recalled' and ${inUse}) as open
    from device_recall r join device_item i on i.code = r.item_code order by r.ordered_at desc limit 100`);
  return {
    stations: stations.map(({ kind, host, division, ...s }) => ({
      ...s,
      kindZh: stationKinds[kind],
      hostZh: stationHosts[host],
      divisionName: tx.divisions.fullName(division),
    })),
    items: items.map(({ kind, ...i }) => ({ ...i, kindZh: deviceKinds[kind] })),
    recalls,
  };
}

/** What a figure of the overview counts. */
export const StockFilter = z.object({
  station: Uuid.optional(),
  item: z.string().max(40).optional(),
  batch: z.string().max(60).optional(),
  state: z.enum(Object.keys(unitStates) as [UnitState, ...UnitState[]]).optional(),
  held: z.literal('yes').optional(),
  cursor: z.string().max(60).optional(),
});

const STOCK_PAGE = 50;

/** The units that a figure of the overview counts, by code; what is scrapped only when it is asked for, or with its batch. */
export async function stock(
  tx: Tx,
  { station, item, batch, state, held, cursor }: z.infer<typeof StockFilter>,
): Promise<{ rows: StockRow[]; next: string | null }> {
  const filters: Sql[] = [sql`u.code > ${cursor ?? ''}`];
  if (station) filters.push(sql`u.station_id = ${station}`);
  if (item) filters.push(sql`u.item_code = ${item}`);
  if (batch) filters.push(sql`u.batch = ${batch}`);
  if (state) filters.push(sql`u.state = ${state}`);
  else if (!batch) filters.push(sql`u.state <> 'scrapped'`);
  if (held) filters.push(inUse);
  const found = await tx.rows<
    Omit<StockRow, 'stateZh'>
  >(sql`select u.code, i.name as item_name, u.batch, s.name as station_name, u.state, u.changed_at as since
    from device_unit u join device_item i on i.code = u.item_code join device_station s on s.id = u.station_id
    where ${and(filters)} order by u.code limit ${STOCK_PAGE + 1}`);
  const rows = found.slice(0, STOCK_PAGE).map((row) => ({ ...row, stateZh: unitStates[row.state] }));
  return { rows, next: found.length > STOCK_PAGE ? rows.at(-1)!.code : null };
}
