/**
 * 项目表, as printed in the annexes of a plan: a summary (types with counts and sums) and a detail table (every project row, with subtotals between). Texts are kept to
 * the letter, and a table goes in as a whole or not at all. Pure. Planning 4.3, 5.4, 8.
 */
import type { Fen } from '../../../kernel/schema/index.ts';
import type { Column, SheetRow } from '../../../kernel/sheet/index.ts';

export const printedLevels = { total: '合计', category: '大类', subcategory: '小类', project: '项目' } as const;
export type PrintedLevel = keyof typeof printedLevels;

interface Printed {
  /** Number of the row in its table, from 1. */
  readonly rowNo: number;
  readonly level: PrintedLevel;
  /** '' on the row of the total. */
  readonly category: string;
  /** '' where the category has none, and on rows above it. */
  readonly subcategory: string;
  readonly name: string;
  readonly investmentFen: Fen;
}

interface Subtotal extends Printed {
  readonly level: Exclude<PrintedLevel, 'project'>;
  /** Null where the table prints no count. */
  readonly count: number | null;
}
/** 附件一: every row is a sum. */
export type SummaryRow = Subtotal;
export interface ProjectRow extends Printed {
  readonly level: 'project';
  /** Within its subcategory, or its category where that has none. */
  readonly serialNo: number;
  readonly location: string;
  readonly implementer: string;
}
/** 附件二: project rows and the subtotals between them. */
export type DetailRow = Subtotal | ProjectRow;
export type TableKind = 'summary' | 'detail';
export const tableNames: Readonly<Record<TableKind, string>> = { summary: '汇总表', detail: '明细表' };

export const isProject = (row: DetailRow): row is ProjectRow => row.level === 'project';

/** 1 万元 in fen. */
const TEN_THOUSAND_YUAN = 1_000_000;
/** 尾差: what two printed sums may differ by through rounding; it is listed all the same (5.4). */
export const ROUNDING_FEN: Fen = TEN_THOUSAND_YUAN;

const NOT_AMOUNT = '投资额须为不小于0且最多两位小数的数字（万元）';
const WRONG_UNIT = '金额单位应为万元，请核对';

/** 万元 as printed, to fen; a sentence where the cell is no amount in 万元. Full-width digits and thousands separators are the same number. */
export function readInvestment(text: string): Fen | string {
  const written = text.normalize('NFKC').trim();
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(written) ? written.replaceAll(',', '') : written;
  if (/\d\s*(亿|万|元)/.test(plain)) return WRONG_UNIT;
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!found) return NOT_AMOUNT;
  return Number(found[1]) * TEN_THOUSAND_YUAN + Number((found[2] ?? '').padEnd(2, '0')) * (TEN_THOUSAND_YUAN / 100);
}

const column = {
  rowNo: { key: 'rowNo', title: '行次', names: ['row_no'], kind: 'integer', required: true },
  level: { key: 'level', title: '级别', names: ['level'], kind: 'choice', choices: printedLevels, required: true },
  category: { key: 'category', title: '大类', names: ['category'], kind: 'printed' },
  subcategory: { key: 'subcategory', title: '小类', names: ['subcategory'], kind: 'printed' },
  serialNo: { key: 'serialNo', title: '序号', names: ['serial_no'], kind: 'integer' },
  name: { key: 'name', title: '名称', names: ['项目名称', 'name'], kind: 'printed', required: true, max: 300 },
  location: { key: 'location', title: '建设地点', names: ['地点', 'location'], kind: 'printed', max: 300 },
  investment: {
    key: 'investment',
    title: '投资额（万元）',
    names: ['investment_10k_yuan'],
    kind: 'printed',
    required: true,
    help: '不小于0，最多两位小数',
  },
  implementer: { key: 'implementer', title: '实施单位', names: ['implementer'], kind: 'printed', max: 300 },
  count: { key: 'count', title: '个数', names: ['项目个数', 'project_count', 'printed_project_count'], kind: 'integer' },
} as const satisfies Record<string, Column>;

export const columnsOf: Readonly<Record<TableKind, readonly Column[]>> = {
  summary: [column.rowNo, column.level, column.category, column.name, { ...column.count, required: true }, column.investment],
  detail: [
    column.rowNo,
    column.level,
    column.category,
    column.subcategory,
    column.serialNo,
    column.name,
    column.location,
    column.investment,
    column.implementer,
    column.count,
  ],
};

const text = (row: SheetRow, key: keyof typeof column): string => String(row[key] ?? '');
const whole = (row: SheetRow, key: keyof typeof column): number | null => (row[key] ?? null) as number | null;

/** What a row of a table says, or why it cannot be read. Its cells have been read by their columns. */
export function readRow(kind: TableKind, row: SheetRow): DetailRow | string {
  const level = row.level as PrintedLevel;
  const investmentFen = readInvestment(text(row, 'investment'));
  if (typeof investmentFen === 'string') return investmentFen;
  const category = text(row, 'category');
  if (level !== 'total' && category === '') return '大类：必填';
  const name = text(row, 'name');
  const common = { rowNo: whole(row, 'rowNo')!, category: level === 'total' ? '' : category, name, investmentFen };
  if (level !== 'project') {
    const subcategory = level === 'subcategory' ? text(row, 'subcategory') || name : '';
    return { ...common, level, subcategory, count: whole(row, 'count') };
  }
  if (kind === 'summary') return '汇总表里没有项目行';
  const serialNo = whole(row, 'serialNo');
  if (serialNo === null) return '序号：必填';
  return {
    ...common,
    level,
    subcategory: text(row, 'subcategory'),
    serialNo,
    location: text(row, 'location'),
    implementer: text(row, 'implementer'),
  };
}

/** The rows of a table one after the other: torn, doubled and re-ordered ones are noticed where they stand. */
export function tableInOrder(kind: TableKind) {
  /** Sums of a detail table under which a project must stand, by what its projects say of themselves. */
  const sums = new Map<string, string>();
  const filled = new Set<string>();
  let rows = 0;
  let totals = 0;
  /** A row before could not be read: which number it had is not known. */
  let unread = false;
  const serials = new Map<string, number>();
  return {
    /** Why the row cannot stand here; null when it may follow. Null for a row that cannot be read. */
    next(row: DetailRow | null): string | null {
      rows++;
      if (row === null) {
        unread = true;
        return null;
      }
      if (row.rowNo !== rows) {
        rows = row.rowNo;
        return `行次不连续或重复：${row.rowNo}`;
      }
      if (row.level === 'total' && ++totals > 1) return '合计行只能有一行';
      if (row.level !== 'project') {
        const { category, subcategory, name, investmentFen } = row;
        if (row.level !== 'total' && investmentFen > 0) sums.set(`${category}/${subcategory}`, name);
        return null;
      }
      filled.add(`${row.category}/`).add(`${row.category}/${row.subcategory}`);
      const group = `${row.category}/${row.subcategory}`;
      const expected = (serials.get(group) ?? 0) + 1;
      serials.set(group, row.serialNo);
      const follows = row.serialNo === expected || (unread && row.serialNo > expected);
      unread = false;
      return follows ? null : `序号不连续或重复：${row.serialNo}`;
    },
    /** Why the table as a whole is none. */
    end(): string | null {
      if (totals === 0) return '没有合计行';
      const empty = kind === 'detail' ? [...sums].find(([group]) => !filled.has(group)) : undefined;
      return empty ? `“${empty[1]}”下面没有项目，表可能不完整` : null;
    },
  };
}
