/** All SQL of stations, units and orders. A clerk reaches the own station; officers what lies in their divisions. */
import { and, type Sql, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { DeviceKind, OrderState, StationKind, stationHosts, UnitState } from './terms.ts';

export interface Station {
  id: string;
  name: string;
  kind: StationKind;
  host: keyof typeof stationHosts;
  operator: string;
  division: DivisionCode;
  address: string;
  telephone: string;
  hours: string;
  hasPermit: boolean;
  lon: number | null;
  lat: number | null;
}
export const stationColumns = sql`id, name, kind, host, operator, division, address, telephone, hours, has_permit, lon, lat`;

/** The station of the clerk's or technician's duty. */
export async function ownStation(tx: Tx): Promise<Result<Station, 'STATION_NONE'>> {
  const id = isOneOf(tx.actor, ['device-station-clerk', 'device-technician']) ? tx.actor.unitId : null;
  const station = id ? await findStation(tx, id) : null;
  return station ? ok(station) : fail('STATION_NONE');
}
export const findStation = (tx: Tx, id: string): Promise<Station | null> =>
  tx.maybe<Station>(sql`select ${stationColumns} from device_station where id = ${id} and active`);

export interface Item {
  code: string;
  name: string;
  kind: DeviceKind;
  monthlyRentFen: Fen | null;
  lifeMonths: number;
  rentable: boolean;
  regulated: boolean;
}
const itemColumns = sql`code, name, kind, monthly_rent_fen, life_months, rentable, regulated`;
export const findItem = (tx: Tx, code: string): Promise<Item | null> =>
  tx.maybe<Item>(sql`select ${itemColumns} from device_item where code = ${code} and active`);
export const items = (tx: Tx): Promise<Item[]> =>
  tx.rows<Item>(sql`select ${itemColumns} from device_item where active order by kind, code limit 300`);

export interface Unit {
  id: string;
  code: string;
  itemCode: string;
  batch: string;
  stationId: string;
  division: DivisionCode;
  priceFen: Fen;
  source: 'purchase' | 'donation';
  inServiceOn: PlainDate;
  state: UnitState;
  dirtySince: string | null;
  changedAt: string;
  version: number;
}
export const unitColumns = sql`id, code, item_code, batch, station_id, division, price_fen, source, in_service_on, state, dirty_since, changed_at, version`;

export const findUnit = (tx: Tx, code: string): Promise<Unit | null> =>
  tx.maybe<Unit>(sql`select ${unitColumns} from device_unit where code = ${code}`);

/** The unit locked for the rest of the transaction: whoever comes second waits, then sees what the first one did. */
export async function lockUnit(tx: Tx, code: string): Promise<Result<Unit, 'UNIT_UNKNOWN'>> {
  const unit = await tx.maybe<Unit>(sql`select ${unitColumns} from device_unit where code = ${code} for update`);
  return unit ? ok(unit) : fail('UNIT_UNKNOWN', { code });
}

/** One free unit of an item at a station, locked; those that somebody else is just taking are passed over. */
export const lockFreeUnit = (tx: Tx, given: { stationId: string; itemCode: string }): Promise<Unit | null> =>
  tx.maybe<Unit>(sql`select ${unitColumns} from device_unit where station_id = ${given.stationId} and item_code = ${given.itemCode} and state = 'in-stock'
    order by id limit 1 for update skip locked`);

export const moveUnit = (tx: Tx, unit: Unit, to: UnitState, reason: string | null = null): Promise<number> =>
  tx.run(
    sql`update device_unit set state = ${to}, reason = ${reason}, changed_at = ${tx.now}, changed_by = ${tx.actor.id} where id = ${unit.id}`,
  );

export async function addUnit(
  tx: Tx,
  unit: Pick<Unit, 'itemCode' | 'batch' | 'stationId' | 'division' | 'priceFen' | 'source'> & { serial: string },
): Promise<{ id: string; code: string } | null> {
  const state: UnitState = unit.source === 'donation' ? 'to-clean' : 'in-stock';
  return tx.maybe(sql`insert into device_unit (id, code, item_code, serial, batch, station_id, division, price_fen, source, in_service_on, state, reason, changed_at, changed_by)
    values (${newId()}, 'FJ' || ${unit.division.slice(0, 6)}::text || lpad(nextval('device_unit_no')::text, 6, '0'), ${unit.itemCode}, ${unit.serial}, ${unit.batch}, ${unit.stationId},
      ${unit.division}, ${unit.priceFen}, ${unit.source}, ${tx.today}, ${state}, ${unit.source === 'donation' ? '捐赠' : '购置入库'}, ${tx.now}, ${tx.actor.id})
    on conflict (item_code, serial) do nothing returning id, code`);
}
export const codeOfSerial = (tx: Tx, itemCode: string, serial: string): Promise<{ code: string } | null> =>
  tx.maybe(sql`select code from device_unit where item_code = ${itemCode} and serial = ${serial}`);

export interface UnitLine extends Unit {
  itemName: string;
}
/** Units of a station, by state; oldest change first, at most 200. */
export const unitsOf = (tx: Tx, stationId: string, state?: UnitState): Promise<UnitLine[]> =>
  tx.rows<UnitLine>(sql`select u.id, u.code, u.item_code, u.batch, u.station_id, u.division, u.price_fen, u.source, u.in_service_on, u.state, u.dirty_since, u.changed_at, u.version, i.name as item_name
    from device_unit u join device_item i on i.code = u.item_code where u.station_id = ${stationId} and ${state ? sql`u.state = ${state}` : sql`u.state <> 'scrapped'`}
    order by u.changed_at, u.code limit 200`);
export const countsOf = (tx: Tx, stationId: string): Promise<{ state: UnitState; count: number }[]> =>
  tx.rows(sql`select state, count(*)::int as count from device_unit where station_id = ${stationId} group by state`);
export const unitHistory = (
  tx: Tx,
  unitId: string,
): Promise<{ fromState: UnitState | null; toState: UnitState; reason: string | null; at: string }[]> =>
  tx.rows(
    sql`select from_state, to_state, reason, at from device_unit_event where unit_id = ${unitId} order by seq desc limit 50`,
  );

/** Whether the unit has been cleaned and passed since it came back last; the database asks the same. */
export const isClean = async (tx: Tx, unit: Unit): Promise<boolean> =>
  (
    await tx.maybe<{ passed: boolean }>(
      sql`select passed from cleaning_record where unit_id = ${unit.id} and cleaned_at > ${unit.dirtySince} order by cleaned_at desc limit 1`,
    )
  )?.passed === true;
export const addCleaning = (tx: Tx, unit: Unit, record: { method: string; agent: string; passed: boolean }): Promise<number> =>
  tx.run(sql`insert into cleaning_record (id, unit_id, station_id, division, method, agent, passed, cleaned_at, cleaned_by)
    values (${newId()}, ${unit.id}, ${unit.stationId}, ${unit.division}, ${record.method}, ${record.agent}, ${record.passed},
      greatest(${tx.now}::timestamptz, ${unit.dirtySince}::timestamptz + interval '1 millisecond',
        (select max(cleaned_at) from cleaning_record where unit_id = ${unit.id}) + interval '1 millisecond'), ${tx.actor.id})`);

export interface Order {
  id: string;
  unitId: string;
  itemCode: string;
  stationId: string;
  division: DivisionCode;
  personId: string;
  state: OrderState;
  reservedOn: PlainDate;
  pickUpBy: PlainDate;
  startOn: PlainDate | null;
  dueOn: PlainDate | null;
  returnedOn: PlainDate | null;
  monthlyRentFen: Fen;
  depositFen: Fen | null;
  refundDue: PlainDate | null;
  refundedOn: PlainDate | null;
  rentFen: Fen | null;
  subsidyFen: Fen | null;
  ownFen: Fen | null;
  lossFen: Fen;
  overdueDays: number | null;
  contractId: string | null;
  returnOn: PlainDate | null;
}
const orderColumns = sql`o.id, o.unit_id, o.item_code, o.station_id, o.division, o.person_id, o.state, o.reserved_on, o.pick_up_by, o.start_on, o.due_on, o.returned_on, o.monthly_rent_fen,
  o.deposit_fen, o.refund_due, o.refunded_on, o.rent_fen, o.subsidy_fen, o.own_fen, o.loss_fen, o.overdue_days, o.contract_id, o.return_on`;

/** The one order that holds a unit, locked. */
export const lockActiveOrder = (tx: Tx, unitId: string): Promise<Order | null> =>
  tx.maybe<Order>(
    sql`select ${orderColumns} from rental_order o where o.unit_id = ${unitId} and o.state in ('reserved', 'out') for update`,
  );
export const lockOrder = (tx: Tx, id: string): Promise<Order | null> =>
  tx.maybe<Order>(sql`select ${orderColumns} from rental_order o where o.id = ${id} for update`);

export interface OrderLine extends Order {
  code: string;
  itemName: string;
  personName: string;
}
const lines = (filter: Sql, order: Sql): Sql => sql`select ${orderColumns}, u.code, i.name as item_name, p.name as person_name
  from rental_order o join device_unit u on u.id = o.unit_id join device_item i on i.code = o.item_code join person p on p.id = o.person_id
  where ${filter} order by ${order} limit 100`;
export const ordersOf = (tx: Tx, stationId: string, states: readonly OrderState[]): Promise<OrderLine[]> =>
  tx.rows<OrderLine>(
    lines(and([sql`o.station_id = ${stationId}`, sql`o.state = any(${[...states]}::text[])`]), sql`o.due_on nulls first, o.id`),
  );
export const refundsOf = (tx: Tx, stationId: string): Promise<OrderLine[]> =>
  tx.rows<OrderLine>(
    lines(
      and([sql`o.station_id = ${stationId}`, sql`o.state = 'returned'`, sql`o.refunded_on is null`]),
      sql`o.refund_due, o.id`,
    ),
  );
export const orderOfUnit = (tx: Tx, unitId: string): Promise<OrderLine | null> =>
  tx.maybe<OrderLine>(sql`${lines(and([sql`o.unit_id = ${unitId}`, sql`o.state in ('reserved', 'out')`]), sql`o.id`)}`);
export const ordersOfPerson = (tx: Tx, personId: string): Promise<OrderLine[]> =>
  tx.rows<OrderLine>(lines(sql`o.person_id = ${personId}`, sql`o.id desc`));

export const subsidiesDrawn = async (tx: Tx, personId: string): Promise<Record<string, Fen>> =>
  Object.fromEntries(
    (await tx.rows<{ year: number; fen: Fen }>(sql`select year, fen from rental_subsidy_of(${personId})`)).map((r) => [
      String(r.year),
      r.fen,
    ]),
  );

/** One rental of a person is settled after the other: the yearly cap is one. */
export const lockSubsidies = (tx: Tx, personId: string): Promise<unknown> =>
  tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`rental-subsidy:${personId}`}, 0))`);
