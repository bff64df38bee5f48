/** Reads a spreadsheet row by row, with bounds: what is no spreadsheet, carries macros or swells when unpacked is refused before it is read. */
import { streamXlsxRows } from 'hucre/xlsx';
import { CsvError, csvReader } from '../csv/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Column } from './index.ts';
import { type MergedRange, sheetWatch } from './sheet-watch.ts';
import { PartSwells, partsOf, rowsAsWanted } from './unpack.ts';

export const MAX_SHEET_BYTES = 50 * 1024 * 1024;
export const MAX_SHEET_ROWS = 200_000;
const MAX_UNPACKED_BYTES = 600_000_000;
const MAX_RATIO = 250;

type Unreadable = 'SHEET_UNREADABLE' | 'SHEET_TOO_LARGE';
const unreadable = (reason: string) => fail('SHEET_UNREADABLE', { reason });
const tooLarge = () => fail('SHEET_TOO_LARGE', { rows: MAX_SHEET_ROWS, megabytes: MAX_SHEET_BYTES / 1024 / 1024 });

const isArchive = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK';
const PIECE = 64 * 1024;

/** The pieces of a text; throws where the bytes are none in this encoding. */
function* decoded(bytes: Buffer, encoding: 'utf-8' | 'gb18030'): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += PIECE) yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
  yield decoder.decode();
}

/** What a text file is written in: spreadsheets save CSV as UTF-8 or, the older way, as GB18030. Null: no text. */
function encodingOf(bytes: Buffer): 'utf-8' | 'gb18030' | null {
  if (bytes.length === 0 || bytes.includes(0)) return null;
  for (const encoding of ['utf-8', 'gb18030'] as const)
    try {
      for (const _ of decoded(bytes, encoding));
      return encoding;
    } catch {
      // the next one
    }
  return null;
}

/** Whether the bytes are a spreadsheet or a CSV file that may be opened. */
export function judgeFile(bytes: Buffer): Result<null, Unreadable> {
  if (bytes.length > MAX_SHEET_BYTES) return tooLarge();
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') return unreadable('是旧版 .xls 或加了密码的文件');
  if (!isArchive(bytes) && encodingOf(bytes)) return ok(null);
  const parts = isArchive(bytes) ? partsOf(bytes) : null;
  if (!parts?.some((p) => p.name === 'xl/workbook.xml')) return unreadable('不是 .xlsx 或 .csv 表格，或文件不完整');
  if (parts.some((p) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(p.name))) return unreadable('带有宏');
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
  for (const { key, title, names = [] } of columns) {
    const known = new Set([title, ...names].map(plain));
    const at = titles.findIndex((t) => known.has(t));
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

interface Reading {
  /** Hears the rows over the headings. */
  readonly above?: (values: readonly unknown[]) => void;
  /** Rows that a file may have; more are refused, never cut off. */
  readonly most?: number;
}
const HEADING_WITHIN = 10;

/**
 * The rows under the headings of the first sheet. Columns are found by their title in any order; further ones are left alone; empty rows are passed
 * over. A heading may stand in any of the first ten rows (a title or a watermark above it). Memory does not grow with the rows: they are read as they are taken.
 */
export async function* readRows(
  bytes: Buffer,
  columns: readonly Column[],
  { above = () => {}, most = MAX_SHEET_ROWS }: Reading = {},
): AsyncGenerator<ReadRow, void> {
  let places: Map<string, number> | null = null;
  let seen = 0;
  let taken = 0;
  let missing = columns.filter((c) => c.required).map((c) => c.title);
  const watch = sheetWatch();
  let heading = 0;
  const rows = isArchive(bytes) ? rowsAsWanted(bytes, (input) => streamXlsxRows(input), watch) : csvRows(bytes);
  for await (const { index, values } of rows) {
    if (!places) {
      const found = columnsIn(values, columns);
      const absent = columns.filter((c) => c.required && !found.has(c.key)).map((c) => c.title);
      if (absent.length === 0 && found.size > 0) {
        places = found;
        heading = index;
      } else if (absent.length <= missing.length) missing = absent;
      if (!places) above(values);
      if (!places && ++seen >= HEADING_WITHIN) break;
      continue;
    }
    const cells: Record<string, unknown> = {};
    let filled = false;
    for (const [key, at] of places) {
      const value = values[at];
      if (value !== null && value !== undefined && value !== '') filled = true;
      cells[key] = value;
    }
    if (!filled) continue;
    if (++taken > most) throw new TooManyRows(most);
    yield { no: index + 1, cells };
  }
  if (!places) throw new HeadingsMissing(missing);
  if (watch.unworked()) throw new FormulaUnworked();
  const read = new Set(places.values());
  const merged = watch
    .merged()
    .find(({ rows: [, to], columns: [left, right] }) => to > heading && [...read].some((at) => left <= at && at <= right));
  if (merged) throw new MergedCells(merged);
}

/** A CSV file row by row, numbered by its lines. */
function* csvRows(bytes: Buffer): Generator<{ index: number; values: readonly string[] }> {
  const reader = csvReader();
  let widest = 0;
  for (const text of decoded(bytes, encodingOf(bytes) ?? 'utf-8'))
    for (const { line, cells } of reader.push(text)) {
      widest = Math.max(widest, cells.length);
      yield { index: line - 1, values: cells };
    }
  // 没有换行收尾的最后一行，格数又比别的行少：断在半路，数也可能断了一截
  for (const { line, cells } of reader.end()) {
    if (cells.length < widest) throw new TornRow(line);
    yield { index: line - 1, values: cells };
  }
}

/** The last row of a text file stops in the middle. */
class TornRow extends Error {
  readonly line: number;
  constructor(line: number) {
    super('torn row');
    this.line = line;
  }
}
/** Cells that are merged over several rows: only the first of them holds anything. */
class MergedCells extends Error {
  readonly rows: MergedRange['rows'];
  constructor({ rows }: MergedRange) {
    super('merged cells');
    this.rows = rows;
  }
}
class FormulaUnworked extends Error {}

/** The file has more rows than one may have. */
class TooManyRows extends Error {
  readonly most: number;
  constructor(most: number) {
    super('too many rows');
    this.most = most;
  }
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
  if (error instanceof CsvError) return `第${error.line}行的引号不成对，读不下去`;
  if (error instanceof TornRow) return `最后一行（第${error.line}行）不完整，文件可能没有传完`;
  if (error instanceof MergedCells) return `第${error.rows[0] + 1}至${error.rows[1] + 1}行有合并的单元格，请取消合并，每行都填上`;
  if (error instanceof FormulaUnworked) return '有公式没有算出结果，请用表格程序打开、保存一次，或把数直接填上';
  if (error instanceof PartSwells) return '文件不完整或已损坏';
  if (error instanceof TooManyRows) return `行数超过${error.most}行，请分成几个文件`;
  const broken = /^(Parse|Zip|Xml|EncryptedFile|UnsupportedFormat)Error$/.test((error as Error).constructor.name);
  const unpackable = String((error as { code?: unknown }).code).startsWith('Z_');
  return broken || unpackable ? '文件不完整或已损坏' : null;
}
