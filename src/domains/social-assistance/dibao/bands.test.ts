/** 分档 in place of 补差 (5.5): what a family comes to where a place pays by bands. */
import { describe, expect, test } from 'vitest';
import { makeParameters, type ParameterRow } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { bandNames, bandUnits } from './band-standards.ts';
import { bandSoundness } from './bands.ts';
import { amount, clause, coupleWith, D26, decide, familyW1, INCOME, JIAYU, row, rowsD26, XIANAN } from './fixtures.ts';

/** 咸安区城市：不足30%每人600元，30%以上不足60%每人400元，60%以上低于标准每人200元。 */
const bandRows = (from: PlainDate, change: Readonly<Record<string, string | null>> = {}): ParameterRow[] =>
  Object.entries({
    'DB-BANDS-U': '3',
    'DB-BAND-U-1-TO': '0.3',
    'DB-BAND-U-1': '60000',
    'DB-BAND-U-2-TO': '0.6',
    'DB-BAND-U-2': '40000',
    'DB-BAND-U-3': '20000',
    ...change,
  }).flatMap(([key, value]) => (value === null ? [] : [row(key, value, bandUnits[key]!, from, { division: XIANAN })]));
const banded = makeParameters([...rowsD26, ...bandRows('2026-01-01')]);
const sheet = (yuan: number) => {
  const d = decide(coupleWith(yuan), '2026-03-31', banded);
  return [d.outcome, d.breakdown[0]?.label, d.amountFen];
};

describe('分档发放', () => {
  test('示例 W1 的一家：人均300元，是标准的37.5%，第2档每人400元，三人1,200元，加分类施保240元', () => {
    const d = decide(familyW1(), '2026-03-31', banded);
    expect(d.amountFen).toBe(1_440_00);
    expect(d.breakdown.map((l) => [l.label, l.formula, l.fen])).toEqual([
      ['第2档保障金额', '人均收入是标准的37.5%，属第2档（标准的30%以上、不足60%）：每人400.00元×3人', 1_200_00],
      [expect.stringContaining('分类施保'), expect.any(String), 240_00],
    ]);
    expect(clause(d, INCOME).note).toBe('按分档发放，属第2档（标准的30%以上、不足60%）');
  });
  test('界限：差一分不到30%是第1档，正好30%是第2档，正好60%是第3档，差一分不到标准还是第3档，正好等于标准不符合', () => {
    expect(sheet(479.99)).toEqual(['eligible', '第1档保障金额', 1_200_00]);
    expect(sheet(480)).toEqual(['eligible', '第2档保障金额', 800_00]);
    expect(sheet(959.99)).toEqual(['eligible', '第2档保障金额', 800_00]);
    expect(sheet(960)).toEqual(['eligible', '第3档保障金额', 400_00]);
    expect(sheet(1599.99)).toEqual(['eligible', '第3档保障金额', 400_00]);
    expect(sheet(1600)).toEqual(['not-eligible', undefined, 0]);
  });
  test('别的县、同一个县的农村没有定档：照样补差', () => {
    const income = 1000;
    const rural = coupleWith(income, { urbanRural: 'rural' });
    const elsewhere = coupleWith(income, { division: JIAYU });
    for (const facts of [rural, elsewhere]) {
      expect(decide(facts, '2026-03-31', banded)).toEqual(decide(facts));
      expect(decide(facts).breakdown[0]!.label).toBe('补差金额');
    }
  });
  test('从7月起分档：6月补差600元，7月第3档400元；改回0档，照样补差', () => {
    const later = makeParameters([...rowsD26, ...bandRows('2026-07-01')]);
    expect(amount(coupleWith(1000), '2026-06', later).amountFen).toBe(600_00);
    expect(amount(coupleWith(1000), '2026-07', later).amountFen).toBe(400_00);
    const none = makeParameters([...rowsD26, ...bandRows('2026-01-01', { 'DB-BANDS-U': '0' })]);
    expect(amount(coupleWith(1000), '2026-07', none).amountFen).toBe(600_00);
  });
  test('没有定档的地方，决定里不记档的标准；定了的，用到的都记下', () => {
    const keys = (parameters = D26) => decide(coupleWith(1000), '2026-03-31', parameters).parameters.map((p) => p.key);
    expect(keys().filter((key) => key in bandNames)).toEqual([]);
    expect(keys(banded)).toEqual(expect.arrayContaining(['DB-BANDS-U', 'DB-BAND-U-1-TO', 'DB-BAND-U-2-TO', 'DB-BAND-U-3']));
  });
});

describe('档怎么配才用得上', () => {
  const problem = (change: Readonly<Record<string, string | null>>) => {
    const parameters = makeParameters([...rowsD26, ...bandRows('2026-01-01', change)]);
    return bandSoundness[0]!.unsound(parameters, XIANAN, '2026-03-31')?.params.problem ?? null;
  };
  test('配齐的没有话说；只有一档的不用写上限', () => {
    expect(problem({})).toBeNull();
    expect(problem({ 'DB-BANDS-U': '1', 'DB-BAND-U-1-TO': null })).toBeNull();
  });
  test.each([
    ['档数须是0到6的整数', { 'DB-BANDS-U': '7' }],
    ['第2档没有每人每月的金额', { 'DB-BAND-U-2': null }],
    ['第1档没有写到标准的多少为止', { 'DB-BAND-U-1-TO': null }],
    ['第2档的上限须高于第1档的、低于1', { 'DB-BAND-U-2-TO': '0.3' }],
    ['第2档的上限须高于第1档的、低于1', { 'DB-BAND-U-2-TO': '1' }],
    ['第2档的金额须低于第1档', { 'DB-BAND-U-2': '60000' }],
    ['第1档的金额高于低保标准800.00元／月', { 'DB-BAND-U-1': '80001' }],
    ['第3档的金额须大于0', { 'DB-BAND-U-3': '0' }],
  ])('%s', (said, change) => {
    expect(problem(change)).toBe(said);
  });
});
