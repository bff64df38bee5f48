/** The station's work on one unit, by its code: in, cleaned, into stock, out, to repair, written off. And what concerns a whole batch. */

import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { parseInput } from '../../../kernel/schema/index.ts';
import { recordAssessment } from './assessed.ts';
import { declareLost, handOut, takeBack } from './orders.ts';
import { RentalAnswers } from './rental-assessment.ts';
import { lockAllocation, replaceRecalled } from './replace.ts';
import { Clean, HandOut, type NewUnit, Nothing, Reason, type Recall, Repair, Repaired, Replace, TakeBack } from './schema.ts';
import {
  addCleaning,
  addUnit,
  codeOfSerial,
  findItem,
  findStation,
  isClean,
  lockActiveOrder,
  lockUnit,
  moveUnit,
  type Order,
  ownStation,
  type Unit,
} from './store.ts';
import { type UnitState, unitMoves, unitStates } from './terms.ts';

interface UnitAction<S extends z.ZodType = z.ZodType> {
  readonly zh: string;
  readonly causes: string;
  readonly input: S;
  readonly from: readonly UnitState[];
  readonly danger?: true;
  readonly run: (tx: Tx, unit: Unit, order: Order | null, input: z.infer<S>) => Promise<Result<unknown>>;
}
const action = <S extends z.ZodType>(definition: UnitAction<S>): UnitAction => definition as unknown as UnitAction;

async function move(tx: Tx, unit: Unit, to: UnitState, reason: string): Promise<Result<null>> {
  await moveUnit(tx, unit, to, reason);
  return ok(null);
}

/** What the station does to a unit; the page draws its buttons from this table. */
export const unitActions = {
  assess: action({
    zh: '简易评估',
    causes: '记下借用人能不能用这一种辅具；不适合的不能出库，可以转适配评估。',
    input: RentalAnswers,
    from: ['reserved'],
    run: (tx, _unit, order, input) =>
      order?.state === 'reserved' ? recordAssessment(tx, order, input) : Promise.resolve(fail('ORDER_NOT_HELD')),
  }),
  'hand-out': action({
    zh: '出库',
    causes: '生成租赁合同，借用人收到应还日期；从今天起计租金。',
    input: HandOut,
    from: ['reserved'],
    run: (tx, unit, order, input) =>
      order?.state === 'reserved' ? handOut(tx, unit, order, input) : Promise.resolve(fail('ORDER_NOT_HELD')),
  }),
  'take-back': action({
    zh: '归还验收',
    causes: '结算租金和补贴，借用人收到结算；辅具转待洗消。',
    input: TakeBack,
    from: ['rented', 'recalled'],
    run: async (tx, unit, order, input) => {
      if (!order) return fail('UNIT_MOVE', { state: unitStates[unit.state], action: '归还' });
      const settled = await takeBack(tx, unit, order, input);
      if (settled.ok && input.condition === 'damaged' && unit.state === 'rented')
        await sendToRepair(tx, unit, { cause: 'damaged', note: input.note || '归还时损坏' });
      return settled;
    },
  }),
  clean: action({
    zh: '登记洗消',
    causes: '保存洗消和检测结果；合格的转为在库，可以再出租。',
    input: Clean,
    from: ['to-clean'],
    run: async (tx, unit, _order, input) => {
      const passed = input.passed === 'yes';
      await addCleaning(tx, unit, { method: input.method, agent: input.agent, passed });
      if (!passed) return ok(null);
      return (await isClean(tx, unit)) ? move(tx, unit, 'in-stock', '洗消检测合格') : fail('UNIT_NOT_CLEANED');
    },
  }),
  'send-to-repair': action({
    zh: '送修',
    causes: '转为维修，修好以后还要洗消检测才能出租。',
    input: Repair,
    from: ['in-stock', 'to-clean'],
    run: (tx, unit, _order, input) => sendToRepair(tx, unit, input),
  }),
  repaired: action({
    zh: '修好入库',
    causes: '记录维修费用，转为待洗消。',
    input: Repaired,
    from: ['repair'],
    run: async (tx, unit, _order, input) => {
      await tx.run(
        sql`update device_repair set cost_fen = ${input.cost}, ended_on = ${tx.today} where unit_id = ${unit.id} and ended_on is null`,
      );
      return move(tx, unit, 'to-clean', '修好');
    },
  }),
  lost: action({
    zh: '登记遗失',
    causes: '结束租赁，按购置价和已用年限计算赔偿，辅具报废。',
    input: Nothing,
    from: ['rented'],
    danger: true,
    run: (tx, unit, order) =>
      order
        ? declareLost(tx, unit, order)
        : Promise.resolve(fail('UNIT_MOVE', { state: unitStates[unit.state], action: '登记遗失' })),
  }),
  replace: action({
    zh: '免费更换',
    causes: '另一件同类辅具交给借用人，租期、费用、押金都不变；召回的这件收回待报废。',
    input: Replace,
    from: ['recalled'],
    run: (tx, unit, order, input) => replaceRecalled(tx, unit, order, input),
  }),
  scrap: action({
    zh: '报废',
    causes: '这件辅具不再使用，不能撤回。',
    input: Reason,
    from: ['in-stock', 'to-clean', 'repair', 'recalled'],
    danger: true,
    // 召回而还在借用人手里的，先更换或者归还再报废。
    run: async (tx, unit, order, input) =>
      order || (unit.state === 'recalled' && (await lockAllocation(tx, unit.id)))
        ? fail('UNIT_MOVE', { state: '在使用人手中', action: '报废' })
        : move(tx, unit, 'scrapped', input.reason),
  }),
} satisfies Readonly<Record<string, UnitAction>>;

async function sendToRepair(tx: Tx, unit: Unit, input: { cause: string; note: string }): Promise<Result<null>> {
  await tx.run(sql`insert into device_repair (id, unit_id, station_id, division, cause, note, began_on)
    values (${newId()}, ${unit.id}, ${unit.stationId}, ${unit.division}, ${input.cause}, ${input.note}, ${tx.today})`);
  return move(tx, unit, 'repair', '送修');
}

/** One action of the station's clerk on a unit, under its lock. */
export async function actOnUnit(tx: Tx, command: { code: string; action: string; input: unknown }): Promise<Result<unknown>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  if (!Object.hasOwn(unitActions, command.action)) return fail('NOT_FOUND');
  const name = command.action as keyof typeof unitActions;
  const chosen: UnitAction = unitActions[name];
  const unit = await lockUnit(tx, command.code);
  if (!unit.ok) return unit;
  if (unit.value.stationId !== station.value.id) {
    const home = await findStation(tx, unit.value.stationId);
    return fail('UNIT_ELSEWHERE', { station: home?.name ?? '其他网点' });
  }
  if (name === 'hand-out' && unit.value.state === 'to-clean') return fail('UNIT_NOT_CLEANED');
  if (name === 'hand-out' && unit.value.state === 'recalled') return fail('UNIT_RECALLED');
  if (!chosen.from.includes(unit.value.state))
    return fail('UNIT_MOVE', { state: unitStates[unit.value.state], action: chosen.zh });
  const input = parseInput(chosen.input, command.input ?? {});
  if (!input.ok) return input;
  const done = await chosen.run(tx, unit.value, await lockActiveOrder(tx, unit.value.id), input.value as never);
  if (!done.ok) return done;
  await recordAudit(tx, {
    action: `device.${name}`,
    subject: { kind: 'device-unit', id: unit.value.id },
    division: unit.value.division,
  });
  return done;
}

/** `inUse`: somebody has it, by a rental or a free fitting. */
export const actionsOf = (unit: Unit, order: Order | null, inUse = order !== null): [string, UnitAction][] =>
  Object.entries(unitActions).filter(
    ([name, { from }]) =>
      from.includes(unit.state) &&
      (unit.state !== 'recalled' ||
        (inUse ? name === 'replace' || (name === 'take-back' && order !== null) : name === 'scrap')) &&
      ((name !== 'hand-out' && name !== 'assess') || order?.state === 'reserved'),
  );

/** Enters a bought or donated unit. What is donated counts nothing, and is cleaned before anybody gets it. */
export async function enterUnit(tx: Tx, input: z.infer<typeof NewUnit>): Promise<Result<{ code: string; state: UnitState }>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const item = await findItem(tx, input.itemCode);
  if (!item) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'itemCode', message: '目录里没有这种辅具，请从目录中选择' }]);
  const donated = Boolean(input.donor);
  if (!donated && input.price === undefined)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'price', message: '购置的请填写购置价；捐赠的请填写捐赠人' }]);
  const added = await addUnit(tx, {
    itemCode: item.code,
    serial: input.serial,
    batch: input.batch,
    stationId: station.value.id,
    division: station.value.division,
    priceFen: donated ? 0 : input.price!,
    source: donated ? 'donation' : 'purchase',
  });
  if (!added) return fail('SERIAL_TWICE', { code: (await codeOfSerial(tx, item.code, input.serial))?.code ?? '' });
  if (donated)
    await tx.run(sql`insert into device_donation (unit_id, division, donor, received_on)
      values (${added.id}, ${station.value.division}, ${tx.keys.seal(input.donor!, `device_donation.donor:${added.id}`)}, ${tx.today})`);
  await recordAudit(tx, {
    action: 'device.entered',
    subject: { kind: 'device-unit', id: added.id },
    division: station.value.division,
  });
  return ok({ code: added.code, state: donated ? 'to-clean' : 'in-stock' });
}

/** 召回: every unit of the batch that is not written off is locked at once, wherever it is; whoever uses one is told. */
export async function recallBatch(tx: Tx, input: z.infer<typeof Recall>): Promise<Result<{ units: number; told: number }>> {
  const division = tx.actor.division ?? tx.city;
  const item = await findItem(tx, input.itemCode);
  const all = await tx.rows<
    Unit & { personId: string | null; stationName: string; telephone: string }
  >(sql`select u.id, u.code, u.state, u.division, u.station_id,
      coalesce((select o.person_id from rental_order o where o.unit_id = u.id and o.state in ('reserved', 'out')),
        (select a.person_id from device_allocation a where a.unit_id = u.id and a.taken_back_on is null)) as person_id, s.name as station_name, s.telephone
    from device_unit u join device_station s on s.id = u.station_id where u.item_code = ${input.itemCode} and u.batch = ${input.batch}
      and u.state not in ('scrapped', 'recalled') order by u.id limit 5000 for update of u`);
  const units = all.filter((u) => inScope(u.division, division) && unitMoves[u.state].includes('recalled'));
  if (!item || units.length === 0) return fail('RECALL_EMPTY', { item: input.itemCode, batch: input.batch });
  const id = newId();
  await tx.run(sql`insert into device_recall (id, item_code, batch, division, reason, units, ordered_at, ordered_by)
    values (${id}, ${item.code}, ${input.batch}, ${division}, ${input.reason}, ${units.length}, ${tx.now}, ${tx.actor.id})
    on conflict (item_code, batch, division) do nothing`);
  for (const unit of units) await moveUnit(tx, unit, 'recalled', `批次${input.batch}召回`);
  // 只是预约、还没取走的，预约随之取消。
  await tx.run(
    sql`update rental_order set state = 'cancelled', version = version + 1 where unit_id = any(${units.map((u) => u.id)}::uuid[]) and state = 'reserved'`,
  );
  const holders = units.filter((u) => u.personId !== null);
  for (const { personId, stationName, telephone } of holders)
    await notify(tx, {
      to: { personId: personId! },
      template: 'device.recalled',
      params: { item: item.name, station: stationName, tel: telephone },
    });
  await emit(tx, {
    type: 'assistive-device.recalled',
    subject: { kind: 'device-recall', id },
    division,
    payload: { unitIds: units.map((u) => u.id), batch: input.batch, reason: input.reason },
    sensitivity: 'internal',
  });
  await recordAudit(tx, {
    action: 'device.recalled',
    subject: { kind: 'device-recall', id },
    division,
    personIds: holders.map((u) => u.personId!),
    detail: { itemCode: item.code, batch: input.batch, units: units.length },
  });
  return ok({ units: units.length, told: holders.length });
}
