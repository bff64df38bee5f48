/** Tables as they should not come: merged cells, formulas that nobody has worked out, files that are cut off or that swell. Each with its sentence. */
import { describe, expect, test } from 'vitest';
import { archiveOf, type FixtureCell, partsOfWorkbook, rowsXml, workbookOf } from './fixtures.ts';
import type { Column } from './index.ts';
import { faultOfFile, judgeFile, readRows } from './read.ts';

const columns: readonly Column[] = [
  { key: 'category', title: '大类', kind: 'text', required: true },
  { key: 'amount', title: '金额', kind: 'amount', required: true },
  { key: 'note', title: '备注', kind: 'text' },
];
const HEAD = ['大类', '金额', '备注', '经办'];
async function read(bytes: Buffer): Promise<{ rows: unknown[][]; fault: string | null }> {
  const rows: unknown[][] = [];
  const judged = judgeFile(bytes);
  if (!judged.ok) return { rows, fault: String((judged as { params?: Record<string, unknown> }).params?.reason) };
  try {
    for await (const { cells } of readRows(bytes, columns)) rows.push([cells.category, cells.amount, cells.note]);
    return { rows, fault: null };
  } catch (error) {
    const fault = faultOfFile(error);
    if (fault === null) throw error;
    return { rows, fault };
  }
}
const table = (...rows: FixtureCell[][]): FixtureCell[][] => [HEAD, ...rows];

describe('合并的单元格', () => {
  const rows = table(['养老', 12, null, '甲'], [null, 34, null, '甲'], [null, 56, null, '乙']);
  test('大类竖着合并：说出是哪几行，请拆开，不是当成空的', async () => {
    expect((await read(workbookOf(rows, ['A2:A4']))).fault).toBe('第2至4行有合并的单元格，请取消合并，每行都填上');
  });
  test('表头上面的标题、不读的列、同一行里的合并，都不碍事', async () => {
    const titled: FixtureCell[][] = [
      ['某县统计表', null, null, null],
      ['单位：元', null, null, null],
      ...table(['养老', 12, '一', '甲'], ['儿童', 34, '二', null]),
    ];
    expect((await read(workbookOf(titled, ['A1:D2', 'D4:D5', 'C5:D5']))).rows).toEqual([
      ['养老', 12, '一'],
      ['儿童', 34, '二'],
    ]);
  });
});

describe('公式', () => {
  test('取算出来的数；出错的单元格照样给检查看', async () => {
    const { rows } = await read(
      workbookOf(table(['养老', { formula: '6*2', value: 12 }, null], ['儿童', { error: '#REF!' }, null])),
    );
    expect(rows.map(([, amount]) => amount)).toEqual([12, '#REF!']);
  });
  test('没有算出结果的公式：说清楚，不是当成没有填', async () => {
    const { fault } = await read(workbookOf(table(['养老', 12, { formula: 'A2&amp;"x"', value: null }])));
    expect(fault).toBe('有公式没有算出结果，请用表格程序打开、保存一次，或把数直接填上');
  });
});

describe('不完整的、会炸开的、带宏的', () => {
  test('.csv 传到一半断了：最后一行格数不够', async () => {
    const whole = '大类,金额,备注,经办\n养老,12,一,甲\n儿童,3400,二,乙\n';
    expect((await read(Buffer.from(whole))).rows.length).toBe(2);
    expect((await read(Buffer.from(whole.slice(0, -6)))).fault).toBe('最后一行（第3行）不完整，文件可能没有传完');
    expect((await read(Buffer.from('大类,金额,备注\n养老,12,\n儿童,34'))).fault).toBe(
      '最后一行（第3行）不完整，文件可能没有传完',
    );
    expect((await read(Buffer.from('大类,金额\n养老,12\n儿童,34'))).rows.length).toBe(2);
  });
  test('.xlsx 传到一半断了', async () => {
    const bytes = workbookOf(table(['养老', 12, '一', '甲']));
    expect((await read(bytes.subarray(0, bytes.length - 200))).fault).toBe('不是 .xlsx 或 .csv 表格，或文件不完整');
  });
  test('目录里说小、解开来大（压缩炸弹）：读到说的大小就停', async () => {
    const rows = `${rowsXml([HEAD])}${'<row><c r="A2"><v>1</v></c></row>'.repeat(300_000)}`;
    for (const name of ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml']) {
      const parts = [
        ...partsOfWorkbook(rows),
        { name: 'xl/sharedStrings.xml', text: `<sst>${'<si><t>x</t></si>'.repeat(300_000)}</sst>` },
      ].map((part) => (part.name === name ? { ...part, declared: 2_000 } : part));
      const before = process.memoryUsage().rss;
      const { rows: taken, fault } = await read(archiveOf(parts));
      expect(fault, name).toBe('文件不完整或已损坏');
      expect(taken.length, name).toBeLessThan(100);
      expect(process.memoryUsage().rss - before, name).toBeLessThan(150_000_000);
    }
  });
  test('解开后大得不正常的、带宏的（两种宏），不读', async () => {
    const swollen = partsOfWorkbook(rowsXml([HEAD])).concat({ name: 'xl/media/a.bin', text: Buffer.alloc(30_000_000) });
    expect((await read(archiveOf(swollen))).fault).toBe('解开后大得不正常');
    for (const name of ['xl/vbaProject.bin', 'xl/macrosheets/sheet1.xml'])
      expect((await read(archiveOf([...partsOfWorkbook(rowsXml([HEAD])), { name, text: 'x' }]))).fault).toBe('带有宏');
  });
});
