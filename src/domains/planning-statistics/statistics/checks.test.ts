/** 审核关系 S01–S14（规划统计 第5.5节）：每条一对，刚好满足和刚好不满足. */
import { describe, expect, test } from 'vitest';
import { type CheckFacts, findingsOf, isOpen, scaledValues, type Typed, valuesOf } from './checks.ts';
import { FormDefinition, type FormRule, termsOf } from './definition.ts';
import { scaledOf, tenThousandsOf, textOf } from './value.ts';

const MONEY = ['c9M'];
const formWith = (keys: readonly string[], rules: readonly FormRule[], formulas: Typed = {}): FormDefinition =>
  FormDefinition.parse({
    code: 'MZ-T01',
    version: 1,
    from: '2026-01',
    name: '测试月报',
    period: 'month',
    filledBy: 'township',
    basis: '测试',
    cells: keys.map((key) => ({
      key,
      label: key,
      unit: MONEY.includes(key) ? '万元' : '人',
      decimals: MONEY.includes(key) ? 1 : 0,
      group: '组',
      ...(formulas[key] ? { formula: formulas[key] } : {}),
    })),
    rules,
  });

/** Everything is counted as it is typed, and nothing else is known, unless said. */
function judge(typed: Typed, rules: readonly FormRule[], given: Partial<CheckFacts> & { formulas?: Typed } = {}) {
  const { formulas = {}, ...facts } = given;
  const form = formWith([...Object.keys(typed), ...Object.keys(formulas)], rules, formulas);
  return findingsOf({
    form,
    typed,
    values: valuesOf(form, scaledValues(typed)),
    notes: {},
    counted: typed,
    sums: false,
    children: null,
    before: null,
    elsewhere: {},
    standards: {},
    months: 1,
    ...facts,
  });
}
const checks = (...of: Parameters<typeof judge>) => judge(...of).map(({ check, kind }) => `${check} ${kind}`);

describe('填全和写法', () => {
  test('没有填、不是数、整数格写了小数、万元写了两位小数：都是错误，一格一条', () => {
    expect(checks({ c101: '' }, [])).toEqual(['filled error']);
    expect(checks({ c101: '十户' }, [])).toEqual(['S13 error']);
    expect(checks({ c101: '12.5' }, [], { counted: { c101: '12.5' } })).toEqual(['S13 error']);
    expect(checks({ c9M: '3.25' }, [])).toEqual(['S13 error']);
    expect(checks({ c9M: '3.2', c101: '12' }, [])).toEqual([]);
  });
  test('分到万元：四舍五入保留一位', () => {
    expect([49_999, 50_000, 1_234_567_89, 0].map(tenThousandsOf)).toEqual(['0.0', '0.1', '123.5', '0.0']);
    expect([scaledOf('0.1'), scaledOf('1.2345'), scaledOf('1.23456'), scaledOf('-1'), scaledOf('')]).toEqual([
      1000,
      12_345,
      null,
      null,
      null,
    ]);
    expect([textOf(123_000, 0), textOf(123_000, 1), textOf(123_400, 1)]).toEqual(['12.3', '12.3', '12.34']);
  });
});

describe('公式', () => {
  test('合计由各格算出，缺一格就没有合计；公式绕回自己的表不收', () => {
    const form = formWith(['c101', 'c102', 'c107'], [], { c107: 'c101+c102' });
    expect(valuesOf(form, scaledValues({ c101: '3', c102: '4' })).c107).toBe(70_000);
    expect(valuesOf(form, scaledValues({ c101: '3' })).c107).toBeNull();
    expect(termsOf('c101+c102-c103').map((t) => t.sign)).toEqual([1, 1, -1]);
    const round = formWith(['c101', 'c102'], [], { c101: 'c102', c102: 'c101' });
    expect(() => valuesOf(round, {})).toThrow('leads back to itself');
  });
  test('公式、审核关系里写了表里没有的格：这张表读不进来', () => {
    expect(() => formWith(['c101'], [], { c101: 'c999' })).toThrow('c999');
    expect(() => formWith(['c101'], [{ check: 'S05', cell: 'c888' }])).toThrow('c888');
  });
});

describe('表内', () => {
  const parts: FormRule = { check: 'S01', whole: 'c100', parts: ['c101', 'c102'] };
  test('S01 合计100＝60＋40；合计101不对，说出两边', () => {
    expect(checks({ c100: '100', c101: '60', c102: '40' }, [parts])).toEqual([]);
    const [found] = judge({ c100: '101', c101: '60', c102: '40' }, [parts]);
    expect(found).toMatchObject({ check: 'S01', kind: 'error', says: 'c100101人，c101＋c102合计100人' });
    expect(found!.cells).toEqual(['c100', 'c101', 'c102']);
  });
  test('S08 同样', () => {
    const rule: FormRule = { check: 'S08', whole: 'c500', parts: ['c501', 'c502', 'c503'] };
    expect(checks({ c500: '6', c501: '3', c502: '2', c503: '1' }, [rule])).toEqual([]);
    expect(checks({ c500: '7', c501: '3', c502: '2', c503: '1' }, [rule])).toEqual(['S08 error']);
  });
  test('S02 30户30人可以；30户29人不行', () => {
    const rule: FormRule = { check: 'S02', persons: 'c103', households: 'c101' };
    expect(checks({ c101: '30', c103: '30' }, [rule])).toEqual([]);
    expect(checks({ c101: '30', c103: '29' }, [rule])).toEqual(['S02 error']);
  });
  test('S03 期末105＝期初100＋新增8－退出3', () => {
    const rule: FormRule = { check: 'S03', end: 'c107', start: 'c114', added: 'c115', left: 'c116' };
    expect(checks({ c107: '105', c114: '100', c115: '8', c116: '3' }, [rule])).toEqual([]);
    expect(checks({ c107: '104', c114: '100', c115: '8', c116: '3' }, [rule])).toEqual(['S03 error']);
  });
  test('S05 同一年累计不减少；到了新的一年从头计', () => {
    const rule: FormRule = { check: 'S05', cell: 'c123' };
    const earlier = (value: string, sameYear: boolean) => ({ before: { values: scaledValues({ c123: value }), sameYear } });
    expect(checks({ c123: '50' }, [rule], earlier('50', true))).toEqual([]);
    expect(checks({ c123: '49' }, [rule], earlier('50', true))).toEqual(['S05 error']);
    expect(checks({ c123: '4' }, [rule], earlier('50', false))).toEqual([]);
  });
  test('S06 100人、标准每月600元：3.0至6.0万元之间不提醒，2.9和6.1提醒；没有标准的不比', () => {
    const rule: FormRule = { check: 'S06', amount: 'c9M', persons: 'c103', standard: 'DB-STD-U' };
    const at = (amount: string, standard: number | null = 600_00) =>
      checks({ c9M: amount, c103: '100' }, [rule], { standards: { 'DB-STD-U': standard } });
    expect([at('3.0'), at('6.0')]).toEqual([[], []]);
    expect([at('2.9'), at('6.1')]).toEqual([['S06 warning'], ['S06 warning']]);
    expect(at('9.9', null)).toEqual([]);
  });
  test('S07 从100到130不用说明，131要说明，写了说明就不拦；从0到1也要说明', () => {
    const rule: FormRule = { check: 'S07', cells: ['c101'] };
    const at = (was: string, now: string, notes: Typed = {}) =>
      judge({ c101: now }, [rule], { before: { values: scaledValues({ c101: was }), sameYear: true }, notes });
    expect([at('100', '130'), at('100', '70')]).toEqual([[], []]);
    expect([at('100', '131'), at('100', '69'), at('0', '1')].map((f) => f.map(isOpen))).toEqual([[true], [true], [true]]);
    expect(at('100', '131', { c101: '集中复核以后新纳入' }).map(isOpen)).toEqual([false]);
    expect(at('100', '131', { c101: '增加' }).map(isOpen)).toEqual([true]);
  });
  test('S09 护理型床位不多于床位是错误；入住110人、床位100张不提醒，111人提醒', () => {
    const rule: FormRule = { check: 'S09', beds: 'c202', nursing: 'c203', persons: 'c204' };
    expect(checks({ c202: '100', c203: '100', c204: '110' }, [rule])).toEqual([]);
    expect(checks({ c202: '100', c203: '101', c204: '111' }, [rule])).toEqual(['S09 error', 'S09 warning']);
  });
  test('S10 死亡100人、火化150具不提醒，151具提醒；S11 50对是100人', () => {
    const cremated: FormRule = { check: 'S10', cremations: 'c801', deaths: 'c805' };
    expect(checks({ c801: '150', c805: '100' }, [cremated])).toEqual([]);
    expect(checks({ c801: '151', c805: '100' }, [cremated])).toEqual(['S10 warning']);
    const married: FormRule = { check: 'S11', persons: 'c705', couples: 'c701' };
    expect(checks({ c701: '50', c705: '100' }, [married])).toEqual([]);
    expect(checks({ c701: '50', c705: '99' }, [married])).toEqual(['S11 error']);
  });
});

describe('上下级、表间、平台', () => {
  test('S04 汇总数＝下级之和＋本级自报；下级后来改了，汇总数对不上', () => {
    const at = (below: string) =>
      checks({ c101: '5' }, [], { values: scaledValues({ c101: '105' }), children: scaledValues({ c101: below }) });
    expect(at('100')).toEqual([]);
    expect(at('101')).toEqual(['S04 error']);
  });
  test('S12 与平台一致不用说明；差一户要说明；来源没有接入的要写数从哪里来', () => {
    const at = (typed: string, counted: Typed, notes: Typed = {}) => judge({ c131: typed }, [], { counted, notes });
    expect(at('7', { c131: '7' })).toEqual([]);
    expect(at('8', { c131: '7' })).toMatchObject([{ check: 'S12', kind: 'note', explained: false }]);
    expect(at('8', { c131: '7' }, { c131: '月底一户没有录入' })).toMatchObject([{ explained: true }]);
    expect(at('8', {})[0]!.says).toContain('来源尚未接入');
    expect(at('0', {}).map(isOpen)).toEqual([true]);
  });
  test('汇总单位自己没有的（填0）不用写来源', () => {
    const given = { counted: {}, sums: true, children: scaledValues({ c131: '3' }), values: scaledValues({ c131: '3' }) };
    expect(checks({ c131: '0' }, [], given)).toEqual([]);
    expect(checks({ c131: '0' }, [], { ...given, children: null })).toEqual([]);
  });
  test('S14 同一指标在另一张表里报了别的数', () => {
    const rule: FormRule = { check: 'S14', cell: 'c103', form: 'MZ-M01', other: 'c103' };
    const at = (other: string) => checks({ c103: '12' }, [rule], { elsewhere: { 'MZ-M01 c103': scaledOf(other) } });
    expect([at('12'), at('13')]).toEqual([[], ['S14 error']]);
    expect(checks({ c103: '12' }, [rule], { elsewhere: { 'MZ-M01 c103': null } })).toEqual([]);
  });
});
