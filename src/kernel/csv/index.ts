/** CSV by RFC 4180, as Chinese offices send it: a leading BOM and bare LF are accepted, quoted line breaks are kept. */

export class CsvError extends Error {
  readonly line: number;
  constructor(line: number, problem: string) {
    super(problem);
    this.name = 'CsvError';
    this.line = line;
  }
}

/** A row and the line of the file on which it begins (1 is the first line), for messages. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads text that arrives in pieces; `push` returns the rows that are complete, `end` the last one. */
export interface CsvReader {
  push(chunk: string): CsvRow[];
  end(): CsvRow[];
}

/** A reader of one file. Blank lines are left out. */
export function csvReader(): CsvReader {
  let rest = '';
  let line = 1;
  let first = true;

  /** Rows of `rest` up to the last complete one; keeps what is unfinished. */
  function take(last: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let [at, begin, beginLine] = [0, 0, line];
    let cells: string[] = [];
    const text = rest;
    while (at < text.length) {
      let cell: string;
      if (text[at] === '"') {
        const quoted = endOfQuoted(text, at);
        if (quoted < 0) {
          if (last) throw new CsvError(line, 'a quoted cell is not closed');
          break;
        }
        // the character after the closing quote decides; without it the quote may be half of a pair
        if (quoted + 1 >= text.length && !last) break;
        cell = text.slice(at + 1, quoted).replaceAll('""', '"');
        for (const character of cell) if (character === '\n') line++;
        at = quoted + 1;
        if (at < text.length && !',\r\n'.includes(text[at]!)) throw new CsvError(line, 'text follows a closing quote');
      } else {
        const end = endOfPlain(text, at);
        if (end >= text.length && !last) break;
        cell = text.slice(at, end);
        at = end;
      }
      if (text[at] === '\r' && at + 1 >= text.length && !last) break;
      cells.push(cell);
      if (text[at] === ',') {
        at++;
        // a comma that ends the file leaves one more, empty cell
        if (at >= text.length && last) cells.push('');
        else continue;
      } else if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
      else if (at < text.length) at++;
      if (cells.length > 1 || cells[0] !== '') rows.push({ line: beginLine, cells });
      cells = [];
      line++;
      begin = at;
      beginLine = line;
    }
    rest = text.slice(begin);
    line = beginLine;
    return rows;
  }

  return {
    push(chunk) {
      rest += first && chunk.startsWith('\uFEFF') ? chunk.slice(1) : chunk;
      if (chunk !== '') first = false;
      return take(false);
    },
    end: () => take(true),
  };
}

function endOfQuoted(text: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0 || text[at + 1] !== '"') return at;
  }
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** A whole CSV text with a header as objects; every row must have the header's number of cells. */
export function readCsv(text: string): { columns: readonly string[]; rows: { line: number; values: Record<string, string> }[] } {
  const reader = csvReader();
  const [header, ...body] = [...reader.push(text), ...reader.end()];
  if (!header) throw new CsvError(1, 'the file is empty');
  const columns = header.cells;
  const rows = body.map((row) => {
    if (row.cells.length !== columns.length)
      throw new CsvError(row.line, `${row.cells.length} cells, the header has ${columns.length}`);
    return { line: row.line, values: Object.fromEntries(columns.map((name, i) => [name, row.cells[i]!])) };
  });
  return { columns, rows };
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One line with its line break. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\n`;

/** A whole file: header and rows, in the order of the columns. */
export const writeCsv = (columns: readonly string[], rows: readonly Record<string, string | number | null>[]): string =>
  csvLine(columns) + rows.map((row) => csvLine(columns.map((name) => row[name] ?? null))).join('');
