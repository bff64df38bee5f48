/** 指标值怎么比、怎么写：分子分母是整数，差多少按整数比. */
import { expect, test } from 'vitest';
import { differsBy, fractionOf, goalOf, isLower, milestoneOf, said } from './measure.ts';

test('护理型床位11140张／18577张对60%：写59.9%，“接近，未达标”；11147张写60.0%', () => {
  const goal = goalOf('%', '60');
  expect(said('%', { num: 11_140, den: 18_577 }, goal)).toEqual({ text: '59.9%', parts: '11,140／18,577', near: true });
  expect(said('%', { num: 11_147, den: 18_577 }, goal)).toMatchObject({ text: '60.0%', near: false });
});

test('不是百分比的照填的写：36.4、623、11.90', () => {
  for (const value of ['36.4', '623', '11.90']) expect(said('张', fractionOf('张', { value })!).text).toBe(value);
  expect(fractionOf('%', { value: '60' })).toBeNull();
  expect(fractionOf('%', { num: 1, den: 0 })).toBeNull();
});

test('与平台数相差1%以内不用说明，超过1%要说明：100的1%是99到101，98.9、101.1超过；平台数是0的，不是0就要说明', () => {
  const counted = { num: 1000, den: 2000 };
  expect(['990', '1010'].map((n) => differsBy(1, { num: Number(n), den: 2000 }, counted))).toEqual([false, false]);
  expect(['989', '1011'].map((n) => differsBy(1, { num: Number(n), den: 2000 }, counted))).toEqual([true, true]);
  expect(differsBy(1, { num: 0, den: 5 }, { num: 0, den: 9 })).toBe(false);
  expect(differsBy(1, { num: 1, den: 5 }, { num: 0, den: 9 })).toBe(true);
});

test('复测相差超过5%才复核：报100户复测95户不用，94户要复核', () => {
  expect(differsBy(5, { num: 95, den: 100 }, { num: 100, den: 100 })).toBe(false);
  expect(differsBy(5, { num: 94, den: 100 }, { num: 100, den: 100 })).toBe(true);
});

test('目标调低：越高越好的从60到55是调低，到65不是；越低越好的从4到5是调低', () => {
  const of = (value: string) => goalOf('%', value);
  expect([isLower(of('55'), of('60'), '='), isLower(of('65'), of('60'), '≥'), isLower(of('60'), of('60'), '=')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isLower(of('5'), of('4'), '≤'), isLower(of('3'), of('4'), '≤')]).toEqual([true, false]);
});

test('指标名称里的期限（2022年底前）单独看：2022年末达到为按期，2023年才达到为逾期，没有达到为未完成，年内还没到不下结论', () => {
  const of = { year: '2022', target: goalOf('%', '100'), qualifier: '=' } as const;
  const at = (to: string, num: number) => ({ to, value: { num, den: 6 } });
  expect(milestoneOf([at('2021-12-31', 4), at('2022-12-31', 6)], of, '2023-01-01')).toBe('inTime');
  expect(milestoneOf([at('2022-12-31', 5), at('2023-12-31', 6)], of, '2024-01-01')).toBe('late');
  expect(milestoneOf([at('2022-12-31', 5)], of, '2023-01-01')).toBe('missed');
  expect(milestoneOf([at('2021-12-31', 5)], of, '2022-12-31')).toBeNull();
});
