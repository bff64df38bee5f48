/** The figures of an analysis laid out in rows and columns, with totals where adding is right. Pure. */
import { type CellText, type Figure, type Measure, textIn, together } from './figure.ts';
import type { Dimension } from './terms.ts';

export interface Member {
  readonly key: string;
  readonly zh: string;
}
export interface Layout {
  readonly rows: Dimension;
  readonly columns: Dimension;
  readonly measures: readonly Measure[];
  readonly divisions: readonly Member[];
  readonly periods: readonly Member[];
  /** Null: should be there and is not; undefined: not asked of this place or period. */
  readonly figure: (measure: string, division: string, period: string) => Figure | null | undefined;
}

/** What a cell shows, and of what it is the figure; '' where a dimension is taken together. */
export interface TableCell extends CellText {
  readonly measure: string;
  readonly division: string;
  readonly period: string;
}
export interface Table {
  readonly rows: readonly Member[];
  readonly columns: readonly Member[];
  readonly cells: readonly (readonly (TableCell | null)[])[];
  /** Of each row, over the columns; null: the columns may not be added. */
  readonly rowTotals: readonly (TableCell | null)[] | null;
  readonly columnTotals: readonly (TableCell | null)[] | null;
  readonly grand: TableCell | null;
  readonly notes: readonly string[];
}

type At = Readonly<Record<Dimension, readonly string[]>>;

export function tableOf({ rows, columns, measures, divisions, periods, figure }: Layout): Table {
  const byKey = new Map(measures.map((measure) => [measure.key, measure]));
  const members: Readonly<Record<Dimension, readonly Member[]>> = { division: divisions, period: periods, measure: measures };
  const whole: At = {
    division: divisions.map((d) => d.key),
    period: periods.map((p) => p.key),
    measure: measures.map((m) => m.key),
  };

  /** Of one measure: places are added; periods are where the measure is what happened in them, else the last one stands for all. */
  function at(given: At): TableCell | null {
    const measure = byKey.get(given.measure[0]!)!;
    if (given.measure.length > 1) return null;
    const span = given.period.length > 1 && !measure.flow ? given.period.slice(-1) : given.period;
    const parts = span.flatMap((period) => given.division.map((division) => figure(measure.key, division, period)));
    const text = textIn(measure, parts.length === 1 ? (parts[0] ?? null) : together(parts, measure.confidential));
    const only = (keys: readonly string[]) => (keys.length === 1 ? keys[0]! : '');
    return text && { ...text, measure: measure.key, division: only(given.division), period: only(span) };
  }
  const adds = (dimension: Dimension, given: At): boolean =>
    members[dimension].length > 1 &&
    dimension !== 'measure' &&
    given.measure.length === 1 &&
    (dimension === 'division' || byKey.get(given.measure[0]!)!.flow);
  const totalOver = (dimension: Dimension, given: At): TableCell | null => (adds(dimension, given) ? at(given) : null);
  const orNull = (cells: (TableCell | null)[]) => (cells.some((cell) => cell !== null) ? cells : null);

  const inRow = members[rows].map((row): At => ({ ...whole, [rows]: [row.key] }));
  const cells = inRow.map((row) => members[columns].map((column) => at({ ...row, [columns]: [column.key] })));
  const rowTotals = orNull(inRow.map((row) => totalOver(columns, row)));
  const columnTotals = orNull(members[columns].map((column) => totalOver(rows, { ...whole, [columns]: [column.key] })));
  const grand = rowTotals && columnTotals && adds(rows, whole) && adds(columns, whole) ? at(whole) : null;
  return {
    rows: members[rows],
    columns: members[columns],
    cells,
    rowTotals,
    columnTotals,
    grand,
    notes: notesOf({ rows, columns, measures, periods, missing: cells.flat().some((cell) => (cell?.missing ?? 0) > 0) }),
  };
}

function notesOf(of: Pick<Layout, 'rows' | 'columns' | 'measures' | 'periods'> & { missing: boolean }): string[] {
  const several = of.periods.length > 1;
  const shown = of.rows === 'period' || of.columns === 'period';
  const standing = of.measures.filter((measure) => !measure.flow);
  const names = (measures: readonly Measure[]) => measures.map((measure) => measure.zh).join('、');
  const rates = of.measures.filter((m) => m.source === 'indicator' && m.of !== 'count' && m.of !== 'sum');
  return [
    ...(several && standing.length > 0
      ? [shown ? `${names(standing)}：各期不相加。` : `${names(standing)}：取最后一期（${of.periods.at(-1)!.zh}）。`]
      : []),
    ...(rates.length > 0 ? [`${names(rates)}：合计由分子、分母重新算，不是各地的平均。`] : []),
    ...(of.missing ? ['标“缺”的，是还有单位没有锁定的数，合计只是已有的。'] : []),
  ];
}
