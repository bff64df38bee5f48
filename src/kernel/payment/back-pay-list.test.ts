/** 补发清册: how months are said. */
import { expect, test } from 'vitest';
import { monthsText } from './back-pay-list.ts';

test('连着的月份从头说到尾，隔开的分开说，跨年也连着', () => {
  expect(monthsText(['2026-04'])).toBe('2026年4月');
  expect(monthsText(['2026-03', '2026-01', '2026-02', '2026-05'])).toBe('2026年1月至2026年3月、2026年5月');
  expect(monthsText(['2025-12', '2026-01', '2026-01'])).toBe('2025年12月至2026年1月');
});
