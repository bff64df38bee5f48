/** What is locked of the statistics: the only figures that analyses, pages for leaders and pages for everybody take from the forms (数出一门). */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { scaledValues, type Typed, type Values, valuesOf } from './checks.ts';
import { FormDefinition } from './definition.ts';
import { type Submission, submissionsOf } from './store.ts';

export interface LockedReport {
  readonly division: DivisionCode;
  /** What the unit reported with those below it. */
  readonly totals: Values;
  /** What it reported itself, which no unit below did. */
  readonly own: Values;
}
export interface LockedPeriod {
  readonly period: string;
  readonly units: readonly DivisionCode[];
  readonly locked: boolean;
  readonly reports: readonly LockedReport[];
}

/** The newest locked versions of a form within a division. */
export async function lockedPeriods(
  tx: Tx,
  of: { form: string; periods: readonly string[]; division: DivisionCode },
): Promise<LockedPeriod[]> {
  const { lo, hi } = scopeRange(of.division);
  const periods = await tx.rows<{ period: string; units: DivisionCode[]; lockedAt: string | null; definition: unknown }>(sql`
    select p.period, p.units, p.locked_at, f.definition from stat_period p join stat_form f on f.code = p.form and f.version = p.form_version
    where p.form = ${of.form} and p.period = any(${of.periods}::text[]) order by p.period limit 100`);
  const rows = await tx.rows<{ period: string; division: DivisionCode; typed: Typed; totals: Values }>(sql`
    select distinct on (s.period, s.division) s.period, s.division, s.typed, s.totals from stat_submission s
    where s.form = ${of.form} and s.period = any(${of.periods}::text[]) and s.state = 'locked' and s.division >= ${lo} and s.division < ${hi}
    order by s.period, s.division, s.version desc limit 20000`);
  return periods.map(({ period, units, lockedAt, definition }) => {
    const form = FormDefinition.parse(definition);
    return {
      period,
      units: units.filter((unit) => unit >= lo && unit < hi),
      locked: lockedAt !== null,
      reports: rows
        .filter((row) => row.period === period)
        .map(({ division, typed, totals }) => ({ division, totals, own: valuesOf(form, scaledValues(typed)) })),
    };
  });
}

export interface LockedForm {
  readonly form: FormDefinition;
  readonly period: string;
  readonly lockedAt: string;
  readonly rows: readonly Submission[];
}

/** Of every form the last period that is locked, of one year where it is asked for, as these units reported it. */
export async function lastLocked(tx: Tx, units: readonly DivisionCode[], year?: number): Promise<LockedForm[]> {
  const periods = await tx.rows<{ definition: unknown; period: string; lockedAt: string }>(
    sql`select distinct on (p.form) f.definition, p.period, p.locked_at from stat_period p join stat_form f on f.code = p.form and f.version = p.form_version
      where p.locked_at is not null and ${year === undefined ? sql`true` : sql`left(p.period, 4) = ${String(year)}`} order by p.form, p.period desc limit 200`,
  );
  const found: LockedForm[] = [];
  for (const { definition, period, lockedAt } of periods) {
    const form = FormDefinition.parse(definition);
    const rows = await submissionsOf(tx, { form: form.code, period }, units);
    found.push({ form, period, lockedAt, rows: rows.filter(({ state }) => state === 'locked') });
  }
  return found;
}
