import { expect, test } from 'vitest';
import { exact } from '../../../kernel/policy/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import { drawn } from './draw.ts';
import { drawCount, settlementOf, travelFlag, type Visit } from './rules.ts';

const at = (time: string, latitude: number, minutes = 30): Visit => ({
  beganAt: new Date(`2026-09-01T${time}:00+08:00`).toISOString(),
  minutes,
  latitude,
  longitude: 114.3,
});

test('两次服务相距约22公里：间隔30分钟（每小时44公里）没有疑点，间隔15分钟（每小时89公里）路程来不及', () => {
  expect(metresBetween(at('09:00', 29.8), at('10:00', 30.0))).toBe(22239);
  expect(travelFlag(at('09:00', 29.8), at('10:00', 30.0), 80)).toBeNull();
  expect(travelFlag(at('09:00', 29.8), at('09:45', 30.0), 80)).toBe('impossible-travel');
});

test('正好按时速上限到达不算疑点，差一秒的路程就算', () => {
  const far = (metres: number): Visit => ({ ...at('09:45', 29.8 + metres / 111_194.9), minutes: 30 });
  const [inside, outside] = [far(19_990), far(20_010)];
  expect(travelFlag(at('09:00', 29.8), inside, 80)).toBeNull();
  expect(travelFlag(at('09:00', 29.8), outside, 80)).toBe('impossible-travel');
});

test('前一次还没有结束，后一次已经开始：时间重叠；前后紧接、原地不动不算', () => {
  expect(travelFlag(at('09:00', 29.8), at('09:29', 29.8), 80)).toBe('overlapping-time');
  expect(travelFlag(at('09:00', 29.8), at('09:30', 29.8), 80)).toBeNull();
  expect(travelFlag(at('09:29', 29.8), at('09:00', 29.8), 80)).toBe('overlapping-time');
});

test('抽签不少于一成：10次抽1次，11次抽2次，1次也抽1次，没有就不抽', () => {
  expect([0, 1, 10, 11, 20, 21].map((n) => drawCount(n, exact('0.1')))).toEqual([0, 1, 1, 2, 2, 3]);
});

test('同一个种子抽出同样的服务，换一个种子不一样，与先后次序无关', () => {
  const ids = Array.from({ length: 40 }, (_, i) => `task-${i}`);
  const first = drawn(ids, 'a'.repeat(32), 4);
  expect(first).toHaveLength(4);
  expect(drawn([...ids].reverse(), 'a'.repeat(32), 4)).toEqual(first);
  expect(drawn(ids, 'b'.repeat(32), 4)).not.toEqual(first);
});

test('单价80元、验收12次：960元；合同100次已结算88次，12次正好用完，13次超出', () => {
  const contract = { unitPriceFen: 80_00, quantity: 100, settledCount: 88 };
  expect(settlementOf(contract, 12)).toEqual({ amountFen: 960_00, within: true, left: 12 });
  expect(settlementOf(contract, 13).within).toBe(false);
});
