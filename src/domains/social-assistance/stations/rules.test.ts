import { expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { loadCity } from '../../../server/city.ts';
import { staffingOf, staffingTotals } from './rules.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row, i) => ({ ...row, id: String(i), knownSince: '2020-01-01' })),
);
const of = (persons: number, posts: number) => {
  const staffing = staffingOf({ township: '421202100000', persons, posts }, parameters, '2026-09-01', '《某市规划》');
  if (!staffing.ok) throw new Error(staffing.code);
  return staffing.value;
};

test('六个乡镇常住人口18200、29999、30000、44870、60000、75310，在岗1、2、1、2、3、2人：应有12人，缺2人，6个中4个达标；富余不抵缺额', () => {
  const all = [
    [18_200, 1],
    [29_999, 2],
    [30_000, 1],
    [44_870, 2],
    [60_000, 3],
    [75_310, 2],
  ].map(([persons, posts]) => of(persons!, posts!));
  expect(all.map((s) => s.required)).toEqual([1, 1, 2, 2, 3, 3]);
  expect(all.map((s) => s.shortage)).toEqual([0, 0, 1, 0, 0, 1]);
  expect(staffingTotals(all)).toEqual({ required: 12, shortage: 2, compliant: 4, of: 6 });
});

test('正好3万人按第二档应有2人，29999人按第一档应有1人；正好6万人应有3人，59999人应有2人', () => {
  expect([of(29_999, 1).required, of(30_000, 1).required, of(59_999, 2).required, of(60_000, 2).required]).toEqual([1, 2, 2, 3]);
});

test('算例13：常住人口29999、30000、59999、60000，应有1、2、2、3共8人，在岗1、1、2、2人，缺2人', () => {
  const all = [
    [29_999, 1],
    [30_000, 1],
    [59_999, 2],
    [60_000, 2],
  ].map(([persons, posts]) => of(persons!, posts!));
  expect(all.map((s) => s.required)).toEqual([1, 2, 2, 3]);
  expect(staffingTotals(all)).toMatchObject({ required: 8, shortage: 2 });
});

test('写明实有、应有和依据', () => {
  expect(of(30_000, 1).clause).toMatchObject({
    verdict: 'unmet',
    value: { count: 1 },
    limit: { count: 2 },
    relation: '不少于',
  });
});
