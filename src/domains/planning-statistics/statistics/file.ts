/** A report as a spreadsheet in the layout of the printed form, and back: what is typed in it becomes the draft; nothing else of it is believed. */
import type { Readable } from 'node:stream';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Column, type SheetRow, writeSheet } from '../../../kernel/sheet/server.ts';
import type { CellView, SheetView } from './content.ts';
import { key, markOf, note, type Read, readReport, typed } from './read-report.ts';
import { save } from './save.ts';
import { locate } from './steps.ts';
import { scaledOf } from './value.ts';
import { sheetView } from './views.ts';

interface At {
  readonly form: string;
  readonly period: string;
  readonly unit: DivisionCode;
}

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

/** The figures of a file become the draft, by the same rules as if they were typed; sums that do not follow from them are told. */
export async function fillFromFile(
  tx: Tx,
  of: At & { edit: number; bytes: Buffer },
): Promise<Result<{ edit: number; differing: string[] }>> {
  const { form, period, unit, edit } = of;
  const found = await locate(tx, of);
  if (!found.ok) return found;
  if (found.value.period.lockedAt) return fail('STAT_LOCKED');
  const before = await sheetView(tx, of);
  if (!before.ok) return before;
  // 不能填的，先说为什么不能填，不去挑表里的毛病
  const nothing: Read = { typed: {}, notes: {}, sums: {} };
  const read = before.value.save ? await readReport(before.value, of.bytes, tx) : ok(nothing);
  if (!read.ok) return read;
  const saved = await save(tx, { form, period, unit, edit, typed: read.value.typed, notes: read.value.notes });
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
