import { expect, test } from 'vitest';
import { isActive, planOverdue } from './rules.ts';

test('90天以内有活动日志才算在活动；筹备的、注销的不算', () => {
  const of = { state: 'filed', lastOn: '2026-06-03' } as const;
  expect(isActive(of, '2026-09-01', 90)).toBe(true);
  expect(isActive(of, '2026-09-02', 90)).toBe(false);
  expect(isActive({ ...of, lastOn: null }, '2026-09-01', 90)).toBe(false);
  expect(isActive({ ...of, state: 'preparing' }, '2026-09-01', 90)).toBe(false);
});

test('一年的活动计划3月31日以前通过', () => {
  expect(planOverdue('2026-03-31', 2026, false)).toBe(false);
  expect(planOverdue('2026-04-01', 2026, false)).toBe(true);
  expect(planOverdue('2026-04-01', 2026, true)).toBe(false);
});
