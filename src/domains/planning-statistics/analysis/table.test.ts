/** 自助分析: what may be added and what may not, with the numbers of an official's table. */
import { describe, expect, test } from 'vitest';
import type { Figure, Measure } from './figure.ts';
import { type Layout, tableOf } from './table.ts';

const measure = (given: Partial<Measure>): Measure => ({
  key: 'locked.MZ-M01.c102',
  zh: '农村低保户数',
  source: 'locked',
  group: '社会救助月报',
  unit: '户',
  definition: '',
  period: 'month',
  flow: false,
  of: 'scaled',
  decimals: 0,
  lowest: 'township',
  confidential: false,
  ...given,
});
const households = measure({});
const outlay = measure({ key: 'locked.MZ-M01.c106', zh: '农村低保当月支出', unit: '万元', decimals: 1, flow: true });
const onTime = measure({ key: 'indicator.dibao-on-time', zh: '按时办结率', source: 'indicator', unit: '', of: 'rate' });

const scaled = (n: number): Figure => ({ num: n * 10_000, den: n * 10_000, missing: 0, hidden: false });
const rate = (num: number, den: number): Figure => ({ num, den, missing: 0, hidden: false });
const counties = [
  { key: '421202000000', zh: '咸安区' },
  { key: '421221000000', zh: '嘉鱼县' },
];
const months = [
  { key: '2026-07', zh: '2026年7月' },
  { key: '2026-08', zh: '2026年8月' },
];
type Known = Record<string, Figure | null | undefined>;
const laid = (given: Partial<Layout> & { known: Known }) =>
  tableOf({
    rows: 'division',
    columns: 'period',
    measures: [households],
    divisions: counties,
    periods: months,
    figure: (m, division, period) => given.known[`${m} ${division} ${period}`],
    ...given,
  });
const of = (m: Measure, ...values: readonly (Figure | null | undefined)[]): Known =>
  Object.fromEntries(
    counties.flatMap((county, i) =>
      months.map((month, j) => [`${m.key} ${county.key} ${month.key}`, values[i * months.length + j]]),
    ),
  );
const texts = (cells: readonly ({ text: string } | null)[] | null) => cells?.map((cell) => cell?.text ?? '—') ?? null;

describe('能加的才加', () => {
  test('时点数（户数）：各县相加，各月不相加', () => {
    const table = laid({ known: of(households, scaled(1200), scaled(1300), scaled(800), scaled(790)) });
    expect(table.cells.map(texts)).toEqual([
      ['1,200', '1,300'],
      ['800', '790'],
    ]);
    expect(texts(table.columnTotals)).toEqual(['2,000', '2,090']);
    expect(table.rowTotals).toBeNull();
    expect(table.grand).toBeNull();
    expect(table.notes).toEqual(['农村低保户数：各期不相加。']);
  });

  test('当期数（支出）：各县相加，各月也相加，小数照报的加', () => {
    const table = laid({ measures: [outlay], known: of(outlay, scaled(120.5), scaled(79.5), scaled(0.1), scaled(0.2)) });
    expect(texts(table.columnTotals)).toEqual(['120.6', '79.7']);
    expect(texts(table.rowTotals)).toEqual(['200.0', '0.3']);
    expect(table.grand?.text).toBe('200.3');
  });

  test('期别没有放进行列：时点数取最后一期，当期数相加，写明取的是哪一期', () => {
    const known = {
      ...of(households, scaled(1200), scaled(1300), scaled(800), scaled(790)),
      ...of(outlay, scaled(120.5), scaled(79.5), scaled(0.1), scaled(0.2)),
    };
    const table = laid({ columns: 'measure', measures: [households, outlay], known });
    expect(table.cells.map(texts)).toEqual([
      ['1,300', '200.0'],
      ['790', '0.3'],
    ]);
    expect(texts(table.columnTotals)).toEqual(['2,090', '200.3']);
    expect(table.rowTotals).toBeNull(); // 不同的指标不相加
    expect(table.notes).toEqual(['农村低保户数：取最后一期（2026年8月）。']);
  });

  test('率：1／2和99／100合起来是100／102＝98.0%，不是两个率的平均74.5%；各月不平均', () => {
    const table = laid({ measures: [onTime], known: of(onTime, rate(1, 2), rate(3, 4), rate(99, 100), rate(0, 0)) });
    expect(table.cells.map(texts)).toEqual([
      ['50.0%', '75.0%'],
      ['99.0%', '没有可数的'],
    ]);
    expect(texts(table.columnTotals)).toEqual(['98.0%', '75.0%']);
    expect(table.columnTotals![0]!.parts).toBe('100／102');
    expect(table.rowTotals).toBeNull();
    expect(table.notes).toContain('按时办结率：合计由分子、分母重新算，不是各地的平均。');
  });

  test('一格一组数的行列可以对调，合计不变', () => {
    const known = of(outlay, scaled(120.5), scaled(79.5), scaled(0.1), scaled(0.2));
    const turned = laid({ measures: [outlay], rows: 'period', columns: 'division', known });
    expect(turned.cells.map(texts)).toEqual([
      ['120.5', '0.1'],
      ['79.5', '0.2'],
    ]);
    expect([texts(turned.rowTotals), texts(turned.columnTotals), turned.grand?.text]).toEqual([
      ['120.6', '79.7'],
      ['200.0', '0.3'],
      '200.3',
    ]);
  });
});

describe('缺的、不该说的', () => {
  test('有县没有报：那一格空着，合计写明缺1个；没有要求报的不算缺', () => {
    const table = laid({ known: of(households, scaled(1200), undefined, null, undefined) });
    expect(table.cells.map(texts)).toEqual([
      ['1,200', '—'],
      ['—', '—'],
    ]);
    expect(table.columnTotals!.map((cell) => cell && [cell.text, cell.missing])).toEqual([['1,200', 1], null]);
  });

  test('保密的：少于5的和配着隐去的不写，合计照实；合计少于5也不写', () => {
    const secret = measure({ key: 'indicator.secret', source: 'indicator', of: 'count', unit: '人', confidential: true });
    const small = (num: number, hidden: boolean): Figure => ({ num, den: num, missing: 0, hidden });
    const table = laid({
      measures: [secret],
      columns: 'measure',
      periods: months.slice(0, 1),
      known: of(secret, small(3, true), undefined, small(9, true), undefined),
    });
    expect(table.cells.map(texts)).toEqual([['人数太少，不写明'], ['人数太少，不写明']]);
    expect(table.cells.flat().map((cell) => cell!.value)).toEqual([null, null]);
    expect(texts(table.columnTotals)).toEqual(['12']);
    const few = laid({
      measures: [secret],
      columns: 'measure',
      periods: months.slice(0, 1),
      known: of(secret, small(1, true), undefined, small(2, true), undefined),
    });
    expect(texts(few.columnTotals)).toEqual(['人数太少，不写明']);
  });
});
