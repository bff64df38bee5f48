import { expect, test } from 'vitest';
import { figureReason, figureTenths, pointsText, standingOf, totalTenths } from './rules.ts';

const sixty = { num: 60, den: 100 };

test('达到目标得满分，差一点就按比例，不进位', () => {
  expect(figureTenths(20, { num: 60, den: 100 }, sixty)).toBe(200);
  expect(figureTenths(20, { num: 100, den: 100 }, sixty)).toBe(200);
  // 20分 × 59.97% ÷ 60% = 19.99分，不写成20分
  expect(figureTenths(20, { num: 5997, den: 10000 }, sixty)).toBe(199);
  // 20分 × 56% ÷ 60% = 18.66分
  expect(figureTenths(20, { num: 56, den: 100 }, sixty)).toBe(186);
  expect(figureTenths(20, { num: 0, den: 7 }, sixty)).toBe(0);
});

test('怎么算出来的写成一句话', () => {
  expect(figureReason(20, { num: 56, den: 100 }, sixty, { value: '56.0%', target: '60%' })).toBe(
    '实际56.0%，目标60%：20分×56.0%÷60%，得18.6分（不进位）。',
  );
  expect(figureReason(20, { num: 3, den: 4 }, sixty, { value: '75.0%', target: '60%' })).toBe(
    '实际75.0%，达到目标60%，得满分20分。',
  );
  expect(figureReason(20, { num: 0, den: 0 }, sixty, { value: '', target: '60%' })).toContain('不计入');
  expect([pointsText(186), pointsText(200)]).toEqual(['18.6分', '20分']);
});

test('没有可数的项连同分值一起去掉，其余的折成百分', () => {
  expect(
    totalTenths([
      { weight: 60, tenths: 540 },
      { weight: 40, tenths: null },
    ]),
  ).toBe(900);
  expect(
    totalTenths([
      { weight: 60, tenths: 540 },
      { weight: 40, tenths: 0 },
    ]),
  ).toBe(540);
  expect(totalTenths([{ weight: 100, tenths: null }])).toBeNull();
});

test('同分同名次，后面的名次空出来；没有得分的不排名', () => {
  const rows = [
    { name: '甲', tenths: 900 },
    { name: '乙', tenths: null },
    { name: '丙', tenths: 950 },
    { name: '丁', tenths: 900 },
    { name: '戊', tenths: 899 },
  ];
  expect(standingOf(rows).map((r) => [r.name, r.place])).toEqual([
    ['丙', 1],
    ['甲', 2],
    ['丁', 2],
    ['戊', 4],
    ['乙', null],
  ]);
});
