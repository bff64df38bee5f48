import { expect, test } from 'vitest';
import { figureReason, figureTenths, pointsText, standingOf, totalTenths } from './rules.ts';
import { changesSince } from './terms.ts';

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

test('越低越好的倒过来：不超过5%，退回率4%得满分，8%得62.5%的分；一件没有也是满分', () => {
  const five = { num: 5, den: 100 };
  expect(figureTenths(20, { num: 4, den: 100 }, five, 'lower')).toBe(200);
  expect(figureTenths(20, { num: 5, den: 100 }, five, 'lower')).toBe(200);
  expect(figureTenths(20, { num: 8, den: 100 }, five, 'lower')).toBe(125);
  expect(figureTenths(20, { num: 0, den: 100 }, five, 'lower')).toBe(200);
  expect(figureTenths(20, { num: 1, den: 100 }, { num: 0, den: 100 }, 'lower')).toBe(0);
  expect(figureReason(20, { num: 8, den: 100 }, five, { value: '8.0%', target: '不超过5%' }, 'lower')).toBe(
    '实际8.0%，目标不超过5%：20分×5%÷8.0%，得12.5分（不进位）。',
  );
});

test('与上年相比改了什么：新增、分值、标准、不再考核', () => {
  const item = (title: string, weight: number, standard = '') => ({
    kind: 'judged' as const,
    indicator: null,
    title,
    standard,
    weight,
  });
  const before = [item('殡葬改革', 20, '每处扣1分'), item('队伍', 80)];
  expect(changesSince([item('殡葬改革', 20, '每处扣2分'), item('走访', 10), item('队伍', 70)], before)).toEqual([
    '“殡葬改革”评分标准改了',
    '新增“走访”10分',
    '“队伍”由80分改为70分',
  ]);
  expect(changesSince([before[0]!], before)).toEqual(['不再考核“队伍”80分']);
  expect(changesSince(before, before)).toEqual([]);
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
