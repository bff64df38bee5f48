import { expect, test } from 'vitest';
import { CsvError, csvReader, readCsv, writeCsv } from './index.ts';

const whole = 'name,note\r\n"汀泗桥, 镇","说""双泉""\n第二行"\n\n簰洲湾,\n末行,无换行';
const cells = [
  ['name', 'note'],
  ['汀泗桥, 镇', '说"双泉"\n第二行'],
  ['簰洲湾', ''],
  ['末行', '无换行'],
];

test('引号、逗号、引号内换行、空行、无末尾换行都按 RFC 4180 读', () => {
  const reader = csvReader();
  const rows = [...reader.push(`\uFEFF${whole}`), ...reader.end()];
  expect(rows.map((r) => r.cells)).toEqual(cells);
  expect(rows.map((r) => r.line)).toEqual([1, 2, 5, 6]);
});

test('文件分成任意小块送来，结果不变', () => {
  for (let size = 1; size < whole.length; size++) {
    const reader = csvReader();
    const rows = [];
    for (let at = 0; at < whole.length; at += size) rows.push(...reader.push(whole.slice(at, at + size)));
    rows.push(...reader.end());
    expect(rows.map((r) => r.cells)).toEqual(cells);
  }
});

test('写出再读回，一字不差', () => {
  const rows = [
    { a: '1,2', b: '"', c: null },
    { a: '行\r\n行', b: ' 空 格 ', c: 5 },
  ];
  expect(readCsv(writeCsv(['a', 'b', 'c'], rows)).rows.map((r) => r.values)).toEqual([
    { a: '1,2', b: '"', c: '' },
    { a: '行\r\n行', b: ' 空 格 ', c: '5' },
  ]);
});

test('缺格、引号未闭合：报出所在行', () => {
  expect(() => readCsv('a,b\n1,2\n3\n')).toThrow(expect.objectContaining({ line: 3 }) as CsvError);
  expect(() => readCsv('a,b\n1,"2\n')).toThrow(CsvError);
  expect(() => readCsv('a,b\n"1"x,2\n')).toThrow('text follows');
});
