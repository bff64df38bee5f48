/** Report forms and their periods: which version holds, who fills it in, until when. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { levelOf } from '../../../kernel/division/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { FormDefinition } from './definition.ts';
import { dueOn } from './period.ts';
import { below, type ReportLevel } from './terms.ts';

/** The forms of the city pack that are not known yet; a version that is known stays as it is. */
export async function loadForms(tx: Tx, folder: string): Promise<number> {
  const at = join(folder, 'stat-forms');
  if (!existsSync(at)) return 0;
  let loaded = 0;
  for (const file of readdirSync(at)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const form = FormDefinition.parse(JSON.parse(readFileSync(join(at, file), 'utf8')));
    loaded += await tx.run(sql`insert into stat_form (code, version, division, from_period, definition, loaded_at)
      values (${form.code}, ${form.version}, ${tx.city}, ${form.from}, ${JSON.stringify(form)}::jsonb, ${tx.now}) on conflict do nothing`);
  }
  return loaded;
}

/** Forms as they are stored were checked when they were loaded, and are read again and again: each is parsed once. */
const known = new Map<string, FormDefinition>();
function formOf(definition: unknown): FormDefinition {
  const text = JSON.stringify(definition);
  const form = known.get(text) ?? FormDefinition.parse(definition);
  known.set(text, form);
  return form;
}

/** The newest version of every form. */
export const currentForms = async (tx: Tx): Promise<FormDefinition[]> =>
  (
    await tx.rows<{ definition: unknown }>(
      sql`select distinct on (code) definition from stat_form order by code, version desc limit 200`,
    )
  ).map(({ definition }) => formOf(definition));

export interface Period {
  readonly form: FormDefinition;
  readonly period: string;
  /** The units that fill it in. */
  readonly units: readonly DivisionCode[];
  readonly lockedAt: string | null;
  readonly lockedName: string | null;
}

type PeriodRow = Omit<Period, 'form'> & { definition: unknown };
const columns = sql`f.definition, p.period, p.units, p.locked_at, p.locked_name`;
const periodOf = ({ definition, ...row }: PeriodRow): Period => ({ ...row, form: formOf(definition) });

export async function getPeriod(tx: Tx, form: string, period: string): Promise<Result<Period, 'STAT_PERIOD_UNKNOWN'>> {
  const row = await tx.maybe<PeriodRow>(
    sql`select ${columns} from stat_period p join stat_form f on f.code = p.form and f.version = p.form_version where p.form = ${form} and p.period = ${period}`,
  );
  return row ? ok(periodOf(row)) : fail('STAT_PERIOD_UNKNOWN');
}

/** Periods of every form: those that are open, and of each form the newest ones that are locked. */
export const listPeriods = async (tx: Tx): Promise<Period[]> =>
  (
    await tx.rows<PeriodRow>(sql`select ${columns} from
        (select *, row_number() over (partition by form order by opened_at desc, period desc) as nth from stat_period) p
        join stat_form f on f.code = p.form and f.version = p.form_version
      where p.locked_at is null or p.nth <= 12 order by p.opened_at desc, p.form limit 400`)
  ).map(periodOf);

/** The level of a unit in the chain of this form; null where it has no part in it. */
export function reportLevelOf(period: Period, unit: DivisionCode): ReportLevel | null {
  const level = levelOf(unit);
  if (level === 'township') return period.units.includes(unit) ? 'township' : null;
  if (level === 'county') return unitsBelow(period, unit, 'county').length > 0 || period.units.includes(unit) ? 'county' : null;
  return level === 'city' ? 'city' : null;
}

/** The units whose reports a unit adds up; none at the lowest level. */
export function unitsBelow(period: Period, unit: DivisionCode, level: ReportLevel): DivisionCode[] {
  if (period.units.includes(unit) || below[level] === null) return [];
  if (level === 'county') return period.units.filter((u) => u.startsWith(unit.slice(0, 6)));
  return [...new Set(period.units.map((u) => `${u.slice(0, 6)}000000`))];
}

/** Keys of the parameters with the day of the month after the period. */
const dueKeys: Readonly<Record<ReportLevel, string>> = {
  township: 'STAT-DUE-TOWNSHIP',
  county: 'STAT-DUE-COUNTY',
  city: 'STAT-DUE-CITY',
};

/** Until when a unit reports. It is counted when it is asked for: another table of holidays moves it at once. */
export async function dueOf(
  tx: Tx,
  period: string,
  level: ReportLevel,
  unit: DivisionCode,
): Promise<Result<PlainDate, 'PARAM_MISSING'>> {
  const day = await wholeParameter(tx, dueKeys[level], unit, tx.today);
  return day.ok ? ok(dueOn(tx.calendar, period, day.value, unit)) : day;
}
