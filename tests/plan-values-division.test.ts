/** 区划变更 and the values that are asked for: what is over stays with the old unit, from the next period on whoever took over is asked. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../src/kernel/access/index.ts';
import { recordChange } from '../src/kernel/division/server.ts';
import type { DivisionCode, PlainDate } from '../src/kernel/schema/index.ts';
import { type Api, requestId, startApi } from './api.ts';

const TOWN = '421202100000' as DivisionCode;
const STREET = '421202004000' as DivisionCode;
const NEIGHBOUR = '421202101000' as DivisionCode;
const [EAST, WEST] = ['421202120000', '421202121000'] as [DivisionCode, DivisionCode];
let api: Api;

beforeAll(async () => {
  api = await startApi({ start: '2026-07-01' });
  const city = await api.staff('shi');
  await city.post('/api/plan-assignments', {
    indicator: 'IND14-04',
    level: 'township',
    term: 'quarter',
    fromPeriod: '2026-Q3',
    requestId: requestId(),
  });
});
afterAll(() => api?.stop());

const takesEffect = async (change: Omit<Parameters<typeof recordChange>[1]['change'], 'effectiveOn'>, on: PlainDate) => {
  await api.context.write(systemActor('test', api.context.city), async (tx) => {
    const recorded = await recordChange(tx, {
      change: { ...change, effectiveOn: on },
      approver: '湖北省人民政府',
      documentNo: '鄂政函〔2026〕12号',
      approvedOn: '2026-07-01',
      retroactiveReason: '',
    });
    expect(recorded.ok).toBe(true);
  });
  api.clock.set(`${on}T01:00:00.000Z`);
  await api.run();
  expect(api.errors).toEqual([]);
};

/** Of which units a period asks. */
async function askedIn(period: string): Promise<string[]> {
  const { rows } = await api.owner.query(
    `select unnest(units) as unit from plan_assignment where from_period <= $1 and (until_period is null or until_period >= $1)`,
    [period],
  );
  return rows.map((row: { unit: string }) => row.unit);
}

test('汀泗桥镇10月5日改为街道：第三季度仍由镇报，第四季度起由街道报', async () => {
  await takesEffect(
    {
      type: 'to-street',
      ends: [TOWN],
      begins: [{ code: STREET, name: '汀泗桥街道', pinyin: 'ting si qiao jie dao' }],
      shares: [{ from: TOWN, to: STREET, millionths: 1_000_000 }],
    },
    '2026-10-05',
  );
  const [third, fourth] = [await askedIn('2026-Q3'), await askedIn('2026-Q4')];
  expect([third.includes(TOWN), third.includes(STREET)]).toEqual([true, false]);
  expect([fourth.includes(TOWN), fourth.includes(STREET)]).toEqual([false, true]);
  expect(fourth).toHaveLength(third.length);
});

test('一个镇一分为二：从下一期起两个都报，撤了的不再报', async () => {
  await takesEffect(
    {
      type: 'split',
      ends: [NEIGHBOUR],
      begins: [
        { code: EAST, name: '向东镇', pinyin: 'xiang dong zhen' },
        { code: WEST, name: '向西镇', pinyin: 'xiang xi zhen' },
      ],
      shares: [
        { from: NEIGHBOUR, to: EAST, millionths: 550_000 },
        { from: NEIGHBOUR, to: WEST, millionths: 450_000 },
      ],
    },
    '2026-10-12',
  );
  const fourth = await askedIn('2026-Q4');
  expect([NEIGHBOUR, EAST, WEST].map((unit) => fourth.includes(unit))).toEqual([false, true, true]);
  expect(await askedIn('2026-Q3')).toContain(NEIGHBOUR);
});
