/** The formats that agency banks take. A city's pack says which bank takes which (`banks.csv`). */
import { gbk, utf8 } from './charset.ts';
import type { Template } from './template.ts';

/**
 * 分隔符格式: `|`, UTF-8, amounts in yuan, ids with dashes; the last row carries count, sum and the SM3 of everything before it.
 *
 *   H|MZDF1|batch|programme|county|month|count|sum|pay day        R|MZDF1|batch|SM3 of the bank file|credited on
 *   D|1|line id|holder|bank|account|amount|purpose                D|1|line id|amount|S|code|reason   (S success, F returned)
 *   T|count|sum|SM3                                               T|successes|sum|returns|sum|SM3
 */
const separated = {
  key: 'mzdf1',
  zh: '分隔符（UTF-8）',
  charset: utf8,
  newline: '\n',
  separator: '|',
  outcome: { paid: 'S', returned: 'F' },
  file: {
    head: [
      { is: 'H' },
      { is: 'MZDF1' },
      { key: 'batchId', as: 'id' },
      { key: 'programme', as: 'text' },
      { key: 'county', as: 'text' },
      { key: 'month', as: 'text' },
      { key: 'count', as: 'count' },
      { key: 'sum', as: 'yuan' },
      { key: 'payOn', as: 'day' },
    ],
    line: [
      { is: 'D' },
      { key: 'no', as: 'count' },
      { key: 'lineId', as: 'id' },
      { key: 'holder', as: 'text' },
      { key: 'bank', as: 'text' },
      { key: 'account', as: 'text' },
      { key: 'amount', as: 'yuan' },
      { key: 'purpose', as: 'text' },
    ],
    end: [{ is: 'T' }, { key: 'count', as: 'count' }, { key: 'sum', as: 'yuan' }, { key: 'hash', as: 'text' }],
  },
  result: {
    head: [
      { is: 'R' },
      { is: 'MZDF1' },
      { key: 'batchId', as: 'id' },
      { key: 'bankFileHash', as: 'text' },
      { key: 'creditedOn', as: 'day' },
    ],
    line: [
      { is: 'D' },
      { key: 'no', as: 'count' },
      { key: 'lineId', as: 'id' },
      { key: 'amount', as: 'yuan' },
      { key: 'paid', as: 'outcome' },
      { key: 'code', as: 'text' },
      { key: 'reason', as: 'text' },
    ],
    end: [
      { is: 'T' },
      { key: 'paidCount', as: 'count' },
      { key: 'paidSum', as: 'yuan' },
      { key: 'returnedCount', as: 'count' },
      { key: 'returnedSum', as: 'yuan' },
      { key: 'hash', as: 'text' },
    ],
  },
} as const satisfies Template;

/**
 * 定长格式, as rural commercial banks take it: GBK, CR LF, every cell of fixed bytes, amounts in fen with leading zeros, ids without dashes. The trailer
 * counts the whole before its parts, and its check code stands before the sums.
 */
const fixedWidth = {
  key: 'gbk-fixed',
  zh: '定长（GBK）',
  charset: gbk,
  newline: '\r\n',
  separator: null,
  outcome: { paid: '00', returned: '99' },
  file: {
    head: [
      { is: '10', width: 2 },
      { is: 'MZDF-G', width: 8 },
      { key: 'payOn', as: 'day8', width: 8 },
      { key: 'batchId', as: 'id32', width: 32 },
      { key: 'programme', as: 'text', width: 30 },
      { key: 'county', as: 'text', width: 12 },
      { key: 'month', as: 'text', width: 7 },
    ],
    line: [
      { is: '20', width: 2 },
      { key: 'no', as: 'count', width: 8 },
      { key: 'account', as: 'text', width: 32 },
      { key: 'amount', as: 'fen', width: 15 },
      { key: 'holder', as: 'text', width: 120 },
      { key: 'bank', as: 'text', width: 120 },
      { key: 'purpose', as: 'text', width: 60 },
      { key: 'lineId', as: 'id32', width: 32 },
    ],
    end: [
      { is: '90', width: 2 },
      { key: 'hash', as: 'text', width: 64 },
      { key: 'count', as: 'count', width: 8 },
      { key: 'sum', as: 'fen', width: 15 },
    ],
  },
  result: {
    head: [
      { is: '11', width: 2 },
      { is: 'MZDF-G', width: 8 },
      { key: 'creditedOn', as: 'day8', width: 8 },
      { key: 'batchId', as: 'id32', width: 32 },
      { key: 'bankFileHash', as: 'text', width: 64 },
    ],
    line: [
      { is: '21', width: 2 },
      { key: 'no', as: 'count', width: 8 },
      { key: 'paid', as: 'outcome', width: 2 },
      { key: 'code', as: 'text', width: 6 },
      { key: 'amount', as: 'fen', width: 15 },
      { key: 'lineId', as: 'id32', width: 32 },
      { key: 'reason', as: 'text', width: 120 },
    ],
    end: [
      { is: '91', width: 2 },
      { key: 'hash', as: 'text', width: 64 },
      { key: 'count', as: 'count', width: 8 },
      { key: 'sum', as: 'fen', width: 15 },
      { key: 'paidCount', as: 'count', width: 8 },
      { key: 'paidSum', as: 'fen', width: 15 },
      { key: 'returnedCount', as: 'count', width: 8 },
      { key: 'returnedSum', as: 'fen', width: 15 },
    ],
  },
} as const satisfies Template;

/** 电子表格, as small banks work: the list goes out as a workbook, in which the bank fills in the result of each line. Its rows are those of the separated format. */
const workbook = { ...separated, key: 'xlsx', zh: '电子表格（XLSX）', carrier: 'sheet' } as const satisfies Template;

export const bankFormats = {
  mzdf1: separated,
  'gbk-fixed': fixedWidth,
  xlsx: workbook,
} as const satisfies Record<string, Template>;
export type BankFormatKey = keyof typeof bankFormats;
export const templateOf = (key: BankFormatKey): Template => bankFormats[key];
