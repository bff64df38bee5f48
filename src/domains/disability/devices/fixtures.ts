/** Devices of a station as the tests begin: who keeps them, who rents. */
import { expect } from 'vitest';
import { freshContext } from '../../../../tests/database.ts';
import { type Actor, systemActor } from '../../../kernel/access/index.ts';
import { loadParameters } from '../../../kernel/policy/server.ts';
import { register } from '../../../kernel/resident/fixtures.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { hand, must } from '../../../kernel/service/fixtures.ts';
import { reserve } from './orders.ts';
import { addItem, overview, registerStation, StockFilter, stock } from './stations.ts';
import type { UnitState } from './terms.ts';
import { actOnUnit, enterUnit } from './units.ts';

const COUNTY = '421202000000';
export const VILLAGE = '421202100001';
export const BED = 'BED-2400';

export let city: Awaited<ReturnType<typeof freshContext>>;
export let clerk: Actor;
export let otherClerk: Actor;
export const county = hand(COUNTY, 'county-clerk');
const stationHand = (unitId: string): Actor => ({
  ...hand(COUNTY, 'institution-user', { duty: 'device-station-clerk' }),
  unitId,
});

/** Every figure of the overview is as many as the list that it opens. */
export async function figuresOpen(): Promise<void> {
  await city.context.read(county, async (tx) => {
    const count = async (filter: object): Promise<number> => {
      const { rows, next } = await stock(tx, StockFilter.parse(filter));
      return rows.length + (next ? await count({ ...filter, cursor: next }) : 0);
    };
    const { stations, items, recalls } = await overview(tx);
    for (const { id: station, inStock, out, toClean } of stations)
      for (const [state, figure] of Object.entries({ 'in-stock': inStock, rented: out, 'to-clean': toClean }))
        expect(await count({ station, state })).toBe(figure);
    for (const { code, units } of items) expect(await count({ item: code })).toBe(units);
    for (const { itemCode: item, batch, open } of recalls)
      expect(await count({ item, batch, state: 'recalled', held: 'yes' })).toBe(open);
  });
}

/** Starts what the tests need. */
export async function openDevices(): Promise<void> {
  city = await freshContext({ start: '2026-03-10' });
  const { context } = city;
  await context.write(systemActor('city-pack', '000000000000'), (tx) =>
    loadParameters(
      tx,
      city.city.parameters.map((row) => ({ ...row, floor: null, ceiling: null })),
    ),
  );
  const station = (name: string) =>
    context.write(county, async (tx) =>
      must(
        await registerStation(tx, {
          name,
          kind: 'point',
          host: 'community',
          operator: '咸安区辅具服务中心',
          division: VILLAGE,
          address: '社区服务中心一楼',
          telephone: '0715-8888001',
          hours: '周一至周五 9:00—17:00',
          hasPermit: false,
        }),
      ),
    );
  clerk = stationHand((await station('温泉网点')).id);
  otherClerk = stationHand((await station('永安网点')).id);
  await context.write(hand('421200000000', 'city-clerk'), async (tx) => {
    must(
      await addItem(tx, {
        code: BED,
        name: '护理床',
        kind: 'nursing-bed',
        classCode: '18 12 10',
        monthlyRent: 300_00,
        lifeMonths: 72,
        regulated: false,
      }),
    );
    must(
      await addItem(tx, {
        code: 'OXY-01',
        name: '制氧机',
        kind: 'other',
        classCode: '04 03 18',
        monthlyRent: 200_00,
        lifeMonths: 60,
        regulated: true,
      }),
    );
  });
}
export const closeDevices = () => city.drop();

export let serials = 0;
export const unit = async (by = clerk, more: { donor?: string; batch?: string; itemCode?: string } = {}): Promise<string> => {
  const { donor, batch = `批${++serials}`, itemCode = BED } = more;
  const entered = await city.context.write(by, (tx) =>
    enterUnit(tx, { itemCode, serial: `SN${++serials}`, batch, ...(donor ? { donor } : { price: 2_400_00 }) }),
  );
  return must(entered).code;
};
export const person = (name = '王秀兰', birthDate: PlainDate = '1980-05-06') =>
  city.context.write(county, async (tx) => {
    const { idNumber } = await import('../../../kernel/resident/fixtures.ts');
    return register(tx, { name, division: VILLAGE, idNumber: idNumber(birthDate, '421202') });
  });
export const book = (personId: string, code: string, by = clerk) =>
  city.context.write(by, (tx) => reserve(tx, { personId, code }));
export const act = (code: string, action: string, input: unknown = {}, by = clerk) =>
  city.context.write(by, (tx) => actOnUnit(tx, { code, action, input }));
export const state = async (code: string): Promise<UnitState> =>
  (await city.owner.query('select state from device_unit where code = $1', [code])).rows[0].state;
export const says = (result: Result<unknown>): string => explain(result as Refusal).message;
const ANSWERS = { sits: 'alone', walks: 'support', hands: 'both', skin: 'fine', use: 'alone', room: 'yes', where: 'home' };
export const assess = (code: string, more: object = {}, by = clerk) => act(code, 'assess', { ...ANSWERS, ...more }, by);
export const out = async (personId: string, code: string, dueOn: PlainDate) => {
  must(await book(personId, code));
  must(await assess(code));
  return must(await act(code, 'hand-out', { dueOn, depositReceived: true })) as { orderId: string; depositFen: number };
};
export const CLEAN = { method: '擦拭消毒', agent: '含氯消毒液', passed: 'yes' };
