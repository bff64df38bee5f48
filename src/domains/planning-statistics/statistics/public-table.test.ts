import { expect, test } from 'vitest';
import { FormDefinition } from './definition.ts';
import { publicTable, type UnitValues } from './public-table.ts';

const cell = (key: string, label: string, more: object = {}) => ({ group: '低保', key, label, unit: '人', decimals: 0, ...more });
const form = FormDefinition.parse({
  code: 'MZ-M99',
  version: 1,
  from: '2026-08',
  name: '测试表',
  period: 'month',
  filledBy: 'county',
  basis: '测试',
  cells: [
    cell('c101', '城市低保人数'),
    cell('c102', '农村低保人数'),
    cell('c103', '低保人数合计', { formula: 'c101+c102' }),
    cell('c104', '低保支出', { unit: '万元', decimals: 1 }),
    cell('c201', '集中供养人数', { group: '特困' }),
    cell('c202', '其中生活不能自理', { group: '特困', of: 'c201' }),
    cell('c301', '本年累计人次', { group: '临时救助', unit: '人次' }),
    cell('c401', '公墓', { group: '殡葬', unit: '个' }),
  ],
  rules: [{ check: 'S05', cell: 'c301' }],
});
const unit = (name: string, values: Record<string, number>): UnitValues => ({
  division: '421202000000',
  name,
  values: Object.fromEntries(
    Object.entries({
      ...values,
      c103: (values.c101 ?? 0) + (values.c102 ?? 0),
    }).map(([key, value]) => [key, Math.round(value * 10_000)]),
  ),
});
const summed = (counties: readonly UnitValues[]): UnitValues => {
  const keys = [...new Set(counties.flatMap(({ values }) => Object.keys(values)))];
  return {
    division: '421200000000',
    name: '全市',
    values: Object.fromEntries(keys.map((key) => [key, counties.reduce((all, { values }) => all + (values[key] ?? 0), 0)])),
  };
};
const tableOf = (counties: readonly UnitValues[]) => {
  const table = publicTable(form, summed(counties), counties);
  const column = (key: string) => {
    const i = table.columns.findIndex((c) => c.key === key);
    return table.rows.map((row) => row.cells[i]);
  };
  return { table, column };
};
/** Enough for everything to be told. */
const plenty = { c101: 40, c102: 60, c104: 5.5, c201: 30, c202: 10, c301: 9, c401: 2 };

test('人数都够的，照写；设施个数不是人数，一处也照写；累计不公布', () => {
  const { table, column } = tableOf([unit('甲县', plenty), unit('乙县', plenty)]);
  expect(table.hides).toBe(false);
  expect(column('c103')).toEqual(['200', '100', '100']);
  expect(column('c401')).toEqual(['4', '2', '2']);
  expect(table.columns.map(({ key }) => key)).not.toContain('c301');
});

test('一个县4人写“<5”，5人照写；另一个最小的县也不公布，合计照写，减不出来', () => {
  const four = tableOf([
    unit('甲县', { ...plenty, c201: 4, c202: 0 }),
    unit('乙县', { ...plenty, c201: 50 }),
    unit('丙县', { ...plenty, c201: 90 }),
  ]);
  expect(four.column('c201')).toEqual(['144', '<5', '不公布', '90']);
  const five = tableOf([unit('甲县', { ...plenty, c201: 5, c202: 0 }), unit('乙县', plenty), unit('丙县', plenty)]);
  expect(five.column('c201')).toEqual(['65', '5', '30', '30']);
});

test('城市3人的县：同一行的农村也不公布，不然合计一减就是3；支出跟着不公布', () => {
  const { table, column } = tableOf([
    unit('甲县', { ...plenty, c101: 3 }),
    unit('乙县', { ...plenty, c101: 20 }),
    unit('丙县', { ...plenty, c101: 500 }),
  ]);
  expect(column('c101')).toEqual(['523', '<5', '不公布', '500']);
  expect(column('c102').slice(1, 3)).toEqual(['不公布', '不公布']);
  expect(column('c104').slice(1, 3)).toEqual(['不公布', '不公布']);
  expect(column('c104')[3]).toBe('5.5');
  expect(table.hides).toBe(true);
});

test('30人里28人不能自理：剩下的2人减得出来，所以28也不公布', () => {
  const { column } = tableOf([unit('甲县', { ...plenty, c202: 28 }), unit('乙县', plenty), unit('丙县', plenty)]);
  expect(column('c202')[1]).toBe('不公布');
});

test('随便什么数：写出来的任何一条加法里，不写的要么没有，要么不止一格', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let round = 0; round < 300; round++) {
    const counties = Array.from({ length: 6 }, (_, i) => {
      const c201 = random(12);
      return unit(`县${i}`, {
        c101: random(9),
        c102: random(40),
        c104: random(90) / 10,
        c201,
        c202: random(c201 + 1),
        c301: 0,
        c401: random(3),
      });
    });
    const { table } = tableOf(counties);
    const untold = (text: string | null | undefined): boolean => text === '<5' || text === '不公布';
    const at = (row: number, key: string) => table.rows[row]!.cells[table.columns.findIndex((c) => c.key === key)];
    for (const [i, { unit: of }] of table.columns.entries()) {
      const column = table.rows.map((row) => row.cells[i]);
      expect(column.filter(untold).length, `${round} ${of} ${column}`).not.toBe(1);
    }
    for (const row of table.rows.keys()) {
      const line = ['c101', 'c102', 'c103'].map((key) => at(row, key));
      expect(line.filter(untold).length, `${round} ${line}`).not.toBe(1);
      const [whole, part] = [at(row, 'c201'), at(row, 'c202')];
      if (!untold(whole) && !untold(part)) {
        const rest = Number(whole) - Number(part);
        expect(rest === 0 || rest >= 5, `${round} ${whole} ${part}`).toBe(true);
      }
    }
    for (const row of table.rows)
      for (const [i, { unit: of }] of table.columns.entries())
        if (of === '人') expect(['1', '2', '3', '4'], `${round}`).not.toContain(row.cells[i]);
  }
});
