import { expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { isOpen, menuLate, mondayOf, nextMonday } from './ahead-rules.ts';

const hours = { lunch: 9, dinner: 14 };
const on = '2026-09-10' as PlainDate;

test('午餐当天9点截止：8点59分还能订，9点整不能；晚餐14点', () => {
  expect(isOpen('2026-09-10T00:59:59Z', on, 'lunch', hours)).toBe(true);
  expect(isOpen('2026-09-10T01:00:00Z', on, 'lunch', hours)).toBe(false);
  expect(isOpen('2026-09-10T01:00:00Z', on, 'dinner', hours)).toBe(true);
  expect(isOpen('2026-09-10T06:00:00Z', on, 'dinner', hours)).toBe(false);
});

test('下周菜单星期五以前公布：星期五不算晚，星期六、星期日算晚，星期一又是新的一周', () => {
  const days = ['2026-09-11', '2026-09-12', '2026-09-13', '2026-09-14'] as PlainDate[];
  expect(days.map((day) => menuLate(day, 5))).toEqual([false, true, true, false]);
  expect(days.map(nextMonday)).toEqual(['2026-09-14', '2026-09-14', '2026-09-14', '2026-09-21']);
  expect(mondayOf('2026-09-13' as PlainDate)).toBe('2026-09-07');
});
