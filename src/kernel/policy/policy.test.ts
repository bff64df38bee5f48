import { describe, expect, test } from 'vitest';
import { explain } from '../result/index.ts';
import {
  ancestorsByCode,
  asRatio,
  type Clause,
  ceilTo,
  ceilYuan,
  checkNewParameter,
  clauseText,
  compareExact,
  countValue,
  exact,
  fenValue,
  formatValue,
  isBelow,
  makeParameters,
  minus,
  outcomeOf,
  over,
  type ParameterRow,
  ratioTimes,
  ratioValue,
  roundFen,
  ruleBook,
  times,
  withParameters,
  yuan,
  yuanSign,
} from './index.ts';

const PROVINCE = '420000000000';
const CITY = '421200000000';
const [COUNTY_A, COUNTY_B] = ['421202000000', '421221000000'];

const row = (
  division: string,
  value: string,
  validFrom: ParameterRow['validFrom'],
  more: Partial<ParameterRow> = {},
): ParameterRow => ({
  id: `${division}-${validFrom}`,
  key: 'emergency.day',
  division,
  value,
  unit: 'yuan/day',
  validFrom,
  validTo: null,
  knownSince: validFrom,
  source: '测试文件',
  nature: 'assumption',
  note: '',
  ...more,
});
const valueOn = (rows: readonly ParameterRow[], division: string, date: ParameterRow['validFrom']) => {
  const found = makeParameters(rows).on('emergency.day', division, date);
  return found.ok ? found.value.value : found.code;
};

describe('标准查找', () => {
  const province = row(PROVINCE, '20', '2020-01-01', { floor: '20' });
  test('示例 9：省定 20（下限）；甲县 7 月 1 日起 25：6 月 30 日为 20，7 月 1 日为 25', () => {
    const rows = [province, row(COUNTY_A, '25', '2026-07-01')];
    expect(valueOn(rows, COUNTY_A, '2026-06-30')).toBe('20');
    expect(valueOn(rows, COUNTY_A, '2026-07-01')).toBe('25');
    expect(valueOn(rows, COUNTY_B, '2026-07-01')).toBe('20');
  });
  test('示例 9：乙县录入 15，低于省定下限，拒绝并说明', () => {
    const refused = checkNewParameter([province], row(COUNTY_B, '15', '2026-07-01'));
    expect(refused).toMatchObject({ ok: false, code: 'PARAM_BELOW_FLOOR', params: { floor: '20' } });
    if (!refused.ok) expect(explain(refused).message).toBe('标准不得低于上级规定的最低标准20。');
    expect(checkNewParameter([province], row(COUNTY_B, '20', '2026-07-01')).ok).toBe(true);
  });
  test('示例 9：前一标准 7 月 31 日止、后一标准 9 月 1 日起，8 月 15 日没有标准，停下转人工', () => {
    const rows = [row(CITY, '20', '2026-01-01', { validTo: '2026-08-01' }), row(CITY, '30', '2026-09-01')];
    expect([valueOn(rows, CITY, '2026-07-31'), valueOn(rows, CITY, '2026-08-15'), valueOn(rows, CITY, '2026-09-01')]).toEqual([
      '20',
      'PARAM_MISSING',
      '30',
    ]);
    const missing = makeParameters(rows).on('emergency.day', CITY, '2026-08-15');
    if (!missing.ok) expect(explain(missing).message).toContain('缺少有效参数，已转人工处理');
  });
  test('县级旧标准在终止以前优先于更新的市级标准；不取邻县的值', () => {
    const rows = [row(COUNTY_A, '25', '2024-01-01'), row(CITY, '28', '2026-01-01')];
    expect(valueOn(rows, COUNTY_A, '2026-06-01')).toBe('25');
    expect(valueOn(rows, '421202001005', '2026-06-01')).toBe('25');
    expect(valueOn(rows, COUNTY_B, '2026-06-01')).toBe('28');
    expect(valueOn(rows.slice(0, 1), COUNTY_B, '2026-06-01')).toBe('PARAM_MISSING');
  });
  test('下限后来提高：查找返回新下限，并指出哪一行落后', () => {
    const rows = [
      row(PROVINCE, '20', '2020-01-01', { floor: '20', validTo: '2026-07-01' }),
      row(PROVINCE, '26', '2026-07-01', { floor: '26' }),
      row(COUNTY_A, '25', '2024-01-01'),
    ];
    expect(valueOn(rows, COUNTY_A, '2026-06-30')).toBe('25');
    const raised = makeParameters(rows).on('emergency.day', COUNTY_A, '2026-07-01');
    expect(raised).toMatchObject({
      ok: true,
      value: { value: '26', row: { division: PROVINCE }, raisedFrom: { division: COUNTY_A } },
    });
  });
  test('同一地区有效期重叠不能录入；首尾相接可以；别的地区可以', () => {
    const old = row(CITY, '20', '2026-01-01', { validTo: '2026-08-01' });
    expect(checkNewParameter([old], row(CITY, '30', '2026-07-31'))).toMatchObject({ ok: false, code: 'PARAM_OVERLAP' });
    expect(checkNewParameter([old], row(CITY, '30', '2026-08-01')).ok).toBe(true);
    expect(checkNewParameter([old], row(CITY, '10', '2025-01-01', { validTo: '2026-01-01' })).ok).toBe(true);
    expect(checkNewParameter([old], row(CITY, '10', '2025-01-01', { validTo: '2026-01-02' }))).toMatchObject({
      code: 'PARAM_OVERLAP',
    });
    expect(checkNewParameter([old], row(COUNTY_A, '30', '2026-02-01')).ok).toBe(true);
  });
  test('高于上限、不是数字、金额不是整数分、起止颠倒：都不能录入', () => {
    const capped = row(CITY, '20', '2026-01-01', { ceiling: '40' });
    expect(checkNewParameter([capped], row(COUNTY_A, '40.01', '2026-02-01'))).toMatchObject({ code: 'PARAM_ABOVE_CEILING' });
    expect(checkNewParameter([capped], row(COUNTY_A, '40', '2026-02-01')).ok).toBe(true);
    expect(checkNewParameter([], row(CITY, '八百', '2026-02-01'))).toMatchObject({
      code: 'PARAM_INVALID',
      fields: [{ path: 'value' }],
    });
    expect(checkNewParameter([], row(CITY, '800.5', '2026-02-01', { unit: 'fen/month' }))).toMatchObject({
      code: 'PARAM_INVALID',
    });
    expect(checkNewParameter([], row(CITY, '20', '2026-02-01', { validTo: '2026-02-01' }))).toMatchObject({
      fields: [{ path: 'validTo' }],
    });
  });
  test('区划由近及远', () => {
    expect(ancestorsByCode('421202001005')).toEqual(['421202001005', '421202001000', COUNTY_A, CITY, PROVINCE, '000000000000']);
    expect(ancestorsByCode(CITY)).toEqual([CITY, PROVINCE, '000000000000']);
  });
  test('同一县里的村读到同一行；一个村有自己的标准，只它不同', () => {
    const parameters = makeParameters([row(COUNTY_A, '20', '2026-01-01'), row('421202001005', '30', '2026-01-01')]);
    const read = (division: string) =>
      withParameters({ parameters, division, date: '2026-03-01' }, (r) => r.ref('emergency.day').value);
    expect(['421202001006', '421202001005', '421202002001', '421202001005'].map(read)).toEqual(
      ['20', '30', '20', '30'].map((value) => ({ ok: true, value })),
    );
  });
  test('一次计算记下用到的每一行；缺一项就整体停下', () => {
    const at = { parameters: makeParameters([row(CITY, '20', '2026-01-01')]), division: COUNTY_A, date: '2026-03-01' } as const;
    const used = withParameters(at, (read) => {
      read.number('emergency.day');
      read.number('emergency.day');
      return read.used().map((r) => r.rowId);
    });
    expect(used).toEqual({ ok: true, value: [`${CITY}-2026-01-01`] });
    expect(withParameters(at, (read) => [read.number('emergency.day'), read.number('no-such-key')])).toMatchObject({
      code: 'PARAM_MISSING',
      params: { key: 'no-such-key' },
    });
    for (const division of ['421202001005', '421202001006'])
      expect(withParameters({ ...at, division }, (read) => read.number('no-such-key'))).toMatchObject({ params: { division } });
    expect(() =>
      withParameters(at, () => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(() => withParameters(at, (read) => read.fen('emergency.day'))).toThrow('not whole fen');
  });
});

describe('精确计算', () => {
  test('进到整元：一分进成一元，整元不变', () => {
    expect([ceilYuan(1), ceilYuan(100), ceilYuan(101), ceilYuan(0), ceilYuan(18_000_00, 12), ceilYuan(1, 12)]).toEqual([
      100, 100, 200, 0, 150_000, 100,
    ]);
    expect(ceilTo(12_345, 1000)).toBe(13_000);
  });
  test('0.1＋0.2 这类小数不丢分：30% × 833.33 元', () => {
    expect(roundFen(ratioTimes('0.3', 83_333))).toBe(25_000);
    expect(compareExact(times('0.1', 3), '0.3')).toBe(0);
  });
  test('四舍五入到分，只在最后一次', () => {
    expect([roundFen(over(1, 2)), roundFen(over(149, 100)), roundFen(over(-1, 2)), roundFen(over(-151, 100))]).toEqual([
      1, 1, 0, -2,
    ]);
  });
  test('除不尽的平均数用乘积比较：1,000.00 元三人平均，高于 333.33 元，低于 333.34 元', () => {
    const average = over(1_000_00, 3);
    expect(isBelow(333_33, average)).toBe(true);
    expect(isBelow(average, 333_34)).toBe(true);
    expect(asRatio(average)).toEqual({ num: 100_000, den: 3 });
  });
  test('不是整数的 number、不是小数的文字、除以零：是程序错误，立即停下', () => {
    expect(() => exact(0.5)).toThrow();
    expect(() => exact('1e3')).toThrow();
    expect(() => over(1, 0)).toThrow();
    expect(() => roundFen(times(9_007_199_254_740_991, 2))).toThrow('out of range');
  });
  test('任意分数：进位不小于原数且相差不到一步', () => {
    for (let num = -500; num <= 500; num += 7)
      for (const den of [1, 3, 7, 12]) {
        const up = ceilTo(over(num, den), 100);
        expect(isBelow(up, over(num, den))).toBe(false);
        expect(isBelow(minus(up, over(num, den)), 100)).toBe(true);
      }
  });
});

describe('结论与说明', () => {
  const clause = (verdict: Clause['verdict'], more: Partial<Clause> = {}): Clause => ({
    name: '人均收入低于标准',
    verdict,
    value: null,
    limit: null,
    basis: '某办法第一条',
    ...more,
  });
  test('有一条不符合就不符合；没有不符合但有待查明，不能确定；全部符合才符合', () => {
    expect(outcomeOf([clause('met'), clause('unknown'), clause('unmet')])).toBe('not-eligible');
    expect(outcomeOf([clause('met'), clause('unknown')])).toBe('undetermined');
    expect(outcomeOf([clause('met')])).toBe('eligible');
  });
  test('金额写法', () => {
    expect([yuan(174_000), yuan(5), yuan(-123_456_789), yuanSign(174_000), yuanSign(-5)]).toEqual([
      '1,740.00元',
      '0.05元',
      '-1,234,567.89元',
      '¥1,740.00',
      '-¥0.05',
    ]);
  });
  test('差不到一分的平均数不印成与标准相同', () => {
    const [low, high] = [ratioValue({ num: 159_999, den: 2 }), ratioValue({ num: 240_000_1, den: 30 })];
    expect(formatValue(low, fenValue(80_000))).toBe('799.99元');
    expect(formatValue(low)).toBe('800.00元');
    expect(formatValue(high, fenValue(80_000))).toBe('800.01元');
    expect(formatValue(ratioValue({ num: 160_000, den: 2 }), fenValue(80_000))).toBe('800.00元');
    expect([formatValue(null), formatValue(countValue(3, '人'))]).toEqual(['待查明', '3人']);
  });
  test('一条说明：结论、实际、标准、依据；假定值要注明', () => {
    const parameter = {
      rowId: 'r',
      key: 'K',
      division: CITY,
      value: '80000',
      unit: 'fen/month',
      validFrom: '2026-01-01',
      source: '某文件',
      nature: 'assumption',
    } as const;
    expect(clauseText(clause('met', { value: fenValue(30_000), limit: fenValue(80_000), relation: '低于', parameter }))).toBe(
      '人均收入低于标准：符合。实际300.00元，标准为低于800.00元。标准为假定值，待主管部门确认。依据：某办法第一条。',
    );
  });
  test('规则按版本可取，旧版本仍可运行；同一版本不能登记两次', () => {
    const rule = (version: string) => ({
      name: 'x',
      version,
      decide: () => ({ ok: true as const, value: { version } as never }),
    });
    const book = ruleBook([rule('1'), rule('2')]);
    expect([book.current.version, book.version('1')?.version, book.version('3')]).toEqual(['2', '1', undefined]);
    expect(() => ruleBook([rule('1'), rule('1')])).toThrow('twice');
  });
});
