import { expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { halfBefore, halfOf, halfZh, toldOn } from './half.ts';

test('半年一次：上半年到6月30日，下半年到12月31日', () => {
  expect(['2026-01-01', '2026-06-30', '2026-07-01', '2026-12-31'].map((day) => halfOf(day as PlainDate))).toEqual([
    '2026-1',
    '2026-1',
    '2026-2',
    '2026-2',
  ]);
  expect([halfBefore('2026-2'), halfBefore('2026-1'), halfZh('2026-2')]).toEqual(['2026-1', '2025-2', '2026年下半年']);
});

test('离半年结束30天提醒，过了就是超期', () => {
  expect(['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'].map((day) => toldOn('2026-2', day as PlainDate))).toEqual([
    null,
    'soon',
    'soon',
    'overdue',
  ]);
});
