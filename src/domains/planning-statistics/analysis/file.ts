/** An analysis as a file: the table as it is read, with what it shows, of which day, and its notes. */
import type { Readable } from 'node:stream';
import { csvLine } from '../../../kernel/csv/index.ts';
import { type Column, type SheetRow, writeSheet } from '../../../kernel/sheet/server.ts';
import type { AnalysisView } from './content.ts';
import type { TableCell } from './table.ts';

const titleOf = (view: AnalysisView): string =>
  `${view.divisionName}：${view.measures
    .map((m) => m.zh)
    .join('、')
    .slice(0, 60)}`;
const aboutOf = (view: AnalysisView): string =>
  [
    `${view.levelZh}，${view.spanZh}，截至${view.asOf}`,
    ...view.measures.map((m) => `${m.zh}（${m.unit}）：${m.definition}`),
    ...view.notes,
  ].join('；');

/** Figures as numbers, so that they can be added up in the spreadsheet; rates and amounts as they are read. */
const plain = (cell: TableCell | null): string | number | null => {
  if (!cell) return null;
  const number = cell.text.replaceAll(',', '');
  const value = /^\d+(\.\d+)?$/.test(number) ? Number(number) : `${cell.text}${cell.parts ? `（${cell.parts}）` : ''}`;
  return cell.missing > 0 ? `${cell.text}（缺${cell.missing}）` : value;
};

/** The heading and all lines, totals included. */
function linesOf(view: AnalysisView): (string | number | null)[][] {
  const { rows, columns, cells, rowTotals, columnTotals, grand } = view;
  const withTotal = <T>(list: T[], total: T): T[] => (rowTotals ? [...list, total] : list);
  return [
    withTotal(['', ...columns.map((column) => column.zh)], '合计'),
    ...rows.map((row, i) => withTotal([row.zh, ...cells[i]!.map(plain)], plain(rowTotals?.[i] ?? null))),
    ...(columnTotals ? [withTotal(['合计', ...columnTotals.map(plain)], plain(grand))] : []),
  ];
}

export const csvOf = (view: AnalysisView): string =>
  `\uFEFF${[[titleOf(view)], [aboutOf(view)], ...linesOf(view)].map(csvLine).join('')}`;

export function sheetOf(view: AnalysisView): Readable {
  const [head, ...lines] = linesOf(view) as [(string | number | null)[], ...(string | number | null)[][]];
  const columns = head.map((title, i): Column => ({ key: `c${i}`, title: String(title), kind: 'text' }));
  return writeSheet({
    name: '自助分析',
    columns,
    above: [titleOf(view), aboutOf(view)],
    rows: lines.map((line): SheetRow => Object.fromEntries(line.map((value, i) => [`c${i}`, value]))),
  });
}
