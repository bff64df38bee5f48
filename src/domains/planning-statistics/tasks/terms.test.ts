/** 规划任务的状态和按期. */
import { expect, test } from 'vitest';
import { isOnSchedule, stateOf } from './terms.ts';

const due = '2026-06-30';
test('到期那天不算逾期，第二天起逾期；完成的、不再执行的不会逾期', () => {
  expect(stateOf({ state: 'going', dueOn: due }, '2026-06-30')).toBe('going');
  expect(stateOf({ state: 'going', dueOn: due }, '2026-07-01')).toBe('overdue');
  expect(stateOf({ state: 'waiting', dueOn: due }, '2026-07-01')).toBe('overdue');
  expect(stateOf({ state: 'done', dueOn: due }, '2026-07-01')).toBe('done');
  expect(stateOf({ state: 'ended', dueOn: due }, '2026-07-01')).toBe('ended');
});

test('按期：期限当天完成的算，晚一天的不算；没有到期的算，不再执行的不计', () => {
  const task = (state: 'going' | 'done' | 'ended', doneOn: string | null) =>
    isOnSchedule({ state, dueOn: due, doneOn: doneOn as typeof due | null }, '2026-07-01');
  expect([task('done', '2026-06-30'), task('done', '2026-07-01'), task('going', null), task('ended', null)]).toEqual([
    true,
    false,
    false,
    null,
  ]);
  expect(isOnSchedule({ state: 'going', dueOn: due, doneOn: null }, '2026-06-30')).toBe(true);
});
