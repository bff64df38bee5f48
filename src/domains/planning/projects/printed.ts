/**
 * 项目表, as printed in the annexes of a plan: a summary (types with counts and sums) and a detail table (every project row, with subtotals between). A row is
 * kept as it was printed; what it means is read beside it, and a cell that cannot be read refuses the file. Pure. Planning 4.3, 5.4, 8.
 */
import type { Fen } from '../../../kernel/schema/index.ts';

export type PrintedLevel = 'total' | 'category' | 'subcategory' | 'project';

interface Printed {
  /** Number of the row in its table, from 1. */
  readonly rowNo: number;
  readonly level: PrintedLevel;
  /** '' on the row of the total. */
  readonly category: string;
  /** '' where the category has none, and on rows above it. */
  readonly subcategory: string;
  readonly name: string;
  /** 投资额 as printed; in the text of the table it is 万元. */
  readonly investmentFen: Fen;
}

/** 附件一: every row is a sum. */
export interface SummaryRow extends Printed {
  readonly level: 'total' | 'category' | 'subcategory';
  readonly count: number;
}

export interface Subtotal extends Printed {
  readonly level: 'total' | 'category' | 'subcategory';
  /** Null where the table prints no count. */
  readonly count: number | null;
}
export interface ProjectRow extends Printed {
  readonly level: 'project';
  /** Within its subcategory, or its category where that has none. */
  readonly serialNo: number;
  readonly location: string;
  readonly implementer: string;
}
/** 附件二: project rows and the subtotals between them. */
export type DetailRow = Subtotal | ProjectRow;

export const isProject = (row: DetailRow): row is ProjectRow => row.level === 'project';

/** What is wrong with a cell, by the line of the file on which its row begins. */
export interface CellProblem {
  readonly line: number;
  /** Column of the file; '' for the row as a whole. */
  readonly column: string;
  readonly message: string;
}

/** A row of a file: its line and its cells by column. */
export interface FileRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export type Read<T> = { readonly rows: readonly T[] } | { readonly problems: readonly CellProblem[] };

/** 1 万元 in fen. */
const TEN_THOUSAND_YUAN = 1_000_000;
/** 尾差: what two printed sums may differ by through rounding; it is listed all the same (5.4). */
export const ROUNDING_FEN: Fen = TEN_THOUSAND_YUAN;

const halfWidth = (text: string): string =>
  text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/　/g, ' ');

/** A number as officers write it: full-width digits and thousands separators are the same number. */
const plainNumber = (text: string): string => {
  const plain = halfWidth(text).trim();
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
};

const NOT_AMOUNT = '投资额须为不小于0且最多两位小数的数字（万元）';
const WRONG_UNIT = '金额单位应为万元，请核对';

/** 万元 to fen; a sentence where the cell is no amount in 万元. */
export function readInvestment(text: string): Fen | string {
  const plain = plainNumber(text);
  if (/(亿元?|[^万]元|^元|万)$/.test(plain) && /\d/.test(plain)) return WRONG_UNIT;
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!found) return NOT_AMOUNT;
  return Number(found[1]) * TEN_THOUSAND_YUAN + Number((found[2] ?? '').padEnd(2, '0')) * (TEN_THOUSAND_YUAN / 100);
}

const TEXT_MAX = 300;

class Reading {
  readonly problems: CellProblem[] = [];
  private readonly row: FileRow;
  constructor(row: FileRow) {
    this.row = row;
  }
  problem(column: string, message: string): void {
    this.problems.push({ line: this.row.line, column, message });
  }
  text(column: string, needed = false): string {
    const value = (this.row.values[column] ?? '').trim();
    if (needed && value === '') this.problem(column, '不能为空');
    if (value.length > TEXT_MAX) this.problem(column, `不能超过${TEXT_MAX}字`);
    return value;
  }
  whole(column: string): number {
    const plain = plainNumber(this.row.values[column] ?? '');
    if (/^\d{1,7}$/.test(plain)) return Number(plain);
    this.problem(column, '须为不小于0的整数');
    return 0;
  }
  investment(): Fen {
    const read = readInvestment(this.row.values.investment_10k_yuan ?? '');
    if (typeof read === 'number') return read;
    this.problem('investment_10k_yuan', read);
    return 0;
  }
  level(): PrintedLevel | null {
    const level = this.text('level');
    if (level === 'total' || level === 'category' || level === 'subcategory' || level === 'project') return level;
    this.problem('level', '须为 total、category、subcategory 或 project');
    return null;
  }
}

export const SUMMARY_COLUMNS = [
  'row_no',
  'level',
  'category',
  'serial_no',
  'name',
  'project_count',
  'investment_10k_yuan',
] as const;
export const DETAIL_COLUMNS = [
  'row_no',
  'row_type',
  'level',
  'category',
  'subcategory',
  'serial_no',
  'name',
  'location',
  'investment_10k_yuan',
  'implementer',
  'printed_project_count',
] as const;

/** Rows are numbered one after the other from 1, so that a torn, doubled or re-ordered table is noticed. */
function rowNumbers(rows: readonly { rowNo: number; line: number }[]): CellProblem[] {
  return rows.flatMap(({ rowNo, line }, i) =>
    rowNo === i + 1 ? [] : [{ line, column: 'row_no', message: `序号不连续或重复：${rowNo}` }],
  );
}

function readRows<T extends Printed>(
  file: readonly FileRow[],
  read: (cells: Reading) => T | null,
  whole: (rows: readonly (T & { line: number })[]) => CellProblem[],
): Read<T> {
  const problems: CellProblem[] = [];
  const rows: (T & { line: number })[] = [];
  for (const row of file) {
    const cells = new Reading(row);
    const made = read(cells);
    problems.push(...cells.problems);
    if (made) rows.push({ ...made, line: row.line });
  }
  if (file.length === 0) problems.push({ line: 1, column: '', message: '表里没有数据' });
  if (problems.length === 0) problems.push(...rowNumbers(rows), ...whole(rows));
  return problems.length > 0 ? { problems } : { rows: rows.map(({ line: _, ...row }) => row as unknown as T) };
}

/** 附件一 汇总表. */
export const readSummary = (file: readonly FileRow[]): Read<SummaryRow> =>
  readRows<SummaryRow>(
    file,
    (cells) => {
      const level = cells.level();
      if (level === 'project') cells.problem('level', '汇总表没有项目行');
      const name = cells.text('name', true).replace(/\s+/g, '');
      const row = {
        rowNo: cells.whole('row_no'),
        category: cells.text('category', level !== 'total'),
        subcategory: level === 'subcategory' ? name : '',
        name,
        count: cells.whole('project_count'),
        investmentFen: cells.investment(),
      };
      return level === null || level === 'project' ? null : { ...row, level };
    },
    (rows) => oneTotal(rows),
  );

/** 附件二 明细表. */
export const readDetail = (file: readonly FileRow[]): Read<DetailRow> =>
  readRows<DetailRow>(
    file,
    (cells) => {
      const level = cells.level();
      const row = {
        rowNo: cells.whole('row_no'),
        category: cells.text('category', level !== 'total'),
        subcategory: cells.text('subcategory', level === 'subcategory'),
        name: cells.text('name', true),
        investmentFen: cells.investment(),
      };
      if (level === null) return null;
      if (level !== 'project')
        return { ...row, level, count: cells.text('printed_project_count') === '' ? null : cells.whole('printed_project_count') };
      return {
        ...row,
        level,
        serialNo: cells.whole('serial_no'),
        location: cells.text('location'),
        implementer: cells.text('implementer'),
      };
    },
    (rows) => [...oneTotal(rows), ...serials(rows)],
  );

function oneTotal(rows: readonly (Printed & { line: number })[]): CellProblem[] {
  const totals = rows.filter((row) => row.level === 'total');
  if (totals.length === 1) return [];
  const line = totals[1]?.line ?? rows.at(-1)?.line ?? 1;
  return [{ line, column: 'level', message: totals.length === 0 ? '没有合计行' : '合计行只能有一行' }];
}

/** Serial numbers of a subcategory begin at 1 and leave none out. */
function serials(rows: readonly (DetailRow & { line: number })[]): CellProblem[] {
  const last = new Map<string, number>();
  return rows.flatMap((row) => {
    if (row.level !== 'project') return [];
    const group = `${row.category}/${row.subcategory}`;
    const expected = (last.get(group) ?? 0) + 1;
    last.set(group, row.serialNo);
    return row.serialNo === expected
      ? []
      : [{ line: row.line, column: 'serial_no', message: `序号不连续或重复：${row.serialNo}` }];
  });
}
