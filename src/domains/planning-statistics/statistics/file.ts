/** A report as a spreadsheet in the layout of the printed form, and back: what is typed in it becomes the draft; nothing else of it is believed. */
import type { Readable } from 'node:stream';
import type { Tx } from '../../../kernel/context/server.ts';
import { explain, fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Column, faultOfFile, judgeFile, readRows, type SheetRow, writeSheet } from '../../../kernel/sheet/server.ts';
import { save } from './act.ts';
import type { CellView, SheetView } from './content.ts';
import { scaledOf } from './value.ts';
import { sheetView } from './views.ts';

interface At {
  readonly form: string;
  readonly period: string;
  readonly unit: DivisionCode;
}

const key: Column = { key: 'key', title: '代码', kind: 'code', required: true };
const typed: Column = { key: 'typed', title: '填报数', kind: 'text', required: true };
const note: Column = { key: 'note', title: '说明', kind: 'text' };
const columnsOf = (sums: boolean): Column[] => [
  { key: 'group', title: '类别', kind: 'text' },
  key,
  { key: 'label', title: '指标', kind: 'text' },
  { key: 'unit', title: '计量单位', kind: 'text' },
  typed,
  ...(sums ? [{ key: 'total', title: '合计', kind: 'text' } as const] : []),
  { key: 'counted', title: '平台数', kind: 'text' },
  { key: 'before', title: '上期', kind: 'text' },
  note,
];

/** By what a file is known to be of this report, wherever it comes from. */
const markOf = ({ form, period, unit }: At): string => `报表编号：${form}　报表期：${period}　单位代码：${unit}`;

/** Figures as numbers, so that they can be added up in the spreadsheet; what is no figure stays as it was typed. */
const figure = (text: string | null): string | number | null => (text !== null && scaledOf(text) !== null ? Number(text) : text);
const rowOf = (cell: CellView): SheetRow => ({
  group: cell.group,
  key: cell.key,
  label: cell.label,
  unit: cell.unit,
  typed: figure(cell.computed ? cell.total : cell.typed),
  total: figure(cell.total),
  counted: cell.computed ? null : (figure(cell.counted) ?? '来源尚未接入'),
  before: figure(cell.before),
  note: cell.note,
});

/** The report as it is printed: head, cells, who filled it in and signed it. */
export function reportFile(sheet: SheetView): { name: string; body: Readable } {
  const { prepared, signed } = sheet.signers;
  return {
    name: `${sheet.name} ${sheet.periodZh} ${sheet.unitName}.xlsx`,
    body: writeSheet({
      name: sheet.form,
      columns: columnsOf(sheet.sums),
      above: [
        sheet.name,
        `填报单位：${sheet.unitName}　${sheet.periodZh}　第${sheet.version}版　${sheet.stateZh}`,
        markOf(sheet),
        sheet.basis,
      ],
      rows: [
        ...sheet.cells.map(rowOf),
        { group: `单位负责人（签章）：${signed ?? ''}　填表人：${prepared ?? ''}　${signed ? '' : '未签发，不作上报用'}` },
      ],
    }),
  };
}

interface Read {
  readonly typed: Record<string, string>;
  readonly notes: Record<string, string>;
  /** Of the computed cells, what the file says. */
  readonly sums: Record<string, string>;
}

/** What was typed in a file; a sum is computed here and never taken from it. */
async function readFile(sheet: SheetView, bytes: Buffer): Promise<Result<Read>> {
  const other = (problem: string) =>
    fail('STAT_FILE_OTHER', { form: `${sheet.name}${sheet.periodZh}${sheet.unitName}`, problem });
  const judged = judgeFile(bytes);
  if (!judged.ok) return other(explain(judged).message);
  const typedIn: Record<string, string> = {};
  const notes: Record<string, string> = {};
  const sums: Record<string, string> = {};
  let marked = false;
  try {
    const above = (values: readonly unknown[]) => {
      if (values.some((value) => String(value ?? '').includes(markOf(sheet)))) marked = true;
    };
    for await (const { no, cells } of readRows(bytes, [key, typed, note], { above, most: 500 })) {
      const code = String(cells.key ?? '').trim();
      if (code === '') continue; // 表脚
      const cell = sheet.cells.find((c) => c.key === code);
      if (!cell) return other(`第${no}行的代码${code}不是这张表的`);
      const value = textIn(cells.typed);
      if (cell.computed) sums[code] = value;
      else typedIn[code] = value;
      const said = textIn(cells.note);
      if (!cell.computed && said !== '') notes[code] = said.slice(0, 200);
    }
  } catch (error) {
    const fault = faultOfFile(error);
    if (fault === null) throw error;
    return other(fault);
  }
  if (!marked) return other('表头的报表编号、报表期或单位代码不符');
  const missing = sheet.cells.filter((c) => !c.computed && typedIn[c.key] === undefined);
  if (missing.length > 0) return other(`缺少${missing.map((c) => c.label).join('、')}`);
  return ok({ typed: typedIn, notes, sums });
}

/** Spreadsheets hold 12.3 as 12.300000000000001 now and then. */
const textIn = (raw: unknown): string => (typeof raw === 'number' ? String(Number(raw.toFixed(4))) : String(raw ?? '').trim());

/** The figures of a file become the draft, by the same rules as if they were typed; sums that do not follow from them are told. */
export async function fillFromFile(
  tx: Tx,
  of: At & { edit: number; bytes: Buffer },
): Promise<Result<{ edit: number; differing: string[] }>> {
  const before = await sheetView(tx, of);
  if (!before.ok) return before;
  const read = await readFile(before.value, of.bytes);
  if (!read.ok) return read;
  const saved = await save(tx, {
    form: of.form,
    period: of.period,
    unit: of.unit,
    edit: of.edit,
    typed: read.value.typed,
    notes: read.value.notes,
  });
  if (!saved.ok) return saved;
  const after = await sheetView(tx, of);
  if (!after.ok) return after;
  // 汇总单位的合计要加下级，表里写的只是本级的
  const differing = after.value.sums
    ? []
    : after.value.cells
        .filter(
          ({ key: of, computed, total }) => computed && read.value.sums[of] && scaledOf(read.value.sums[of]) !== scaledOf(total),
        )
        .map(
          ({ key: of, label, unit, total }) =>
            `${label}：表里${read.value.sums[of]}${unit}，各格相加${total ?? '还缺数'}${total === null ? '' : unit}`,
        );
  return ok({ edit: saved.value.edit, differing });
}
