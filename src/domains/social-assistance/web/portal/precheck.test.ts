import { describe, expect, test } from 'vitest';
import { blank, problems } from '../../../../web/form/core.ts';
import { D26, XIANAN } from '../../dibao/fixtures.ts';
import { answersOf, precheck, precheckFields } from './precheck.ts';

const fields = precheckFields([{ code: XIANAN, name: '咸安区' }]);
const given = (people: object[], more: object = {}) => ({
  ...blank(fields),
  division: XIANAN,
  urbanRural: 'rural',
  people,
  ...more,
});
const elder = { age: 'elder70', severe: false };
const verdictOf = (values: Record<string, unknown>) => {
  const found = precheck(answersOf(values), D26, '2026-11-23');
  if (!found.ok) throw new Error(found.code);
  return [found.value.verdict, found.value.estimateFen !== null && found.value.estimateFen > 0];
};

describe('先算一算', () => {
  test('什么都没填：说清还差哪几项', () => {
    expect(problems(fields, blank(fields)).map((p) => p.path)).toEqual(['division', 'urbanRural', 'people.0.age']);
  });
  test('七十多岁独居老人，没有收入：很可能符合，估出金额', () => {
    const values = given([elder]);
    expect(problems(fields, values)).toEqual([]);
    expect(verdictOf(values)).toEqual(['likely', true]);
  });
  test('同一位老人家里有汽车：可能不符合', () => expect(verdictOf(given([elder], { hasCar: true }))[0]).toBe('unlikely'));
  test('改了年纪，藏起来的工资不再算数', () => {
    expect(answersOf(given([{ age: 'minor', wageFen: 500_000 }])).people[0].wageFen).toBe(0);
  });
});
