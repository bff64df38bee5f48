/** How places stand: a published value against the target of its place, at the time of its period. The one way for the wall, the matrix, the file and the evaluation. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { Fraction } from '../../../kernel/indicator/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Bands, completion, isMet, progressFrom, statuses, statusOf, timeProgress } from '../figures/progress.ts';
import { periodWords } from '../statistics/period.ts';
import { type TargetRow, targetFor, targetYears } from '../targets/targets.ts';
import type { Judged, MatrixRow } from './content.ts';
import type { PlanIndicator } from './indicator.ts';
import { goalOf, said } from './measure.ts';
import { type Standing, standings } from './store.ts';
import { valueSources } from './terms.ts';

export async function bandsOf(tx: Tx): Promise<Result<Bands, 'PARAM_MISSING'>> {
  const behind = await wholeParameter(tx, 'PLAN-BEHIND', tx.city, tx.today);
  if (!behind.ok) return behind;
  const farBehind = await wholeParameter(tx, 'PLAN-FAR-BEHIND', tx.city, tx.today);
  return farBehind.ok ? ok({ behind: behind.value, farBehind: farBehind.value }) : farBehind;
}

/** The base of an indicator as printed: what it was in the last year before the plan. */
export const baseOf = async (tx: Tx, indicator: Pick<PlanIndicator, 'id' | 'from'>): Promise<string | null> =>
  (
    await tx.maybe<{
      value: string;
    }>(sql`select value from plan_figure where indicator = ${indicator.id} and value_type = 'actual'
      and right(year, 4) < left(${indicator.from}::text, 4) and division = ${tx.city} order by year desc, row_no limit 1`)
  )?.value ?? null;

/** The target of the last year of the plan at a place, as a fraction; what is said of a value beside it never looks better than it is. */
export function goalAt(
  tx: Tx,
  targets: readonly TargetRow[],
  of: { indicator: Pick<PlanIndicator, 'id' | 'unit' | 'from' | 'to'>; division: DivisionCode },
): Fraction | null {
  const { id, unit, from, to } = of.indicator;
  const [year] = targetYears(targets, { indicator: id, from, to });
  const target = year ? targetFor(targets, { indicator: id, division: of.division, city: tx.city, year }) : null;
  return target && goalOf(unit, target.value);
}

export interface Measure {
  readonly indicator: Pick<PlanIndicator, 'id' | 'unit' | 'from' | 'to'>;
  readonly target: TargetRow | null;
  readonly base: string | null;
  readonly bands: Bands;
}

/** Of several values that nobody has chosen among, all are said and none is judged. */
export function judge({ indicator, target, base, bands }: Measure, standing: Standing): Judged {
  const { value, values, periodEnd } = standing;
  const goal = target && goalOf(indicator.unit, target.value);
  const time = timeProgress(indicator, periodEnd);
  const common = { periodZh: periodWords(values[0]!.period), conflict: value === null, time };
  if (!value) {
    const texts = values.map((v) => said(indicator.unit, v, goal).text);
    return {
      ...common,
      text: texts.join('、'),
      parts: '',
      sourceZh: values.map((v) => valueSources[v.source]).join('、'),
      near: false,
      met: null,
      share: null,
      status: null,
      statusZh: null,
    };
  }
  const words = said(indicator.unit, value, goal);
  const met = goal && target ? isMet(value, goal, target.qualifier) : null;
  const share =
    goal && target
      ? (progressFrom(base === null ? null : goalOf(indicator.unit, base), value, goal, target.qualifier) ??
        completion(value, goal, target.qualifier))
      : null;
  const status = met === null || share === null ? null : statusOf({ met, share, time }, bands);
  return { ...common, ...words, sourceZh: valueSources[value.source], met, share, status, statusZh: status && statuses[status] };
}

/** The last standing of a place by a day; a plan that is over is judged by its own last day. */
export const lastOf = (all: readonly Standing[], division: DivisionCode, to: PlainDate): Standing | null =>
  all.filter((s) => s.division === division && s.periodEnd <= to).at(-1) ?? null;

/** The counties side by side; null where no county has a value. */
export function matrixRow(
  tx: Tx,
  of: {
    indicator: PlanIndicator;
    standings: readonly Standing[];
    targets: readonly TargetRow[];
    base: string | null;
    bands: Bands;
  },
): MatrixRow | null {
  const { indicator, targets, base, bands } = of;
  const [year] = targetYears(targets, { indicator: indicator.id, from: indicator.from, to: indicator.to });
  const cells = tx.divisions
    .children(tx.city)
    .filter((d) => d.legal)
    .map(({ code, name }) => {
      const standing = lastOf(of.standings, code, indicator.to) ?? lastOf(of.standings, code, tx.today);
      const target = year ? targetFor(targets, { indicator: indicator.id, division: code, city: tx.city, year }) : null;
      return { division: code, name, judged: standing && judge({ indicator, target, base, bands }, standing) };
    });
  if (cells.every((cell) => cell.judged === null)) return null;
  const { id, name, unit, kind } = indicator;
  return { id, name, unit, binding: kind === '约束性', cells };
}

/** All that is published of some indicators, by indicator. */
export async function standingsOf(tx: Tx, indicators: readonly string[]): Promise<Map<string, Standing[]>> {
  const all = await standings(tx, sql`v.indicator = any(${indicators}::text[])`);
  return Map.groupBy(all, (s) => s.indicator);
}
