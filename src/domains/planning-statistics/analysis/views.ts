/** An analysis as the page and the file have it; what stands behind one of its cells. */

import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf, scopeRange } from '../../../kernel/division/index.ts';
import { type CountedRow, cellRows, countedRows, findCell, indicatorAt, spanWithin } from '../../../kernel/indicator/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { type PeriodKind, periodAt, periodBefore, periodKinds, periodWords, spanOfPeriod } from '../statistics/period.ts';
import type { AnalysisView, MeasureView } from './content.ts';
import { drawnUnit, type Measure } from './figure.ts';
import { gather, lastMonth, unfit } from './gather.ts';
import { chosenMeasures, measuresFor } from './measures.ts';
import type { Spec } from './spec.ts';
import { tableOf } from './table.ts';
import { groupLevels, measurePeriods, sources } from './terms.ts';

export const viewOfMeasure = (measure: Measure): MeasureView => ({
  key: measure.key,
  zh: measure.zh,
  source: measure.source,
  sourceZh: sources[measure.source],
  group: measure.group,
  unit: measure.unit || drawnUnit(measure),
  definition: measure.definition,
  period: measure.period,
  periodZh: measurePeriods[measure.period],
  flow: measure.flow,
  lowest: measure.lowest,
  opens: measure.source !== 'locked' && !measure.confidential,
  drawn: drawnUnit(measure),
});

/** The periods, the first one first. */
function periodsOf({ by, to, count }: Pick<Spec, 'by' | 'to' | 'count'>, now: YearMonth): string[] {
  const periods = [periodAt(by, to ?? now)];
  while (periods.length < count) periods.unshift(periodBefore(periods[0]!));
  return periods;
}

const ofKind = (measure: Measure, by: PeriodKind): boolean =>
  measure.period === 'any' || measure.period === 'now' || measure.period === by;

export async function analyse(tx: Tx, spec: Spec): Promise<Result<AnalysisView>> {
  const chosen = await chosenMeasures(tx, spec.measures);
  if (!chosen.ok) return chosen;
  const measures = chosen.value;
  const own = tx.actor.division ?? tx.city;
  const division = (spec.division ?? own) as DivisionCode;
  const unit = tx.divisions.get(division);
  if (!unit || !inScope(division, own))
    return fail('ANALYSIS_OUTSIDE', { place: unit ? tx.divisions.fullName(division) : division });
  const { rows, columns, by } = spec;
  if (rows === columns) return fail('ANALYSIS_LAYOUT');
  if (rows !== 'measure' && columns !== 'measure' && measures.length > 1) return fail('ANALYSIS_ONE_MEASURE');
  const other = measures.find((measure) => !ofKind(measure, by));
  if (other) return fail('ANALYSIS_PERIOD', { measure: other.zh, kind: measurePeriods[other.period], by: periodKinds[by] });
  const periods = periodsOf(spec, tx.today.slice(0, 7) as YearMonth);
  const asked = { division, level: spec.level, periods, measures };
  const fits = unfit(tx, asked);
  if (!fits.ok) return fits;
  const gathered = await gather(tx, asked);
  const table = tableOf({
    rows,
    columns,
    measures,
    divisions: gathered.divisions,
    periods: periods.map((key) => ({ key, zh: periodWords(key) })),
    figure: gathered.figure,
  });
  return ok({
    ...table,
    division,
    divisionName: tx.divisions.fullName(division),
    levelZh: groupLevels[spec.level],
    spanZh: periods.length === 1 ? periodWords(periods[0]!) : `${periodWords(periods[0]!)}至${periodWords(periods.at(-1)!)}`,
    measures: measures.map(viewOfMeasure),
    asOf: tx.today,
  });
}

/** The measures and places that the actor may choose. */
export async function analysisOptions(tx: Tx) {
  const own = (tx.actor.division ?? tx.city) as DivisionCode;
  const within = tx.divisions.subtree(own).filter((d) => d.level === 'county' || d.level === 'township' || d.code === own);
  return {
    measures: (await measuresFor(tx)).map(viewOfMeasure),
    divisions: within.map((d) => ({
      code: d.code,
      name: d.level === 'township' ? tx.divisions.fullName(d.code) : d.name,
      level: levelOf(d.code),
    })),
  };
}

export interface AskedRows {
  readonly measure: string;
  readonly division: DivisionCode;
  readonly period: string;
  /** Only what is placed at the unit itself and at none below it. */
  readonly exact: boolean;
  readonly cursor?: string;
}

/** The records behind one cell, as they are counted now; what was locked is opened in its report. */
export async function analysisRows(
  tx: Tx,
  of: AskedRows,
): Promise<Result<{ rows: CountedRow[]; next: string | null; count: number; measure: MeasureView; money: boolean }>> {
  const chosen = await chosenMeasures(tx, [of.measure]);
  if (!chosen.ok) return chosen;
  const [measure] = chosen.value as [Measure];
  const { division } = of;
  if (!inScope(division, tx.actor.division ?? tx.city)) return fail('ANALYSIS_OUTSIDE', { place: division });
  const key = measure.key.slice(measure.source.length + 1);
  const span = spanOfPeriod(of.period);
  const query =
    measure.source === 'locked' || measure.confidential
      ? null
      : measure.source === 'counted'
        ? await cellRows(tx, findCell(key)!, spanWithin(tx, span, division))
        : ((await indicatorAt(tx, key, { month: lastMonth(span.toMonth, tx), division }))?.rows ?? null);
  if (!query) return fail('ANALYSIS_NO_ROWS');
  const { lo, hi } = scopeRange(division);
  const rows = of.exact
    ? sql`select * from (${query}) x where x.division = ${division}`
    : sql`select * from (${query}) x where x.division >= ${lo} and x.division < ${hi}`;
  const { count } = await tx.one<{ count: number }>(sql`select count(*)::int as count from (${rows}) x`);
  const page = await countedRows(tx, rows, { division, audit: 'analysis.listed', ...(of.cursor ? { cursor: of.cursor } : {}) });
  const money = ['fen', 'money', 'average', 'sum'].includes(measure.of);
  return ok({ ...page, count, measure: viewOfMeasure(measure), money });
}
