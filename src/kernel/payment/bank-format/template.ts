/**
 * A bank's two files as data: which cells stand in the head, the detail and the trailer, how an amount or a day is written, what parts them. What
 * reads and writes by it is the same for every bank, so a new format is a table of cells and no code.
 */
import { type Fen, isPlainDate, type PlainDate } from '../../schema/index.ts';

/** How a value stands in a cell. `id` with dashes, `id32` without; `yuan` 1740.00, `fen` 174000; `day` 2026-04-10, `day8` 20260410. */
export type CellKind = 'text' | 'count' | 'yuan' | 'fen' | 'day' | 'day8' | 'id' | 'id32' | 'outcome';
/** A cell that is always the same, or one that carries a value. `width`: bytes, in files of fixed width. */
export type Cell =
  | { readonly is: string; readonly width?: number }
  | { readonly key: string; readonly as: CellKind; readonly width?: number };
export type Layout = readonly Cell[];
export type Values = Readonly<Record<string, string | number | boolean>>;

export interface Charset {
  readonly name: 'utf-8' | 'gbk';
  encode(text: string): Buffer;
  /** Null where the bytes are no text of it. */
  decode(bytes: Buffer): string | null;
  /** Characters that it has no bytes for. */
  missing(text: string): string[];
}

export interface Template {
  readonly key: string;
  readonly zh: string;
  readonly charset: Charset;
  readonly newline: '\n' | '\r\n';
  /** Null: cells of fixed width. */
  readonly separator: string | null;
  /** The rows travel in a spreadsheet (sheet.ts); hashes are those of the rows, however the workbook was saved. */
  readonly carrier?: 'sheet';
  readonly outcome: { readonly paid: string; readonly returned: string };
  readonly file: { readonly head: Layout; readonly line: Layout; readonly end: Layout };
  readonly result: { readonly head: Layout; readonly line: Layout; readonly end: Layout };
}

/** 3,120.00 is written 3120.00. */
export const plainYuan = (fen: Fen): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const isNumber = (kind: CellKind): boolean => kind === 'count' || kind === 'fen' || kind === 'yuan';

function written(kind: CellKind, value: string | number | boolean, template: Template): string {
  if (kind === 'yuan') return plainYuan(value as Fen);
  if (kind === 'day8' || kind === 'id32') return String(value).replaceAll('-', '');
  if (kind === 'outcome') return value ? template.outcome.paid : template.outcome.returned;
  return String(value);
}

/** Cells of fixed width, written into one row: numbers to the right with zeros, words to the left with spaces; bytes are what counts. */
function fixedRow(template: Template, layout: Layout, texts: readonly string[]): Buffer {
  const width = layout.reduce((sum, cell) => sum + cell.width!, 0);
  const row = Buffer.alloc(width + template.newline.length, ' ');
  let at = 0;
  for (const [i, cell] of layout.entries()) {
    const bytes = template.charset.encode(texts[i]!);
    const spare = cell.width! - bytes.length;
    if (spare < 0) throw new Error(`${'is' in cell ? cell.is : cell.key} needs ${bytes.length} bytes of ${cell.width}`);
    const numeric = 'as' in cell && isNumber(cell.as);
    if (numeric) row.fill('0', at, at + spare);
    bytes.copy(row, numeric ? at + spare : at);
    at += cell.width!;
  }
  row.write(template.newline, at, 'latin1');
  return row;
}

/** One row with its line end. */
export function writeRow(template: Template, layout: Layout, values: Values): Buffer {
  const { charset, separator, newline } = template;
  const texts = layout.map((cell) => ('is' in cell ? cell.is : written(cell.as, values[cell.key]!, template)));
  return separator === null ? fixedRow(template, layout, texts) : charset.encode(`${texts.join(separator)}${newline}`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const YUAN = /^(0|[1-9]\d{0,10})\.\d{2}$/;
const WHOLE = /^\d{1,15}$/;

/** The value of a cell; undefined where the text is none of its kind. */
function parsed(kind: CellKind, text: string, { outcome }: Template): string | number | boolean | undefined {
  if (kind === 'yuan') return YUAN.test(text) ? Number(text.replace('.', '')) : undefined;
  if (kind === 'fen' || kind === 'count') return WHOLE.test(text) ? Number(text) : undefined;
  if (kind === 'day' || kind === 'day8') {
    const day = kind === 'day' ? text : text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    return isPlainDate(day) ? (day as PlainDate) : undefined;
  }
  if (kind === 'id' || kind === 'id32') {
    const id = kind === 'id' ? text : text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return UUID.test(id) ? id : undefined;
  }
  if (kind === 'outcome') return text === outcome.paid ? true : text === outcome.returned ? false : undefined;
  return text;
}

/** The texts of a row's cells; null where the row is none of this layout. */
function cellsOf(template: Template, layout: Layout, row: Buffer): string[] | null {
  const { charset, separator } = template;
  let texts: string[];
  if (separator === null) {
    if (row.length !== layout.reduce((sum, cell) => sum + cell.width!, 0)) return null;
    let at = 0;
    const found = layout.map(({ width }) => {
      const bytes = row.subarray(at, at + width!);
      at += width!;
      return charset.decode(bytes)?.trimEnd() ?? null;
    });
    if (found.includes(null)) return null;
    texts = found as string[];
  } else {
    const text = charset.decode(row);
    if (text === null) return null;
    texts = text.split(separator);
  }
  const fits = texts.length === layout.length && layout.every((cell, i) => !('is' in cell) || cell.is === texts[i]);
  return fits ? texts : null;
}

/** The values of a row; null where it is none of this layout; the cell that does not fit where it nearly is. */
export function readRow(template: Template, layout: Layout, row: Buffer): { values: Values } | { unfit: CellKind } | null {
  const texts = cellsOf(template, layout, row);
  if (texts === null) return null;
  const values: Record<string, string | number | boolean> = {};
  for (const [i, cell] of layout.entries()) {
    if ('is' in cell) continue;
    const value = parsed(cell.as, texts[i]!, template);
    if (value === undefined) return { unfit: cell.as };
    values[cell.key] = value;
  }
  return { values };
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The rows of a file. A BOM and other line ends, which mail programs and editors add, are no change of content. */
export function rowsOf(template: Template, content: Buffer): Buffer[] {
  const body = template.charset.name === 'utf-8' && content.subarray(0, 3).equals(BOM) ? content.subarray(3) : content;
  const rows: Buffer[] = [];
  for (let from = 0; from < body.length; ) {
    const found = body.indexOf(0x0a, from);
    const end = found === -1 ? body.length : found;
    rows.push(body.subarray(from, end > from && body[end - 1] === 0x0d ? end - 1 : end));
    from = end + 1;
  }
  return rows;
}
