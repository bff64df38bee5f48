/** Sheets as officers send them: a title above, headings padded, starred, with remarks, in full width. */

import { setTimeout as sleep } from 'node:timers/promises';
import { streamXlsxRows, writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import type { Column } from './index.ts';
import { faultOfFile, HeadingsMissing, judgeFile, readRows } from './read.ts';
import { sheetWatch } from './sheet-watch.ts';
import { partsOf, rowsAsWanted } from './unpack.ts';

const columns: readonly Column[] = [
  { key: 'name', title: '姓名', kind: 'text', required: true },
  { key: 'idNumber', title: '身份证号码', kind: 'code', required: true },
  { key: 'amount', title: '月金额（元）', kind: 'amount', required: true },
  { key: 'bank', title: 'A卡账号', kind: 'code', required: true },
  { key: 'note', title: '备注', kind: 'text' },
];
const read = async (rows: (string | number)[][]): Promise<Record<string, unknown>[]> => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows }] }));
  const found = [];
  for await (const { cells } of readRows(bytes, columns)) found.push({ ...cells });
  return found;
};
const LINE = { name: '张三', idNumber: '42120219600101001X', amount: 660, bank: '6217', note: '已核' };

test('乡镇报来的表：姓名中间垫了全角空格，身份证号码带星号和半角说明，金额用半角括号，字母是全角：都认得', async () => {
  const given = await read([
    ['咸安区温泉街道2026年9月花名册'],
    ['序号', '姓　名', '＊身份证号码(18位)', '月金额(元)', 'Ａ卡账号', ' 备 注 '],
    [1, '张三', '42120219600101001X', 660, '6217', '已核'],
  ]);
  expect(given).toEqual([LINE]);
});

test('标题换了行、星号在后、没有写单位：也认得', async () => {
  const given = await read([
    ['姓名*', '身份证\n号码', '月金额', 'a卡账号', '备注（选填）'],
    ['张三', '42120219600101001X', 660, '6217', '已核'],
  ]);
  expect(given).toEqual([LINE]);
});

test('两列只差括号里的说明：写得一样的那一列优先', async () => {
  const given = await read([
    ['姓名（配偶）', '姓名', '身份证号码', '月金额（元）', 'A卡账号'],
    ['李四', '张三', '42120219600101001X', 660, '6217'],
  ]);
  expect(given[0]).toMatchObject({ name: '张三' });
});

test('别的列不会被认错：“姓名拼音”不是姓名，写明缺哪几列', async () => {
  const refused = await read([['姓名拼音', '身份证号码', '月金额', 'A卡账号']]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(HeadingsMissing);
  expect((refused as HeadingsMissing).titles).toEqual(['姓名']);
});

const lines = (count: number): (string | number)[][] => [
  ['姓名', '身份证号码', '月金额', 'A卡账号', '备注'],
  ...Array.from({ length: count }, (_, i) => [`张${i}`, '42120219600101001X', 660, `62170000${i}`, `第${i}号备注，各不相同`]),
];
const workbook = async (count: number): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows: lines(count) }] }));

test('取一行停一停：后面的内容不会先读进来，全部取完一行不少', async () => {
  const bytes = await workbook(20_000);
  const sheet = partsOf(bytes)!.find((p) => p.name.includes('worksheets/'))!.unpacked;
  let given = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      given += piece.length;
      controller.enqueue(piece);
    },
  });
  const rows = rowsAsWanted(
    bytes,
    (input) => streamXlsxRows((input as ReadableStream<Uint8Array>).pipeThrough(counted)),
    sheetWatch(),
  );
  const others = partsOf(bytes)!.reduce((sum, p) => sum + p.packed, 0);
  await rows.next();
  await sleep(300);
  expect(given - others).toBeLessThan(sheet * 0.7);
  let taken = 1;
  for await (const _ of rows) taken++;
  expect(taken).toBe(20_001);
  expect(given).toBeGreaterThan(sheet);
});

test('行数超过上限：整份退回，不是只读前面的', async () => {
  const bytes = await workbook(11);
  const all = async (most: number) => {
    let taken = 0;
    for await (const _ of readRows(bytes, columns, { most })) taken++;
    return taken;
  };
  expect(await all(11)).toBe(11);
  expect(faultOfFile(await all(10).catch((error: unknown) => error))).toBe('行数超过10行，请分成几个文件');
});

test('压缩的内容坏了：说文件损坏，不是系统出错', async () => {
  const bytes = await workbook(500);
  const sheet = partsOf(bytes)!.find((p) => p.name.includes('worksheets/'))!;
  for (let i = 0; i < 200; i++) bytes[sheet.at + 200 + i] = 0xff;
  expect(judgeFile(bytes).ok).toBe(true);
  const read = async () => {
    for await (const _ of readRows(bytes, columns));
  };
  expect(faultOfFile(await read().catch((error: unknown) => error))).toBe('文件不完整或已损坏');
});
