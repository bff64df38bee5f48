/** 项目表对账: the worked examples, and the two annexes of the 14th plan as printed. */
import { beforeAll, describe, expect, test } from 'vitest';
import { printedDetail, printedSummary } from './fixtures.ts';
import { pairByName } from './match.ts';
import { type DetailRow, isProject, readInvestment, type SummaryRow } from './printed.ts';
import { readProjectTable } from './read-file.ts';
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
    expect(readInvestment('１，２００．５')).toBe(wan(1200.5));
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
  let summary: SummaryRow[];
  let detail: DetailRow[];
  let checks: Check[];
  let differing: Check[];
  beforeAll(async () => {
    [summary, detail] = [await printedSummary(), await printedDetail()];
    checks = reconcile({ summary, detail, text: PLAN });
    differing = checks.filter((c) => !agrees(c));
  });

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
  const HEAD = '行次,级别,大类,小类,序号,名称,建设地点,投资额（万元）,实施单位,个数\n';
  const read = async (...lines: string[]) =>
    (await readProjectTable('detail', Buffer.from(HEAD + lines.map((l) => `${l}\n`).join('')))).problems;
  const TOTAL = '1,合计,,,,合 计,,10,,';
  test('序号重复、行次缺号', async () => {
    expect(await read(TOTAL, '2,项目,甲,,1,某院,,1,,', '3,项目,甲,,1,某院,,1,,')).toEqual([
      { row: 4, message: '序号不连续或重复：1' },
    ]);
    expect(await read(TOTAL, '3,项目,甲,,1,某院,,1,,')).toEqual([{ row: 3, message: '行次不连续或重复：3' }]);
  });
  test('一行读不了，后面的行不跟着报错', async () => {
    expect(await read(TOTAL, '2,项目,甲,,1,某院,,3亿元,,', '3,项目,甲,,2,某院,,1,,')).toEqual([
      { row: 3, message: '金额单位应为万元，请核对' },
    ]);
  });
  test('级别写错、名称空着、没有合计、没有数据、表头不对', async () => {
    expect(await read('1,项,甲,,1,,,1,,')).toEqual([{ row: 2, message: '级别：只能填：合计、大类、小类、项目；名称：必填' }]);
    expect(await read('1,项目,甲,,1,某院,,1,,')).toEqual([{ row: 0, message: '没有合计行' }]);
    expect(await read()).toEqual([{ row: 0, message: '没有合计行' }]);
    expect((await readProjectTable('detail', Buffer.from('甲,乙\n1,2\n'))).problems).toMatchObject([
      { row: 0, message: expect.stringContaining('表头缺少：行次') },
    ]);
  });
  test('表格程序存的 GB18030 也读得出；引号不成对、不是文本的说清楚', async () => {
    const gbk = Buffer.from(
      'd0d0b4ce2cbcb6b1f02cb4f3c0e02cc3fbb3c62cb8f6cafd2ccdb6d7cab6eea3a8cdf2d4aaa3a90a312cbacfbcc62c2cbacfbcc62c312c31300a',
      'hex',
    );
    expect((await readProjectTable('summary', gbk)).rows).toMatchObject([{ name: '合计', count: 1 }]);
    expect((await read('1,合计,,,,"合计,,10,,'))[0]!.message).toContain('引号不成对');
    expect((await readProjectTable('detail', Buffer.from([0, 1, 2, 0xff]))).problems[0]!.message).toContain('读不了');
  });
});
