/**
 * 规划目标进考核 (规划第七章六: 列入政府目标考核): a goal of the city's plan as an item. What the county published counts, else what the platform counts of it; the
 * target is the county's own of that year, else the city's; a plan that sets none for the year is judged by its next one.
 */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Better, type Fraction, planCount } from '../../../kernel/indicator/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { periodWords } from '../statistics/period.ts';
import { type TargetRow, targetFor, targetsInForce } from '../targets/targets.ts';
import { findIndicator, type PlanIndicator } from '../values/indicator.ts';
import { lastOf } from '../values/judge.ts';
import { goalOf, isShareUnit, said } from '../values/measure.ts';
import { standings } from '../values/store.ts';

/** The target of a county in a year: of that year, else of the next one for which there is one, else of the last. */
function targetOfYear(
  targets: readonly TargetRow[],
  of: { indicator: string; division: DivisionCode; city: DivisionCode; year: number },
): TargetRow | null {
  const years = [
    ...new Set(
      targets
        .filter((t) => t.indicator === of.indicator && (t.division === of.division || t.division === of.city))
        .map((t) => t.year),
    ),
  ].sort();
  const year = years.find((y) => Number(y) >= of.year) ?? years.at(-1);
  return year === undefined ? null : targetFor(targets, { ...of, year });
}

export interface CountedFigure {
  readonly value: Fraction;
  readonly target: Fraction;
  readonly better: Better;
  /** Null: nothing to count. */
  readonly text: string | null;
  readonly targetText: string;
  /** Of a goal: who says the value, and of which year the target is. */
  readonly from?: string;
  readonly of?: string;
}

const suffix = ({ unit }: PlanIndicator): string => (isShareUnit(unit) ? '%' : unit);

/** How a goal stands in a county at the end of the base month, to be kept with a judgement. Of two published values that nobody has chosen among neither counts. */
export async function goalAt(
  tx: Tx,
  id: string,
  at: { division: DivisionCode; year: number; month: YearMonth },
): Promise<Result<CountedFigure, 'PERFORMANCE_NO_TARGET' | 'PERFORMANCE_CONFLICT'>> {
  const indicator = await findIndicator(tx, id);
  const target = targetOfYear(await targetsInForce(tx), { indicator: id, division: at.division, city: tx.city, year: at.year });
  if (!indicator || !target) return fail('PERFORMANCE_NO_TARGET', { name: indicator?.name ?? id });
  const goal = goalOf(indicator.unit, target.value);
  const common = {
    target: goal,
    better: target.qualifier === '≤' ? ('lower' as const) : ('higher' as const),
    targetText: `${target.qualifier === '≤' ? '不超过' : ''}${target.value}${suffix(indicator)}`,
    of: `${target.year}年`,
  };
  const lastDay = plusDays(firstDayOf(plusMonths(at.month, 1)), -1);
  const published = lastOf(await standings(tx, sql`v.indicator = ${id} and v.division = ${at.division}`), at.division, lastDay);
  // 往年发布的数不算今年的成绩
  if (published && published.periodEnd >= `${at.year}-01-01`) {
    const { value, values } = published;
    const periodZh = periodWords(values[0]!.period);
    if (!value) return fail('PERFORMANCE_CONFLICT', { name: indicator.name, period: periodZh });
    const { text } = said(indicator.unit, value, goal);
    return ok({
      ...common,
      value: { num: value.num, den: value.den },
      text: isShareUnit(indicator.unit) ? text : `${text}${indicator.unit}`,
      from: `${periodZh}发布的`,
    });
  }
  const counted = isShareUnit(indicator.unit) ? await planCount(tx, id, at) : null;
  return ok(
    counted
      ? {
          ...common,
          value: counted.value,
          text: said(indicator.unit, counted.value, goal).text,
          from: `平台数的，截至${counted.asOf}`,
        }
      : { ...common, value: { num: 0, den: 0 }, text: null },
  );
}
