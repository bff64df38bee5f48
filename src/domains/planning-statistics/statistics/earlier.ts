/**
 * What a unit reported for the period before. A unit that took over since has reported nothing then: it is told from the units that it came of (divisions.md 5.3), merged
 * ones added up, split ones shared out as an estimate; what follows by formula is computed again, never averaged.
 */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Heritage, shareOut, WHOLE } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Values, valuesOf } from './checks.ts';
import { type FormDefinition, typedCells } from './definition.ts';
import type { Period } from './forms.ts';
import { periodBefore, sameYear, spanOfPeriod } from './period.ts';
import { findSubmission, type Submission } from './store.ts';
import { sentStates } from './terms.ts';
import { scaledUnit } from './value.ts';

export interface Earlier {
  readonly values: Values;
  readonly sameYear: boolean;
  /** The units of those days, where others reported than this one. */
  readonly from: readonly DivisionCode[];
  /** Some of it is a share. */
  readonly estimated: boolean;
}

/** What the units of those days come to for a unit that holds something of each; null in a cell that one of them did not report. */
export function inherited(
  form: FormDefinition,
  unit: DivisionCode,
  units: readonly (Heritage & { readonly values: Values })[],
): Values {
  const whole: Record<string, number | null> = {};
  for (const cell of typedCells(form)) {
    const step = scaledUnit(cell.decimals);
    const parts = units.map(({ shares, values }) => {
      const value = values[cell.key];
      if (typeof value !== 'number') return null;
      return shareOut(Math.round(value / step), { shares }).find((part) => part.to === unit)!.value * step;
    });
    whole[cell.key] = parts.includes(null) ? null : (parts as number[]).reduce((sum, part) => sum + part, 0);
  }
  return valuesOf(form, whole);
}

const isSent = (row: Pick<Submission, 'state'> | null | undefined): boolean => !!row && sentStates.includes(row.state);

export async function reportedBefore(tx: Tx, { form, period }: Period, unit: DivisionCode): Promise<Earlier | null> {
  const before = periodBefore(period);
  const common = { sameYear: sameYear(before, period) };
  const own = await findSubmission(tx, { form: form.code, period: before, division: unit });
  if (own && isSent(own)) return { ...common, values: own.totals, from: [], estimated: false };
  const heritage = tx.divisions.heritage(unit, spanOfPeriod(before).to, tx.today);
  if (heritage.length === 0) return null;
  // 前身不在本单位管的地区里，由数据库只给接过来的单位看
  const rows = await tx.rows<Pick<Submission, 'division' | 'state' | 'totals'>>(
    sql`select division, state, totals from stat_heritage(${form.code}, ${before}, ${unit})`,
  );
  const units = heritage.map(({ from, shares }) => ({ from, shares, row: rows.find((r) => r.division === from) }));
  if (!units.every(({ row }) => isSent(row))) return null;
  return {
    ...common,
    values: inherited(
      form,
      unit,
      units.map(({ from, shares, row }) => ({ from, shares, values: row!.totals })),
    ),
    from: units.map(({ from }) => from),
    estimated: units.some(({ shares }) => shares.some(({ weight }) => Math.round(weight * WHOLE) !== WHOLE)),
  };
}
