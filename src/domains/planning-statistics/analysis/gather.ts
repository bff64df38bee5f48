/** The figures that an analysis asks for: a bounded number of queries, each within the actor's scope. */
import type { Tx } from '../../../kernel/context/server.ts';
import { levelOf, levels } from '../../../kernel/division/index.ts';
import { type AreaFigure, type AreaSum, cellAreas, findCell, indicatorAt, spanWithin } from '../../../kernel/indicator/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { lockedPeriods } from '../statistics/locked.ts';
import { spanOfPeriod } from '../statistics/period.ts';
import type { Figure, Measure } from './figure.ts';
import type { Member } from './table.ts';
import { type GroupLevel, groupLevels } from './terms.ts';

export interface Asked {
  readonly division: DivisionCode;
  readonly level: GroupLevel;
  readonly periods: readonly string[];
  readonly measures: readonly Measure[];
}
export interface Gathered {
  readonly divisions: readonly Member[];
  readonly figure: (measure: string, division: string, period: string) => Figure | null | undefined;
}

/** Records are counted once for each measure and period. */
const MOST_COUNTS = 60;
const keyOf = (measure: string, division: string, period: string): string => `${measure} ${division} ${period}`;
type Store = Map<string, Figure | null>;

const depth = (level: GroupLevel, division: DivisionCode): number => levels.indexOf(level === 'own' ? levelOf(division) : level);

/** Why these measures cannot be shown so, in a sentence; null when they can. */
export function unfit(tx: Tx, { division, level, measures, periods }: Asked): Result<null> {
  const at = depth(level, division);
  if (level === 'village' && levels.indexOf(levelOf(division)) < levels.indexOf('county')) return fail('ANALYSIS_LEVEL_WIDE');
  for (const measure of measures) {
    if (at > levels.indexOf(measure.lowest))
      return fail('ANALYSIS_LEVEL', { measure: measure.zh, lowest: groupLevels[measure.lowest] });
    const own = tx.actor.division ?? tx.city;
    if (measure.confidential && (division !== own || at > levels.indexOf(levelOf(own)) + 1))
      return fail('ANALYSIS_CONFIDENTIAL', { measure: measure.zh });
  }
  const counts = measures.filter((m) => m.source !== 'locked').length * periods.length;
  return counts > MOST_COUNTS ? fail('ANALYSIS_TOO_MUCH', { n: counts, most: MOST_COUNTS }) : ok(null);
}

/** The units of the level, and whatever figures are placed above it: those stand in a row of their own, so that the total is whole. */
export async function gather(tx: Tx, asked: Asked): Promise<Gathered> {
  const { division, level, measures, periods } = asked;
  const store: Store = new Map();
  const found = new Set<DivisionCode>();
  const put = (measure: Measure, period: string, area: DivisionCode, figure: Figure | null) => {
    if (figure !== null) found.add(area);
    store.set(keyOf(measure.key, area, period), figure);
  };
  const below = (code: DivisionCode) => levels.indexOf(levelOf(code)) === depth(level, division);
  const units =
    level === 'own' ? [division] : tx.divisions.subtree(division).flatMap((d) => (d.legal && below(d.code) ? [d.code] : []));

  await putLocked(tx, asked, put);
  for (const measure of measures)
    for (const period of measure.source === 'locked' ? [] : periods) {
      const areas = await countedAreas(tx, measure, { ...asked, period });
      if (!areas) continue;
      for (const code of units) put(measure, period, code, { num: 0, den: 0, missing: 0, hidden: false });
      for (const area of level === 'own' ? wholeOf(areas, division) : areas)
        put(measure, period, area.area, { num: area.num, den: area.den, missing: 0, hidden: 'hidden' in area && area.hidden });
    }
  const shown = [...new Set([...units, ...found])].sort();
  return {
    divisions: shown.map((code) => ({
      key: code,
      zh: `${tx.divisions.get(code)?.name ?? code}${below(code) || level === 'own' ? '' : '（未分到下级）'}`,
    })),
    figure: (measure, code, period) => store.get(keyOf(measure, code, period)),
  };
}

const wholeOf = (areas: readonly AreaSum[], division: DivisionCode): AreaSum[] => [
  { area: division, num: areas.reduce((sum, a) => sum + a.num, 0), den: areas.reduce((sum, a) => sum + a.den, 0) },
];

type Put = (measure: Measure, period: string, area: DivisionCode, figure: Figure | null) => void;

/** What was reported, unit by unit; above the level what a unit has reported itself. */
async function putLocked(tx: Tx, { division, level, measures, periods }: Asked, put: Put): Promise<void> {
  const at = depth(level, division);
  const locked = measures.filter((measure) => measure.source === 'locked');
  for (const form of new Set(locked.map((measure) => measure.key.split('.')[1]!))) {
    const cells = locked.filter((measure) => measure.key.split('.')[1] === form);
    for (const { period, units, reports } of await lockedPeriods(tx, { form, periods, division })) {
      const due = new Set(units.map((unit) => unit.slice(0, [0, 2, 4, 6, 9, 12][at]).padEnd(12, '0') as DivisionCode));
      for (const measure of cells) {
        const cell = measure.key.split('.')[2]!;
        for (const unit of due) put(measure, period, unit, null);
        for (const report of reports) {
          const where = levels.indexOf(levelOf(report.division));
          const value = where === at ? report.totals[cell] : where < at ? report.own[cell] : undefined;
          if (typeof value !== 'number' || (where < at && value === 0)) continue;
          put(measure, period, report.division, { num: value, den: value, missing: 0, hidden: false });
        }
      }
    }
  }
}

/** Sums by place of one measure in one period; null: not counted of that period. */
async function countedAreas(
  tx: Tx,
  measure: Measure,
  of: Asked & { period: string },
): Promise<readonly (AreaSum | AreaFigure)[] | null> {
  const { division, period } = of;
  const span = spanOfPeriod(period);
  if (span.from > tx.today) return null;
  const level = of.level === 'own' ? levelOf(division) : of.level;
  const key = measure.key.slice(measure.source.length + 1);
  if (measure.source === 'counted') return cellAreas(tx, findCell(key)!, spanWithin(tx, span, division), level);
  if (measure.period === 'now' && span.to < tx.today) return null;
  const found = await indicatorAt(tx, key, { month: lastMonth(span.toMonth, tx), division });
  return found?.by(level) ?? null;
}

/** A period that is running is counted as far as it has come. */
export const lastMonth = (month: YearMonth, tx: Tx): YearMonth => {
  const now = tx.today.slice(0, 7) as YearMonth;
  return month < now ? month : now;
};
