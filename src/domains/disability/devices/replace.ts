/** 召回免费更换: who uses a recalled unit gets another one on the same terms; the recalled one comes back and is written off. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { issueContract } from './contract.ts';
import { findItem, findStation, lockUnit, moveUnit, type Order, type Unit } from './store.ts';
import { unitStates } from './terms.ts';

export interface Allocation {
  id: string;
  personId: string;
}
/** The free fitting that a unit is out by, locked. */
export const lockAllocation = (tx: Tx, unitId: string): Promise<Allocation | null> =>
  tx.maybe<Allocation>(
    sql`select id, person_id from device_allocation where unit_id = ${unitId} and taken_back_on is null for update`,
  );

/** The same kind, clean and in stock at the same station; the rental or the fitting goes on with it, nothing is charged. */
export async function replaceRecalled(
  tx: Tx,
  unit: Unit,
  order: Order | null,
  input: { newCode: string },
): Promise<Result<{ code: string }>> {
  const allocation = order ? null : await lockAllocation(tx, unit.id);
  const personId = order?.state === 'out' ? order.personId : allocation?.personId;
  if (!personId) return fail('UNIT_MOVE', { state: '没有人在用', action: '免费更换' });
  const found = await lockUnit(tx, input.newCode);
  if (!found.ok) return found;
  const fresh = found.value;
  const [old, now, station] = [
    await findItem(tx, unit.itemCode),
    await findItem(tx, fresh.itemCode),
    await findStation(tx, unit.stationId),
  ];
  if (fresh.stationId !== unit.stationId || !station) return fail('UNIT_ELSEWHERE', { station: '其他网点' });
  if (fresh.state === 'recalled') return fail('UNIT_RECALLED');
  if (fresh.state === 'to-clean') return fail('UNIT_NOT_CLEANED');
  if (fresh.state === 'reserved' || fresh.state === 'rented' || fresh.state === 'allocated') return fail('UNIT_TAKEN');
  if (fresh.state !== 'in-stock') return fail('UNIT_MOVE', { state: unitStates[fresh.state], action: '更换给人' });
  if (!old || !now || old.kind !== now.kind) return fail('UNIT_OTHER_ITEM', { item: old?.name ?? unit.itemCode });
  await moveUnit(tx, fresh, 'reserved', `更换召回的${unit.code}`);
  await moveUnit(tx, fresh, order ? 'rented' : 'allocated', `更换召回的${unit.code}`);
  if (order) {
    const contract = await issueContract(tx, {
      order,
      unit: fresh,
      item: now,
      station,
      dueOn: order.dueOn!,
      depositFen: order.depositFen!,
    });
    if (!contract.ok) return contract;
    await tx.run(
      sql`update rental_order set unit_id = ${fresh.id}, contract_id = ${contract.value.id}, version = version + 1 where id = ${order.id}`,
    );
  } else
    await tx.run(
      sql`update device_allocation set unit_id = ${fresh.id}, item_code = ${fresh.itemCode} where id = ${allocation!.id}`,
    );
  await tx.run(sql`insert into device_replacement (id, old_unit_id, new_unit_id, order_id, allocation_id, person_id, station_id, division, replaced_on, replaced_by)
    values (${newId()}, ${unit.id}, ${fresh.id}, ${order?.id ?? null}, ${allocation?.id ?? null}, ${personId}, ${unit.stationId}, ${unit.division}, ${tx.today}, ${tx.actor.id})`);
  await tellOthers(tx, { unit, fresh, order, personId });
  await notify(tx, {
    to: { personId },
    template: 'device.replaced',
    params: { item: now.name, station: station.name, tel: station.telephone },
  });
  await recordAudit(tx, {
    action: 'device.replaced',
    subject: { kind: 'device-unit', id: unit.id },
    personId,
    division: unit.division,
    detail: { newUnit: fresh.code },
  });
  return ok({ code: fresh.code });
}

async function tellOthers(tx: Tx, of: { unit: Unit; fresh: Unit; order: Order | null; personId: string }): Promise<void> {
  const { unit, fresh, order, personId } = of;
  const about = (u: Unit) => ({ subject: { kind: 'device-unit', id: u.id }, division: unit.division }) as const;
  if (order) {
    await emit(tx, {
      type: 'assistive-device.returned',
      ...about(unit),
      payload: { unitId: unit.id, stationId: unit.stationId, returnedOn: tx.today },
    });
    await emit(tx, {
      type: 'assistive-device.rented',
      ...about(fresh),
      payload: { unitId: fresh.id, personId, stationId: unit.stationId, startOn: tx.today, dueOn: order.dueOn! },
    });
    return;
  }
  await emit(tx, {
    type: 'assistive-device.allocated',
    ...about(fresh),
    payload: { unitId: fresh.id, personId, stationId: unit.stationId, deliveredOn: tx.today },
  });
}
