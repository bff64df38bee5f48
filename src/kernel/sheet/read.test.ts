/** Sheets as officers send them: a title above, headings padded, starred, with remarks, in full width. */
import { writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import type { Column } from './index.ts';
import { HeadingsMissing, readRows } from './read.ts';

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
