import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { row, rowsD26, XIANAN } from '../dibao/fixtures.ts';
import { assessNeeds, type NeedScores } from './needs.ts';

const weights = { INCOME: 30, ASSETS: 10, LABOUR: 15, HEALTH: 20, EDUCATION: 5, HOUSING: 5, CARE: 10, SUDDEN: 5 };
const parameters = makeParameters([
  ...rowsD26,
  ...Object.entries(weights).map(([key, value]) => row(`NEED-W-${key}`, String(value), 'count', '2021-07-01')),
  row('NEED-SEVERE', '70', 'count', '2021-07-01'),
  row('NEED-HEAVY', '50', 'count', '2021-07-01'),
  row('NEED-GENERAL', '30', 'count', '2021-07-01'),
]);
const none: NeedScores = { income: 0, assets: 0, labour: 0, health: 0, education: 0, housing: 0, care: 0, sudden: 0 };

function assess(scores: Partial<NeedScores>) {
  const done = assessNeeds({ ...none, ...scores }, { parameters, division: XIANAN, date: '2026-06-01' });
  if (!done.ok) throw new Error(done.code);
  return done.value;
}

describe('救助需求综合评估（5.13）', () => {
  test('各项都最严重是100分，都没有困难是0分', () => {
    const worst = assess({ income: 4, assets: 4, labour: 4, health: 4, education: 4, housing: 4, care: 4, sudden: 4 });
    expect(worst).toMatchObject({ scoreHundredths: 100_00, level: 'severe' });
    expect(assess({})).toMatchObject({ scoreHundredths: 0, level: 'light', proposals: [] });
  });

  test('收入、健康最严重，照料最严重，财产最严重：正好70分，特别困难；照料降一级67.5分，比较困难', () => {
    expect(assess({ income: 4, health: 4, care: 4, assets: 4 })).toMatchObject({ scoreHundredths: 70_00, level: 'severe' });
    expect(assess({ income: 4, health: 4, care: 3, assets: 4 })).toMatchObject({ scoreHundredths: 67_50, level: 'heavy' });
  });

  test('收入、健康最严重：正好50分，比较困难；健康降一级45分，一般困难', () => {
    expect(assess({ income: 4, health: 4 })).toMatchObject({ scoreHundredths: 50_00, level: 'heavy' });
    expect(assess({ income: 4, health: 3 })).toMatchObject({ scoreHundredths: 45_00, level: 'general' });
  });

  test('只有收入最严重：正好30分，一般困难；降一级22.5分，轻度困难', () => {
    expect(assess({ income: 4 })).toMatchObject({ scoreHundredths: 30_00, level: 'general' });
    expect(assess({ income: 3 })).toMatchObject({ scoreHundredths: 22_50, level: 'light' });
  });

  test('“一般”以上的方面才提建议，重的在前；上学、住房、就业、看病转给对应部门', () => {
    const { proposals } = assess({ education: 2, health: 4, housing: 1, labour: 3 });
    expect(proposals.map((p) => [p.aspect, p.unit])).toEqual([
      ['health', 'medical'],
      ['labour', 'employment'],
      ['education', 'education'],
    ]);
  });
});
