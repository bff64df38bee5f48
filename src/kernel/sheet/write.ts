/** Writes a spreadsheet in a stream: memory does not grow with its rows. */
import { Readable } from 'node:stream';
import { writeXlsxStream } from 'hucre/xlsx';
import { attachment, type RawAnswer } from '../http/server.ts';
import { type Column, cellOf, type SheetRow } from './index.ts';

const WIDTH: Readonly<Record<Column['kind'], number>> = {
  text: 20,
  printed: 20,
  code: 24,
  amount: 14,
  integer: 10,
  date: 12,
  month: 10,
  choice: 14,
};

async function* linesOf(
  columns: readonly Column[],
  above: readonly string[],
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>,
) {
  for (const line of above) yield [line];
  yield columns.map((c) => c.title);
  for await (const row of rows) yield columns.map((c) => cellOf(c, row[c.key] ?? null));
}

/** `above`: lines over the headings (a title, a watermark). */
export function writeSheet(options: {
  name: string;
  columns: readonly Column[];
  above?: readonly string[];
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>;
}): Readable {
  const { name, columns, above = [], rows } = options;
  const stream = writeXlsxStream(linesOf(columns, above, rows), {
    name,
    columns: columns.map((c) => ({ width: WIDTH[c.kind], ...(c.kind === 'amount' ? { numFmt: '#,##0.00' } : {}) })),
    freezePane: { rows: above.length + 1 },
  });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A spreadsheet as what a route answers: a file to keep. */
export const sheetFile = (options: Parameters<typeof writeSheet>[0]): RawAnswer =>
  attachment(XLSX, `${options.name}.xlsx`, writeSheet(options));
