/** Reads a spreadsheet row by row, with bounds: what is no spreadsheet, carries macros or swells when unpacked is refused before it is read. */
import { streamXlsxRows } from 'hucre/xlsx';
import { fail, ok, type Result } from '../result/index.ts';
import type { Column } from './index.ts';

export const MAX_SHEET_BYTES = 50 * 1024 * 1024;
export const MAX_SHEET_ROWS = 200_000;
const MAX_UNPACKED_BYTES = 1_500_000_000;
const MAX_RATIO = 250;

type Unreadable = 'SHEET_UNREADABLE' | 'SHEET_TOO_LARGE';
const unreadable = (reason: string) => fail('SHEET_UNREADABLE', { reason });
const tooLarge = () => fail('SHEET_TOO_LARGE', { rows: MAX_SHEET_ROWS, megabytes: MAX_SHEET_BYTES / 1024 / 1024 });

/** The archive's directory: names and unpacked sizes of its parts. Null when there is none. */
function partsOf(bytes: Buffer): { name: string; unpacked: number }[] | null {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > bytes.length) return null;
  const parts: { name: string; unpacked: number }[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return null;
    const nameLength = bytes.readUInt16LE(at + 28);
    parts.push({ name: bytes.toString('utf8', at + 46, at + 46 + nameLength), unpacked: bytes.readUInt32LE(at + 24) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

/** Whether the bytes are a spreadsheet that may be opened. */
export function judgeFile(bytes: Buffer): Result<null, Unreadable> {
  if (bytes.length > MAX_SHEET_BYTES) return tooLarge();
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') return unreadable('是旧版 .xls 或加了密码的文件');
  const parts = bytes.subarray(0, 2).toString('latin1') === 'PK' ? partsOf(bytes) : null;
  if (!parts?.some((p) => p.name === 'xl/workbook.xml')) return unreadable('不是 .xlsx 表格，或文件不完整');
  if (parts.some((p) => /vbaProject\.bin$/i.test(p.name))) return unreadable('带有宏');
  const unpacked = parts.reduce((sum, p) => sum + p.unpacked, 0);
  if (unpacked > MAX_UNPACKED_BYTES || unpacked > bytes.length * MAX_RATIO) return unreadable('解开后大得不正常');
  return ok(null);
}

export interface ReadRow {
  /** Number of the row as the officer sees it. */
  readonly no: number;
  readonly cells: Readonly<Record<string, unknown>>;
}

/** A title as it is compared: full-width signs and letters as their half-width kin, no spaces, no mark of what is required. */
const plain = (raw: unknown): string =>
  String(raw ?? '')
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]+/g, '')
    .replace(/^\*+|\*+$/g, '')
    .toLowerCase();
/** Without the remark in brackets: 金额(元) is 金额. */
const bare = (title: string): string => title.replace(/\*?\(.*$/, '');

/** Where each column stands: by its whole title, else without remarks, where no other column is meant. */
function columnsIn(values: readonly unknown[], columns: readonly Column[]): Map<string, number> {
  const titles = values.map(plain);
  const places = new Map<string, number>();
  for (const { key, title } of columns) {
    const at = titles.indexOf(plain(title));
    if (at >= 0) places.set(key, at);
  }
  const taken = new Set(places.values());
  for (const { key, title } of columns) {
    const at = titles.findIndex((t, i) => !taken.has(i) && t !== '' && bare(t) === bare(plain(title)));
    if (at < 0 || places.has(key)) continue;
    places.set(key, at);
    taken.add(at);
  }
  return places;
}

/**
 * The rows under the headings of the first sheet. Columns are found by their title in any order; further ones are left alone; empty rows are passed
 * over. A heading may stand in any of the first ten rows (a title or a watermark above it); `above` hears what stands over it.
 */
export async function* readRows(
  bytes: Buffer,
  columns: readonly Column[],
  above: (values: readonly unknown[]) => void = () => {},
): AsyncGenerator<ReadRow, void> {
  let places: Map<string, number> | null = null;
  let seen = 0;
  let missing = columns.filter((c) => c.required).map((c) => c.title);
  const rows = streamXlsxRows(new Uint8Array(bytes), { maxRows: MAX_SHEET_ROWS + 12 });
  for await (const { index, values } of rows) {
    if (!places) {
      const found = columnsIn(values, columns);
      const absent = columns.filter((c) => c.required && !found.has(c.key)).map((c) => c.title);
      if (absent.length === 0 && found.size > 0) places = found;
      else if (absent.length <= missing.length) missing = absent;
      if (!places) above(values);
      if (!places && ++seen >= 10) break;
      continue;
    }
    const cells: Record<string, unknown> = {};
    let filled = false;
    for (const [key, at] of places) {
      const value = values[at];
      if (value !== null && value !== undefined && value !== '') filled = true;
      cells[key] = value;
    }
    if (filled) yield { no: index + 1, cells };
  }
  if (!places) throw new HeadingsMissing(missing);
}

/** No row of the file has the headings that are needed. */
export class HeadingsMissing extends Error {
  readonly titles: readonly string[];
  constructor(titles: readonly string[]) {
    super('headings missing');
    this.titles = titles;
  }
}

/** Why a file that was opened cannot be read to its end, in a sentence; null when the fault is ours. */
export function faultOfFile(error: unknown): string | null {
  if (error instanceof HeadingsMissing) return `表头缺少：${error.titles.join('、')}`;
  const { name } = (error as Error).constructor;
  return /^(Parse|Zip|Xml|EncryptedFile|UnsupportedFormat)Error$/.test(name) ? '文件不完整或已损坏' : null;
}
