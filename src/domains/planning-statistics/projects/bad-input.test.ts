/** 项目表 as they come: each fault with its row and its sentence; nothing is half read. */
import { describe, expect, test } from 'vitest';
import { type FixtureCell, workbookOf } from '../../../kernel/sheet/fixtures.ts';
import { readProjectTable } from './read-file.ts';

const HEAD = ['行次', '级别', '大类', '小类', '序号', '名称', '建设地点', '投资额（万元）', '实施单位', '个数'];
type Line = FixtureCell[];
const total: Line = [1, '合计', null, null, null, '合计', null, '200', null, 3];
const category: Line = [2, '大类', '养老', null, null, '养老', null, '200', null, 3];
const first: Line = [3, '项目', '养老', null, 1, '咸安区福利院', '咸安区', '120.5', '咸安区民政局', null];
const second: Line = [4, '项目', '养老', null, 2, '嘉鱼县2个日间照料中心', '嘉鱼县', '79.5', '嘉鱼县民政局', null];
const read = (lines: readonly Line[], merged: string[] = []) => readProjectTable('detail', workbookOf([HEAD, ...lines], merged));
const csv = (lines: readonly Line[], end = '\n') =>
  readProjectTable(
    'detail',
    Buffer.from([HEAD, ...lines].map((line) => line.map((cell) => cell ?? '').join(',')).join('\n') + end),
  );
const problems = async (found: ReturnType<typeof read>) => (await found).problems.map((p) => `${p.row} ${p.message}`);
const changed = (line: Line, at: number, cell: FixtureCell): Line => line.with(at, cell);

describe('表', () => {
  test('完整的四行：千分位、全角数字、公式算出的数都读成同一个数', async () => {
    const { rows, problems: none } = await read([
      changed(total, 7, '２００'),
      changed(category, 7, { formula: 'SUM(H4:H5)', value: 200 }),
      changed(first, 7, '120.50'),
      second,
    ]);
    expect(none).toEqual([]);
    expect(rows.map((r) => r.investmentFen)).toEqual([200_000_000, 200_000_000, 120_500_000, 79_500_000]);
    const thousands = await read([changed(total, 7, '1,200.5'), category, first, second]);
    expect(thousands.rows[0]!.investmentFen).toBe(1_200_500_000);
  });
  test('行换了次序、一行重复、断了一行：指出是哪一行', async () => {
    expect(await problems(read([total, category, second, first]))).toEqual(['4 行次不连续或重复：4', '5 行次不连续或重复：3']);
    expect(await problems(read([total, category, first, first]))).toEqual(['5 行次不连续或重复：3']);
    expect(await problems(read([total, category, first, changed(second, 4, 1)]))).toEqual(['5 序号不连续或重复：1']);
  });
  test('半空的行：缺什么说什么', async () => {
    expect(await problems(read([total, category, [3, '项目', '养老', null, 1, null, null, null, null, null], second]))).toEqual([
      '4 名称：必填；投资额（万元）：必填',
    ]);
  });
  test('传到一半断了：最后一行不完整', async () => {
    const torn =
      '行次,级别,大类,小类,序号,名称,建设地点,投资额（万元）,实施单位,个数\n1,合计,,,,合计,,200,,3\n2,大类,养老,,,养老,,2';
    expect((await readProjectTable('detail', Buffer.from(torn))).problems.map((p) => p.message)).toEqual([
      '最后一行（第3行）不完整，文件可能没有传完',
    ]);
  });
  test('小计下面一个项目也没有：表没有传完，或者贴漏了', async () => {
    expect(await problems(csv([total, category]))).toEqual(['0 “养老”下面没有项目，表可能不完整']);
    const sub: Line = [3, '小类', '养老', '日间照料', null, '日间照料', null, '79.5', null, 2];
    const next: Line = [4, '大类', '儿童', null, null, '儿童', null, '1', null, 1];
    expect(
      await problems(csv([total, category, sub, next, [5, '项目', '儿童', null, 1, '某儿童院', null, '1', null, null]])),
    ).toEqual(['0 “养老”下面没有项目，表可能不完整']);
  });
  test('大类竖着合并：请拆开；合计与各项不符的照收，由对账列出', async () => {
    expect(await problems(read([total, category, first, changed(second, 2, null)], ['C4:C5']))).toEqual([
      '0 第4至5行有合并的单元格，请取消合并，每行都填上',
    ]);
    expect(await problems(read([changed(total, 7, '999'), category, first, second]))).toEqual([]);
  });
});

describe('格', () => {
  const amount = (cell: FixtureCell) => problems(read([total, category, changed(first, 7, cell), second]));
  test('带单位、三位小数、负数、公式出错、没有算的公式', async () => {
    expect(await amount('120万元')).toEqual(['4 金额单位应为万元，请核对']);
    expect(await amount('1.2亿')).toEqual(['4 金额单位应为万元，请核对']);
    expect(await amount('120.555')).toEqual(['4 投资额须为不小于0且最多两位小数的数字（万元）']);
    expect(await amount(-5)).toEqual(['4 投资额须为不小于0且最多两位小数的数字（万元）']);
    expect(await amount({ error: '#N/A' })).toEqual(['4 投资额（万元）：公式出错（#N/A）']);
    expect(await amount({ formula: 'A1', value: null })).toEqual([
      '0 有公式没有算出结果，请用表格程序打开、保存一次，或把数直接填上',
    ]);
  });
  test('表格程序存的 79.500000000000004 就是 79.5', async () => {
    expect((await read([total, category, first, changed(second, 7, 79.500000000000014)])).rows[3]!.investmentFen).toBe(
      79_500_000,
    );
    expect((await read([total, category, changed(first, 7, 0.1 + 0.2), second])).rows[2]!.investmentFen).toBe(300_000);
  });
  test('序号、个数带单位或小数：请填写整数', async () => {
    expect(await problems(read([total, changed(category, 9, '3个'), first, second]))).toEqual(['3 个数：请填写整数']);
    expect(await problems(read([total, category, changed(first, 4, 1.5), second]))).toEqual(['4 序号：请填写整数']);
  });
});
