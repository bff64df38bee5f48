/** Worked examples 4 and 5 of divisions.md in a report: the period before of a unit that came of others. */
import { expect, test } from 'vitest';
import { scaledValues } from './checks.ts';
import { FormDefinition } from './definition.ts';
import { inherited } from './earlier.ts';

const cell = (key: string, more: Record<string, unknown> = {}) => ({
  key,
  label: key,
  unit: '人',
  group: '一',
  decimals: 0,
  ...more,
});
const form = FormDefinition.parse({
  code: 'MZ-T01',
  name: '测试表',
  basis: '测试',
  period: 'month',
  filledBy: 'township',
  from: '2026-01',
  version: 1,
  cells: [cell('c101'), cell('c102'), cell('c103', { decimals: 1, unit: '万元' }), cell('c109', { formula: 'c101+c102' })],
  rules: [],
});
const unit = (from: string, shares: [string, number][], values: Record<string, string>) => ({
  from,
  shares: shares.map(([to, weight]) => ({ to, weight })),
  values: scaledValues(values),
});

test('例4：两个村合并，人口1240和860、低保62和43：2100人、105人，占5.00%；62和21是3.95%，不是两个率的平均3.72%', () => {
  const merged = (poor: string) =>
    inherited(form, 'C', [
      unit('A', [['C', 1]], { c101: '1240', c102: '62', c103: '1.5' }),
      unit('B', [['C', 1]], { c101: '860', c102: poor, c103: '0.7' }),
    ]);
  expect(merged('43')).toEqual(scaledValues({ c101: '2100', c102: '105', c103: '2.2', c109: '2205' }));
  const rate = (poor: string) => (merged(poor).c102! / merged(poor).c101!) * 100;
  expect(rate('43')).toBe(5);
  expect(rate('21').toFixed(2)).toBe('3.95');
});

test('例5：251按0.55、0.45拆成138和113；万元按一位小数拆，合计不变；从公式来的重新算', () => {
  const split = (to: string) =>
    inherited(form, to, [
      unit(
        'X',
        [
          ['Y', 0.55],
          ['Z', 0.45],
        ],
        { c101: '251', c102: '10', c103: '0.3' },
      ),
    ]);
  expect(split('Y')).toEqual(scaledValues({ c101: '138', c102: '6', c103: '0.2', c109: '144' }));
  expect(split('Z')).toEqual(scaledValues({ c101: '113', c102: '4', c103: '0.1', c109: '117' }));
});

test('有一个单位当时没有报这一格：不知道，不当作0', () => {
  const values = inherited(form, 'C', [unit('A', [['C', 1]], { c101: '5', c102: '1' }), unit('B', [['C', 1]], { c101: '7' })]);
  expect([values.c101, values.c102, values.c109]).toEqual([120_000, null, null]);
});
