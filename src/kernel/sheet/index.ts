/**
 * 表格: spreadsheets as officers really use them. What a column may hold and how a cell is read; pure. Reading and writing files: read.ts,
 * write.ts; imports and exports with their approvals: imports.ts, exports.ts.
 */
import { isPlainDate } from '../schema/index.ts';
import './errors.ts';

export type ColumnKind = 'text' | 'printed' | 'code' | 'amount' | 'integer' | 'date' | 'month' | 'choice';

export interface Column {
  readonly key: string;
  /** The heading: columns are found by it, in any order. */
  readonly title: string;
  /** What the heading may be besides. */
  readonly names?: readonly string[];
  readonly kind: ColumnKind;
  readonly required?: boolean;
  /** Of a choice: code → what the officer writes. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Of a choice: what officers write besides → code (妻 is 配偶). */
  readonly also?: Readonly<Record<string, string>>;
  /** Longest text; 200 unless said. */
  readonly max?: number;
  readonly help?: string;
}

/** Text (`printed`: to the letter), code, date, month and choice as text; integer and amount (fen) as a whole number; null: empty. */
export type Value = string | number | null;
export type SheetRow = Readonly<Record<string, Value>>;

export type Parsed = { readonly value: Value } | { readonly problem: string };

const text = (raw: unknown): string =>
  String(raw ?? '')
    .normalize('NFKC')
    .trim();

const twoDigits = (n: number): string => String(n).padStart(2, '0');
/** Spreadsheets hold dates without a zone: read as UTC, they are the day that was typed. */
const dayOf = (date: Date): string =>
  `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;

function parseDate(raw: unknown): Parsed {
  if (raw instanceof Date) return { value: dayOf(raw) };
  const parts = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text(raw));
  const day = parts && `${parts[1]}-${twoDigits(Number(parts[2]))}-${twoDigits(Number(parts[3]))}`;
  return day && isPlainDate(day) ? { value: day } : { problem: '日期无效，请写成 2026-11-22 的样子' };
}

function parseMonth(raw: unknown): Parsed {
  if (raw instanceof Date) return { value: dayOf(raw).slice(0, 7) };
  const parts = /^(\d{4})[-/.年]?(\d{1,2})月?$/.exec(text(raw));
  const month = parts && `${parts[1]}-${twoDigits(Number(parts[2]))}`;
  return month && isPlainDate(`${month}-01`) ? { value: month } : { problem: '月份无效，请写成 2026-11 的样子' };
}

/** Yuan as written (1,740.00元, full-width digits) to whole fen. */
function parseAmount(raw: unknown): Parsed {
  const written = typeof raw === 'number' ? String(Math.round(raw * 1e6) / 1e6) : text(raw).replace(/[,¥￥\s]|元$/g, '');
  const parts = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(written);
  if (!parts) return { problem: /^-/.test(written) ? '金额不能是负数' : '金额无效，请填写数字，最多两位小数' };
  return { value: Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0') || 0) };
}

function parseInteger(raw: unknown): Parsed {
  const written = text(raw).replace(/,/g, '');
  return /^\d{1,12}$/.test(written) ? { value: Number(written) } : { problem: '请填写整数' };
}

/** Numbers that are names: identity numbers, accounts. A spreadsheet that holds them as numbers has lost their last digits. */
function parseCode(raw: unknown): Parsed {
  if (typeof raw === 'number' && !Number.isSafeInteger(raw))
    return { problem: '长号码被表格当成数字、末尾已经丢失，请把这一列设为文本格式后重新填写' };
  return { value: text(raw).replace(/\s/g, '').toUpperCase() };
}

/** One cell. Errors of formulas, texts that are too long and empty required cells are told in a sentence. */
export function parseCell(column: Column, raw: unknown): Parsed {
  const written = raw instanceof Date ? '有' : text(raw);
  if (written === '') return column.required ? { problem: '必填' } : { value: null };
  if (/^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)$/.test(written)) return { problem: `公式出错（${written}）` };
  switch (column.kind) {
    case 'date':
      return parseDate(raw);
    case 'month':
      return parseMonth(raw);
    case 'amount':
      return parseAmount(raw);
    case 'integer':
      return parseInteger(raw);
    case 'code':
      return parseCode(raw);
    case 'choice': {
      const found = Object.entries(column.choices ?? {}).find(([code, zh]) => zh === written || code === written);
      const code = found?.[0] ?? column.also?.[written];
      return code !== undefined ? { value: code } : { problem: `只能填：${Object.values(column.choices ?? {}).join('、')}` };
    }
    // 原样：不改全角半角；表格程序的数只有15位，后面的是计算的零头
    case 'printed': {
      const printed = String(typeof raw === 'number' ? Number(raw.toPrecision(15)) : raw).trim();
      const max = column.max ?? 200;
      return [...printed].length > max ? { problem: `不超过${max}个字` } : { value: printed };
    }
    case 'text': {
      const max = column.max ?? 200;
      return [...written].length > max ? { problem: `不超过${max}个字` } : { value: written };
    }
  }
}

/** A whole row: its values, or what is wrong with it, cell by cell. */
export function parseRow(
  columns: readonly Column[],
  cells: Readonly<Record<string, unknown>>,
): { row: SheetRow; problem: string | null } {
  const row: Record<string, Value> = {};
  const problems: string[] = [];
  for (const column of columns) {
    const parsed = parseCell(column, cells[column.key]);
    if ('problem' in parsed) problems.push(`${column.title}：${parsed.problem}`);
    else row[column.key] = parsed.value;
  }
  return { row, problem: problems.join('；') || null };
}

const writtenDay = (kind: ColumnKind, day: Date): string => (kind === 'month' ? dayOf(day).slice(0, 7) : dayOf(day));

/** A row as the officer wrote it: what is kept, what goes back when it is not understood, and what is read again when it goes in. */
export const writtenRow = (columns: readonly Column[], cells: Readonly<Record<string, unknown>>): SheetRow =>
  Object.fromEntries(
    columns.map(({ key, kind }) => {
      const raw = cells[key];
      return [
        key,
        raw instanceof Date
          ? writtenDay(kind, raw)
          : typeof raw === 'number'
            ? raw
            : raw === null || raw === undefined
              ? null
              : String(raw),
      ];
    }),
  );

/** How a value stands in a file that leaves. */
export function cellOf(column: Column, value: Value): string | number | null {
  if (value === null) return null;
  if (column.kind === 'amount') return Number(value) / 100;
  if (column.kind === 'choice') return column.choices?.[String(value)] ?? String(value);
  return value;
}

/** How a value is shown on a page. */
export const shownCell = (column: Column, value: Value): string => String(cellOf(column, value) ?? '');

export const importStates = {
  reading: '读取和检查',
  checked: '检查完毕，待导入',
  applying: '正在导入',
  applied: '已导入',
  refused: '读不了',
  cancelled: '已放弃',
} as const;
export type ImportState = keyof typeof importStates;

/** What the good rows of a file will do, counted, and the groups (户) among them. */
export interface ImportSummary {
  readonly tally: readonly { readonly zh: string; readonly count: number }[];
  readonly groups: { readonly zh: string; readonly good: number; readonly bad: number } | null;
}

/** Some rows as they were understood. */
export interface ShownRows {
  readonly titles: readonly string[];
  readonly rows: readonly { readonly no: number; readonly does: string; readonly cells: readonly string[] }[];
}

export interface ImportView {
  id: string;
  kind: string;
  kindZh: string;
  state: ImportState;
  stateZh: string;
  /** It goes in as a whole or not at all. */
  entire: boolean;
  /** Nobody is at work on it although its state says so: it can be taken up again. */
  interrupted: boolean;
  fileName: string;
  rowCount: number;
  goodCount: number;
  badCount: number;
  doneCount: number;
  /** Null until the whole file is checked. */
  summary: ImportSummary | null;
  problem: string | null;
  /** The first bad rows. */
  examples: readonly { no: number; problem: string }[];
  /** Of a kind that shows them: the first good rows, until they go in. */
  shown: ShownRows | null;
  createdAt: string;
  createdBy: string;
}

export const exportStates = { requested: '待审批', approved: '可下载', refused: '未同意' } as const;
export type ExportState = keyof typeof exportStates;

export interface ExportView {
  id: string;
  kind: string;
  kindZh: string;
  state: ExportState;
  stateZh: string;
  filterZh: string;
  purpose: string;
  personCount: number;
  requestedAt: string;
  requestedBy: string;
  decidedBy: string | null;
  decisionNote: string | null;
  expiresAt: string | null;
  downloads: number;
  mayDecide: boolean;
  mayDownload: boolean;
}
