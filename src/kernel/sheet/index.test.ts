/** How cells are read, as officers write them. */
import { describe, expect, test } from 'vitest';
import { type Column, cellOf, parseCell, parseRow } from './index.ts';

const column = (kind: Column['kind'], more: Partial<Column> = {}): Column => ({ key: 'x', title: '列', kind, ...more });
const value = (kind: Column['kind'], raw: unknown, more: Partial<Column> = {}) => parseCell(column(kind, more), raw);

describe('单元格', () => {
  test('金额：千分位、全角、“元”、数字都认，存为分', () => {
    for (const raw of ['1,740.00', '１７４０', '1740元', '¥1740.0', 1740, '1740.00 '])
      expect(value('amount', raw), String(raw)).toEqual({ value: 1740_00 });
    expect(value('amount', 0.1 + 0.2)).toEqual({ value: 30 });
    expect(value('amount', '12.3')).toEqual({ value: 12_30 });
  });
  test('金额：三位小数、负数、文字不收', () => {
    expect(value('amount', '12.345')).toHaveProperty('problem');
    expect(value('amount', '-5')).toEqual({ problem: '金额不能是负数' });
    expect(value('amount', '约500')).toHaveProperty('problem');
  });
  test('日期：几种写法都认，不存在的日子不收', () => {
    for (const raw of ['2026-11-02', '2026/11/2', '2026.11.2', '2026年11月2日', '20261102', new Date('2026-11-02T00:00:00Z')])
      expect(value('date', raw), String(raw)).toEqual({ value: '2026-11-02' });
    expect(value('date', '2026-02-30')).toHaveProperty('problem');
    expect(value('month', '2026年9月')).toEqual({ value: '2026-09' });
    expect(value('month', '2026-13')).toHaveProperty('problem');
  });
  test('身份证号码：文本保持原样，小写x改大写；被当成数字丢了末尾的退回', () => {
    expect(value('code', ' 42120219500101001x ')).toEqual({ value: '42120219500101001X' });
    expect(value('code', Number('421202195001010012'))).toEqual({ problem: expect.stringContaining('文本格式') });
  });
  test('公式出错、必填为空、选项不在其中、太长：各有一句话', () => {
    expect(value('text', '#REF!')).toEqual({ problem: '公式出错（#REF!）' });
    expect(value('text', '  ', { required: true })).toEqual({ problem: '必填' });
    expect(value('text', '')).toEqual({ value: null });
    expect(value('choice', '男', { choices: { male: '男', female: '女' } })).toEqual({ value: 'male' });
    expect(value('choice', '未知', { choices: { male: '男', female: '女' } })).toEqual({ problem: '只能填：男、女' });
    expect(value('text', '字'.repeat(201))).toEqual({ problem: '不超过200个字' });
  });
  test('一行几处错，一次说完', () => {
    const columns = [column('text', { key: 'a', title: '姓名', required: true }), column('date', { key: 'b', title: '日期' })];
    expect(parseRow(columns, { a: '', b: '昨天' }).problem).toBe('姓名：必填；日期：日期无效，请写成 2026-11-22 的样子');
  });
  test('写出时金额是元', () => {
    expect(cellOf(column('amount'), 1740_00)).toBe(1740);
    expect(cellOf(column('choice', { choices: { a: '甲' } }), 'a')).toBe('甲');
  });
});
