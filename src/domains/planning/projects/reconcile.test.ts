/** 项目表对账: the worked examples, and the two annexes of the 14th plan as printed. */
import { describe, expect, test } from 'vitest';
import { printedDetail, printedSummary } from './fixtures.ts';
import { pairByName } from './match.ts';
import { type DetailRow, isProject, readDetail, readInvestment, readSummary, type SummaryRow } from './printed.ts';
import { agrees, type Check, reconcile } from './reconcile.ts';
import { unitsOf } from './units.ts';

const wan = (value: number): number => Math.round(value * 100) * 10_000;
const PLAN = { types: 9, count: 1628, investmentFen: wan(884_900), precisionFen: wan(100) };

test('算例九：一行几个项目看名称里“个”“处”前面的数；末尾光秃秃的数只提议，由人确认', () => {
  expect(unitsOf('某县14个社会工作服务中心')).toEqual({ units: 14, proposed: null });
  expect(unitsOf('某县185处(社区)日间照料中心')).toEqual({ units: 185, proposed: null });
  expect(unitsOf('某镇福利院')).toEqual({ units: 1, proposed: null });
  expect(unitsOf('某镇公益性公墓2')).toEqual({ units: 1, proposed: 2 });
  expect(unitsOf('殡仪馆改扩建工程（一期）')).toEqual({ units: 1, proposed: null });
});

describe('投资额', () => {
  test('万元，最多两位小数；全角数字和千分位是同一个数', () => {
    expect(readInvestment('120.5')).toBe(wan(120.5));
    expect(readInvestment('１，２００．５'.replace('，', ','))).toBe(wan(1200.5));
    expect(readInvestment('884,933.66')).toBe(wan(884_933.66));
    expect(readInvestment('0')).toBe(0);
  });
  test.each(['-1', '1.234', '约100', '', '1,23', '1e3', '=SUM(A1)'])('“%s”不是投资额', (text) => {
    expect(readInvestment(text)).toBe('投资额须为不小于0且最多两位小数的数字（万元）');
  });
  test.each(['1200元', '0.5亿元', '3亿', '500万'])('“%s”单位不对', (text) => {
    expect(readInvestment(text)).toBe('金额单位应为万元，请核对');
  });
});

const group = (level: 'total' | 'category' | 'subcategory', name: string, investment: number, count: number | null = null) => ({
  level,
  name,
  category: level === 'total' ? '' : '养老',
  subcategory: level === 'subcategory' ? name : '',
  count,
  investmentFen: wan(investment),
});
const numbered = <T>(rows: readonly T[]): (T & { rowNo: number })[] => rows.map((row, i) => ({ ...row, rowNo: i + 1 }));
const of = (checks: readonly Check[], rule: string, level: string) =>
  checks.find((c) => c.rule === rule && c.level === level && c.measure === 'investment')!;

test('算例十：120.5＋79.5＝200，R1相符；200＋310＝510与501，R2差9；汇总表510，R4差9；正文0.05亿元，R6相符', () => {
  const project = (serialNo: number, name: string, investment: number, subcategory: string) => ({
    level: 'project' as const,
    category: '养老',
    subcategory,
    serialNo,
    name,
    location: '',
    implementer: '',
    investmentFen: wan(investment),
  });
  const detail: DetailRow[] = numbered([
    group('total', '合计', 501),
    group('category', '养老', 501),
    group('subcategory', '1.福利院', 200),
    project(1, '甲', 120.5, '1.福利院'),
    project(2, '乙', 79.5, '1.福利院'),
    group('subcategory', '2.日间照料', 310),
    project(1, '丙', 310, '2.日间照料'),
  ]);
  const summary: SummaryRow[] = numbered([
    { ...group('total', '合计', 510), count: 3 },
    { ...group('category', '养老', 510), count: 3 },
  ]);
  const text = { types: 1, count: 3, investmentFen: wan(500), precisionFen: wan(100) };
  const checks = reconcile({ summary, detail, text });
  expect(agrees(of(checks, 'R1', 'subcategory'))).toBe(true);
  expect(of(checks, 'R2', 'category').difference).toBe(wan(9));
  expect(of(checks, 'R4', 'category').difference).toBe(wan(9));
  expect(checks.filter((c) => c.rule === 'R6' && c.measure === 'investment').map(agrees)).toEqual([true, true]);
});

test('算例十七：“十三五”社区规划 7＋18＋28＋668＝721个；37280＋35160＝72440万元', () => {
  const parts = [7, 18, 28, 668];
  const summary: SummaryRow[] = numbered([
    { ...group('total', '合计', 72_440), count: 721 },
    ...parts.map((count, i) => ({
      ...group('category', `第${i}类`, i === 0 ? 37_280 : i === 1 ? 35_160 : 0),
      category: `${i}`,
      count,
    })),
  ]);
  const within = reconcile({ summary, detail: numbered([group('total', '合计', 72_440)]), text: null }).filter(
    (c) => c.table === 'summary',
  );
  expect(within.map((c) => [c.rule, c.a.value, c.b.value, agrees(c)])).toEqual([
    ['R3', wan(72_440), wan(72_440), true],
    ['R5', 721, 721, true],
  ]);
});

test('次序换了、写法不同：按名称的相似认出是同一类；只有一边有的单独列出', () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  expect(
    pairByName(
      named('日间照料中心项目', '居家养老服务中心(社区养老服务站)项目', '殡仪馆'),
      named('1.社区养老服务站(居家养老服务中心)项目', '2.日间照料中心项目'),
    ).map(({ one, other }) => [one?.name ?? null, other?.name ?? null]),
  ).toEqual([
    ['日间照料中心项目', '2.日间照料中心项目'],
    ['居家养老服务中心(社区养老服务站)项目', '1.社区养老服务站(居家养老服务中心)项目'],
    ['殡仪馆', null],
  ]);
});

describe('“十四五”规划附件', () => {
  const [summary, detail] = [printedSummary(), printedDetail()];
  const checks = reconcile({ summary, detail, text: PLAN });
  const differing = checks.filter((c) => !agrees(c));

  test('汇总表20行、明细表331个项目和20个小计，一行不少', () => {
    expect([summary.length, detail.length, detail.filter(isProject).length]).toEqual([20, 351, 331]);
  });
  test('R1：各类明细之和都与小计相符', () => {
    expect(differing.filter((c) => c.rule === 'R1')).toEqual([]);
  });
  test('R2、R3：小类之和与大类、大类之和与合计，汇总表差3处、明细表差3处', () => {
    expect(
      differing
        .filter((c) => c.rule === 'R2' || c.rule === 'R3')
        .map((c) => [c.rule, c.table, c.category.slice(0, 4), c.difference! / 1_000_000]),
    ).toEqual([
      ['R2', 'summary', '公办养老', 10_149.8],
      ['R2', 'summary', '城乡公益', -14_800],
      ['R2', 'detail', '公办养老', -10_149.8],
      ['R2', 'detail', '城乡公益', -124_800],
      ['R3', 'summary', '', 25_310],
      ['R3', 'detail', '', 134_950.46],
    ]);
  });
  test('R4：两张表的合计差0.66万元，是尾差，照样列出；大类小类六处金额不同', () => {
    const money = differing.filter((c) => c.rule === 'R4' && c.measure === 'investment');
    expect(money.filter((c) => c.level === 'total').map((c) => [c.difference! / 1_000_000, c.rounding])).toEqual([[0.66, true]]);
    expect(money.filter((c) => c.level !== 'total').map((c) => [c.subcategory || c.category, c.difference! / 1_000_000])).toEqual(
      [
        ['公办养老机构服务能力提升项目', -10_149.8],
        ['农村福利院新建与升改造项目', 1700],
        ['新建、改造升级县市级社会福利中心项目', 8449.8],
        ['流浪乞讨人员救助管理站新建与升改造项目', 510],
        ['城乡公益性公墓与骨灰堂项目', -100_000],
        ['城市公益性公墓建设项目', 10_000],
      ],
    );
  });
  test('R4：五处名称写法不同，仍认得是同一类', () => {
    expect(differing.filter((c) => c.measure === 'name')).toHaveLength(5);
    expect(differing.filter((c) => c.measure === 'name' && (c.a.value === null || c.b.value === null))).toEqual([]);
  });
  test('R5：农村公益性公墓印出342个，按个数是339个，三处“公墓2”确认以后正好342个', () => {
    const units = checks.find((c) => c.measure === 'units' && c.subcategory.includes('农村公益性公墓'))!;
    expect([units.a.value, units.b.value, units.difference]).toEqual([339, 342, -3]);
    const proposed = detail
      .filter(isProject)
      .filter((p) => p.subcategory === units.subcategory && unitsOf(p.name).proposed !== null);
    expect(proposed.map((p) => unitsOf(p.name).proposed)).toEqual([2, 2, 2]);
  });
  test('R6：正文“9大类型、1628个、88.49亿元”与两张表的合计都相符（按正文的精度）', () => {
    expect(differing.filter((c) => c.rule === 'R6')).toEqual([]);
    expect(checks.filter((c) => c.rule === 'R6')).toHaveLength(6);
  });
});

describe('表不完整就一行也不收，说明在哪一行', () => {
  const line = (n: number, values: Record<string, string>) => ({ line: n, values });
  const total = {
    row_no: '1',
    row_type: 'subtotal',
    level: 'total',
    name: '合计',
    investment_10k_yuan: '10',
    printed_project_count: '',
  };
  const project = (rowNo: number, serial: number) => ({
    row_no: String(rowNo),
    level: 'project',
    category: '甲',
    serial_no: String(serial),
    name: '某院',
    investment_10k_yuan: '1',
  });
  test('序号重复、缺号', () => {
    expect(readDetail([line(2, total), line(3, project(2, 1)), line(4, project(3, 1))])).toEqual({
      problems: [{ line: 4, column: 'serial_no', message: '序号不连续或重复：1' }],
    });
    expect(readDetail([line(2, total), line(3, project(3, 1))])).toEqual({
      problems: [{ line: 3, column: 'row_no', message: '序号不连续或重复：3' }],
    });
  });
  test('没有合计、金额带单位、级别写错：每一处都指出来', () => {
    expect(readDetail([line(2, { ...project(1, 1), investment_10k_yuan: '3亿元', level: 'x' })])).toMatchObject({
      problems: [
        { line: 2, column: 'level' },
        { line: 2, column: 'investment_10k_yuan', message: '金额单位应为万元，请核对' },
      ],
    });
    expect(readDetail([line(2, project(1, 1))])).toMatchObject({ problems: [{ message: '没有合计行' }] });
    expect(readSummary([])).toMatchObject({ problems: [{ message: '表里没有数据' }] });
  });
});
