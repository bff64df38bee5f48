import { expect, test } from 'vitest';
import { restraintAlarms } from './restraint-rules.ts';

const of = { startAt: '2026-09-11T01:00:00.000Z', maxHours: 2, checkMinutes: 30, lookedAt: null, ended: false };

test('9时开始，最长2小时：9时30分要看一次，11时要解除', () => {
  expect(restraintAlarms(of).map(({ kind, at }) => [kind, at])).toEqual([
    ['look', '2026-09-11T01:30:00.000Z'],
    ['over', '2026-09-11T03:00:00.000Z'],
  ]);
});
test('9时25分看过，下一次9时55分；解除了什么都不催', () => {
  const looked = { ...of, lookedAt: '2026-09-11T01:25:00.000Z' };
  expect(restraintAlarms(looked)[0]).toMatchObject({ kind: 'look', at: '2026-09-11T01:55:00.000Z' });
  expect(restraintAlarms(looked)[0]!.key).not.toBe(restraintAlarms(of)[0]!.key);
  expect(restraintAlarms({ ...of, ended: true })).toEqual([]);
});
