/** What a file says of a report: every figure, or why the file cannot be taken; nothing is half read. */
import type { Divisions } from '../../../kernel/division/index.ts';
import { explain, fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Column, faultOfFile, judgeFile, parseCell, readRows } from '../../../kernel/sheet/server.ts';
import type { CellView, SheetView } from './content.ts';
import { periodWords } from './period.ts';
import { scaledOf } from './value.ts';

export const key: Column = { key: 'key', title: '代码', kind: 'code', required: true };
export const typed: Column = { key: 'typed', title: '填报数', kind: 'text', required: true };
export const note: Column = { key: 'note', title: '说明', kind: 'text' };

export interface Read {
  readonly typed: Record<string, string>;
  readonly notes: Record<string, string>;
  /** Of the computed cells, what the file says. */
  readonly sums: Record<string, string>;
}

/** By what a file is known to be of this report, wherever it comes from. */
export const markOf = ({ form, period, unit }: Pick<SheetView, 'form' | 'period' | 'unit'>): string =>
  `报表编号：${form}　报表期：${period}　单位代码：${unit}`;
const MARK = /报表编号：(\S+?)\s+报表期：(\S+?)\s+单位代码：(\d{12})/;

/** Of what other report the head of a file speaks; null where it is this one. An old code of the unit is the unit. */
function otherReport(head: string, sheet: SheetView, divisions: Divisions, today: PlainDate): string | null {
  const found = MARK.exec(head);
  if (!found) return '表头没有报表编号、报表期和单位代码';
  const [, form, period, unit] = found as unknown as [string, string, string, DivisionCode];
  if (form !== sheet.form) return `表头写的是报表${form}`;
  if (period !== sheet.period) return `表头写的是${periodWords(period)}`;
  if (unit === sheet.unit || divisions.current(unit, today).join() === sheet.unit) return null;
  return `表头写的是${divisions.get(unit) ? divisions.fullName(unit) : `代码${unit}`}`;
}

/** Spreadsheets hold 12.3 as 12.300000000000001 now and then. */
const textIn = (raw: unknown): string =>
  (typeof raw === 'number' ? String(Number(raw.toFixed(4))) : String(raw ?? '')).normalize('NFKC').trim();

/** A figure as officers write it (1,234, １２, 56.7万元 in a cell of 万元), plain; or what is wrong with it. */
function figureIn(raw: unknown, { label, unit }: CellView): { text: string } | { problem: string } {
  const written = textIn(raw);
  const error = parseCell({ ...typed, required: false }, raw);
  if ('problem' in error && written.startsWith('#')) return { problem: `${label}的${error.problem}` };
  const bare = written.endsWith(unit) ? written.slice(0, -unit.length).trim() : written;
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  if (plain === '' || scaledOf(plain) !== null) return { text: plain };
  return /^[\d,.]+\s*\p{Script=Han}+$/u.test(written)
    ? { problem: `${label}写的是“${written}”，单位应为${unit}，只填数字` }
    : { problem: `${label}写的是“${written.slice(0, 40)}”，不是数` };
}

const NAMED = 5;
const named = (labels: readonly string[]): string =>
  `${labels.slice(0, NAMED).join('、')}${labels.length > NAMED ? `等${labels.length}格` : ''}`;

/** What was typed in a file; a sum is computed here and never taken from it. */
export async function readReport(
  sheet: SheetView,
  bytes: Buffer,
  of: { divisions: Divisions; today: PlainDate },
): Promise<Result<Read>> {
  const wrong = (problem: string) => fail('STAT_FILE_WRONG', { problem });
  const judged = judgeFile(bytes);
  if (!judged.ok) return wrong(explain(judged).message.replace(/。$/, ''));
  const read: Read = { typed: {}, notes: {}, sums: {} };
  const rowOf = new Map<string, number>();
  const problems: string[] = [];
  let head = '';
  try {
    const above = (values: readonly unknown[]) => {
      head += values.map((value) => `${value ?? ''}　`).join('');
    };
    for await (const { no, cells } of readRows(bytes, [key, typed, note], { above, most: 500 })) {
      const code = String(cells.key ?? '').trim();
      if (code === '') continue; // 表脚
      const cell = sheet.cells.find((c) => c.key === code);
      if (!cell) problems.push(`第${no}行的代码${code}不是这张表的`);
      else if (rowOf.has(code)) problems.push(`第${no}行的代码${code}前面已经有了（第${rowOf.get(code)}行）`);
      else {
        rowOf.set(code, no);
        const figure = figureIn(cells.typed, cell);
        if (cell.computed) read.sums[code] = 'text' in figure ? figure.text : '';
        else if ('problem' in figure) problems.push(`第${no}行${figure.problem}`);
        else read.typed[code] = figure.text;
        const said = String(cells.note ?? '').trim();
        if (!cell.computed && said !== '') read.notes[code] = said.slice(0, 200);
      }
    }
  } catch (error) {
    const fault = faultOfFile(error);
    if (fault === null) throw error;
    return wrong(fault);
  }
  const other = otherReport(head, sheet, of.divisions, of.today);
  if (other !== null) return fail('STAT_FILE_OTHER', { form: `${sheet.name}${sheet.periodZh}${sheet.unitName}`, problem: other });
  if (problems.length > 0)
    return wrong(`${problems.slice(0, NAMED).join('；')}${problems.length > NAMED ? `；等${problems.length}处` : ''}`);
  const asked = sheet.cells.filter((c) => !c.computed);
  const missing = asked.filter((c) => read.typed[c.key] === undefined);
  if (missing.length > 0) return wrong(`缺少${named(missing.map((c) => c.label))}`);
  const empty = asked.filter((c) => read.typed[c.key] === '');
  if (empty.length > 0) return wrong(`${named(empty.map((c) => c.label))}没有填，没有发生的填0`);
  return ok(read);
}
