import { expect, test } from 'vitest';
import { differenceOf, type Goal, goalText } from './rules.ts';

const goal = (value: string, more: Partial<Goal> = {}): Goal => ({ year: '2025', qualifier: '≥', value, unit: '%', ...more });

test('“十四五”福彩公益金55%对“十三五”50%：高5个百分点，年份不同也写明', () => {
  expect(differenceOf(goal('55', { year: '2022' }), goal('50', { year: '2020' }))).toEqual({
    apart: 'more',
    says: '高5个百分点，要求更高，年份不同（2022、2020）',
  });
  expect(differenceOf(goal('60'), goal('60.0'))).toEqual({ apart: 'same', says: '目标值一致' });
});

test('小数按原文相减，不先舍入；上限的数小才是要求高', () => {
  expect(differenceOf(goal('0.3', { unit: '平方米/人' }), goal('0.1', { unit: '平方米/人' })).says).toBe(
    '高0.2平方米/人，要求更高',
  );
  expect(differenceOf(goal('59.95'), goal('60')).says).toBe('低0.05个百分点，要求更低');
  const most = (value: string) => goal(value, { qualifier: '≤', unit: '分钟' });
  expect(differenceOf(most('15'), most('30'))).toEqual({ apart: 'more', says: '低15分钟，要求更高' });
  expect(differenceOf(goal('100'), goal('90')).says).toBe('高10个百分点，要求更高');
});

test('单位不同、上限对下限，不硬比', () => {
  expect(differenceOf(goal('1', { unit: '处' }), goal('100')).apart).toBe('apart');
  expect(differenceOf(goal('15', { qualifier: '≤' }), goal('15')).says).toBe('一个是上限、一个是下限，不能相比');
});

test('目标写成一句：等于号不写，单位和年份写明', () => {
  expect([goalText(goal('55')), goalText(goal('6', { qualifier: '=', unit: '个' }))]).toEqual([
    '≥55%（2025年）',
    '6 个（2025年）',
  ]);
});
