/** What the station's page, the finder and the borrower read. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { assessmentOf } from './assessed.ts';
import { coursesOf, deviceStaffOf } from './courses.ts';
import { leadsAt } from './leads.ts';
import type { AssessmentView } from './rental-assessment.ts';
import type { CourseRow, DeviceStaffRow, FinderRow, LeadRow, OrderRow, StationView, TrialRow, UnitRow } from './schema.ts';
import {
  countsOf,
  findItem,
  findStation,
  findUnit,
  items,
  type OrderLine,
  orderOfUnit,
  ordersOf,
  ordersOfPerson,
  ownStation,
  refundsOf,
  type Station,
  stationColumns,
  type UnitLine,
  unitHistory,
  unitsOf,
} from './store.ts';
import { orderStates, stationHosts, stationKinds, unitStates } from './terms.ts';
import { trialsAt } from './trials.ts';
import { actionsOf } from './units.ts';

const stationView = (s: Station): StationView => ({
  id: s.id,
  name: s.name,
  kindZh: stationKinds[s.kind],
  hostZh: stationHosts[s.host],
  operator: s.operator,
  address: s.address,
  telephone: s.telephone,
  hours: s.hours,
  lonLat: s.lon === null || s.lat === null ? null : `${s.lon},${s.lat}`,
});
const unitRow = (u: UnitLine): UnitRow => ({
  code: u.code,
  itemCode: u.itemCode,
  itemName: u.itemName,
  state: u.state,
  stateZh: unitStates[u.state],
  since: u.changedAt,
  batch: u.batch,
  recycled: u.source === 'donation',
});
const orderRow = (tx: Tx, o: OrderLine): OrderRow => ({
  id: o.id,
  code: o.code,
  itemName: o.itemName,
  state: o.state,
  stateZh: orderStates[o.state],
  personName: o.personName,
  reservedOn: o.reservedOn,
  pickUpBy: o.pickUpBy,
  startOn: o.startOn,
  dueOn: o.dueOn,
  returnedOn: o.returnedOn,
  overdueDays: o.state === 'out' && o.dueOn ? Math.max(0, dayNumber(tx.today) - dayNumber(o.dueOn)) : (o.overdueDays ?? 0),
  depositFen: o.depositFen,
  refundDue: o.refundDue,
  refundedOn: o.refundedOn,
  rentFen: o.rentFen,
  subsidyFen: o.subsidyFen,
  ownFen: o.ownFen,
  lossFen: o.lossFen,
  returnOn: o.returnOn,
});

export interface StationDesk {
  station: StationView;
  counts: { state: string; stateZh: string; count: number }[];
  units: UnitRow[];
  reserved: OrderRow[];
  out: OrderRow[];
  overdue: OrderRow[];
  refunds: OrderRow[];
  followUps: { allocationId: string; name: string; dueOn: PlainDate }[];
  items: { code: string; name: string }[];
  /** Recalled and still with somebody: to be replaced. */
  recalled: { code: string; itemName: string; personName: string }[];
  trials: TrialRow[];
  leads: LeadRow[];
  staff: DeviceStaffRow[];
  courses: CourseRow[];
}

const recalledInUse = (
  tx: Tx,
  stationId: string,
): Promise<{ code: string; itemName: string; personName: string; personId: string }[]> =>
  tx.rows(sql`select u.code, i.name as item_name, p.name as person_name, x.person_id from device_unit u join device_item i on i.code = u.item_code
    join lateral (select o.person_id from rental_order o where o.unit_id = u.id and o.state = 'out'
      union all select a.person_id from device_allocation a where a.unit_id = u.id and a.taken_back_on is null) x on true
    join person p on p.id = x.person_id where u.station_id = ${stationId} and u.state = 'recalled' order by u.code limit 200`);

/** Everything that waits at the clerk's station. Names of borrowers are on record as seen. */
export async function stationDesk(tx: Tx): Promise<Result<StationDesk>> {
  const own = await ownStation(tx);
  if (!own.ok) return own;
  const { id, division } = own.value;
  const [reserved, out, refunds] = [
    await ordersOf(tx, id, ['reserved']),
    await ordersOf(tx, id, ['out']),
    await refundsOf(tx, id),
  ];
  const counts = await countsOf(tx, id);
  const followUps = await tx.rows<{
    allocationId: string;
    name: string;
    dueOn: PlainDate;
    personId: string;
  }>(sql`select f.allocation_id, p.name, f.due_on, f.person_id from device_follow_up f
    join person p on p.id = f.person_id where f.station_id = ${id} and f.done_on is null and f.due_on <= ${tx.today}::date + 14 order by f.due_on limit 200`);
  const recalled = await recalledInUse(tx, id);
  const trials = await trialsAt(tx, id);
  const leads = await leadsAt(tx, division);
  const seen = [
    ...new Set([
      ...[...reserved, ...out, ...refunds, ...followUps, ...recalled].map((o) => o.personId),
      ...trials.personIds,
      ...leads.personIds,
    ]),
  ];
  if (seen.length > 0) await recordAudit(tx, { action: 'device.desk-listed', personIds: seen.slice(0, 1000), division });
  const rows = out.map((o) => orderRow(tx, o));
  return ok({
    station: stationView(own.value),
    counts: Object.entries(unitStates).map(([state, stateZh]) => ({
      state,
      stateZh,
      count: counts.find((c) => c.state === state)?.count ?? 0,
    })),
    units: (await unitsOf(tx, id)).map(unitRow),
    reserved: reserved.map((o) => orderRow(tx, o)),
    out: rows.filter((o) => o.overdueDays === 0),
    overdue: rows.filter((o) => o.overdueDays > 0),
    refunds: refunds.map((o) => orderRow(tx, o)),
    followUps: followUps.map(({ personId: _, ...f }) => f),
    items: (await items(tx)).map(({ code, name }) => ({ code, name })),
    recalled: recalled.map(({ personId: _, ...r }) => r),
    trials: trials.rows,
    leads: leads.rows,
    staff: await deviceStaffOf(tx, id),
    courses: await coursesOf(tx, id),
  });
}

export interface UnitCard {
  unit: UnitRow;
  station: StationView;
  order: OrderRow | null;
  /** The short assessment before the rental; null: nobody has asked yet, or nobody rents it. */
  assessment: AssessmentView | null;
  /** Who has it, by a rental or a free fitting. */
  holder: string | null;
  actions: { action: string; zh: string; causes: string; danger: boolean; fields: readonly FormField[] }[];
  history: { fromZh: string | null; toZh: string; reason: string | null; at: string }[];
}

const allocatedTo = (tx: Tx, unitId: string): Promise<{ name: string; personId: string } | null> =>
  tx.maybe(
    sql`select p.name, a.person_id from device_allocation a join person p on p.id = a.person_id where a.unit_id = ${unitId} and a.taken_back_on is null`,
  );

/** One unit by its code: where it stands, who has it, what may be done with it now. */
export async function unitCard(tx: Tx, code: string): Promise<Result<UnitCard>> {
  const own = await ownStation(tx);
  if (!own.ok) return own;
  const unit = await findUnit(tx, code);
  if (!unit) return fail('UNIT_UNKNOWN', { code });
  const home = await findStation(tx, unit.stationId);
  if (unit.stationId !== own.value.id || !home) return fail('UNIT_ELSEWHERE', { station: home?.name ?? '其他网点' });
  const order = await orderOfUnit(tx, unit.id);
  const fitted = order ? null : await allocatedTo(tx, unit.id);
  const item = await findItem(tx, unit.itemCode);
  const holderId = order?.personId ?? fitted?.personId;
  if (holderId)
    await recordAudit(tx, {
      action: 'device.unit-opened',
      subject: { kind: 'device-unit', id: unit.id },
      personId: holderId,
      division: unit.division,
    });
  return ok({
    unit: unitRow({ ...unit, itemName: item?.name ?? unit.itemCode }),
    station: stationView(home),
    order: order && orderRow(tx, order),
    assessment: order && (await assessmentOf(tx, order.id)),
    holder: order?.personName ?? fitted?.name ?? null,
    actions: actionsOf(unit, order, order !== null || fitted !== null).map(([action, spec]) => ({
      action,
      zh: spec.zh,
      causes: spec.causes,
      danger: spec.danger ?? false,
      fields: formOf(spec.input),
    })),
    history: (await unitHistory(tx, unit.id)).map((e) => ({
      fromZh: e.fromState && unitStates[e.fromState],
      toZh: unitStates[e.toState],
      reason: e.reason,
      at: e.at,
    })),
  });
}

export interface Place {
  lon: number;
  lat: number;
}

/** Great-circle distance in whole metres: enough to say which point is nearer. */
const metres = (a: Place, b: Place): number => {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return Math.round(2 * 6_371_000 * Math.asin(Math.sqrt(h)));
};

/** 网点、辅具、租金、还有几件: for everybody. Counts only; read with the eyes of the system, as a visitor has none. */
export async function finder(
  tx: Tx,
  wish: { kind?: string | null; township?: string | null; near?: Place | null } = {},
): Promise<FinderRow[]> {
  const { kind = null, township = null, near = null } = wish;
  const rows = await tx.rows<
    Omit<FinderRow, 'divisionName' | 'metres'> & { division: string }
  >(sql`select s.id as station_id, s.name as station_name, s.address, s.telephone, s.hours, s.division, s.lon, s.lat,
      i.code as item_code, i.name as item_name, i.kind, i.monthly_rent_fen, count(*) filter (where u.state = 'in-stock')::int as free
    from device_station s join device_unit u on u.station_id = s.id join device_item i on i.code = u.item_code
    where s.active and i.active and i.rentable and (not i.regulated or s.has_permit) and u.state not in ('scrapped', 'recalled') and (${kind}::text is null or i.kind = ${kind})
      and (${township}::text is null or left(s.division, 9) = ${township?.slice(0, 9) ?? null})
    group by s.id, i.code order by s.division, s.name, i.kind, i.name limit 300`);
  const found = rows.map(({ division, ...row }) => ({
    ...row,
    divisionName: tx.divisions.fullName(division),
    metres: near && row.lon !== null && row.lat !== null ? metres(near, { lon: row.lon, lat: row.lat }) : null,
  }));
  return near ? found.sort((a, b) => (a.metres ?? Number.MAX_VALUE) - (b.metres ?? Number.MAX_VALUE)) : found;
}

export interface PointView {
  id: string;
  name: string;
  kindZh: string;
  hostZh: string;
  divisionName: string;
  township: string;
  townshipName: string;
  address: string;
  telephone: string;
  hours: string;
}
/** Every point, also those that lend nothing: where one can try a device. */
export async function pointsOf(tx: Tx): Promise<PointView[]> {
  const rows = await tx.rows<Station>(sql`select ${stationColumns} from device_station
    where active and kind <> 'recycling' order by division, name limit 500`);
  return rows.map((s) => {
    const township = `${s.division.slice(0, 9)}000`;
    return {
      ...stationView(s),
      divisionName: tx.divisions.fullName(s.division),
      township,
      townshipName: tx.divisions.get(township)?.name ?? '',
    };
  });
}

/** Townships whose points have coordinates: the middle of them, to tell distances from. */
export async function placesOf(tx: Tx): Promise<(Place & { code: string; name: string })[]> {
  const rows = await tx.rows<{
    code: string;
    lon: number;
    lat: number;
  }>(sql`select left(division, 9) || '000' as code, avg(lon) as lon, avg(lat) as lat
    from device_station where active and lon is not null group by 1 order by 1 limit 500`);
  return rows.map((r) => ({ ...r, name: tx.divisions.fullName(r.code) }));
}

export const myOrders = async (tx: Tx, personId: string | null): Promise<OrderRow[]> =>
  personId ? (await ordersOfPerson(tx, personId)).map((o) => orderRow(tx, o)) : [];
