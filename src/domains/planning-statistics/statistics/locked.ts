/** What is locked of the statistics: the only figures that pages for leaders and for everybody take from them (数出一门). */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { FormDefinition } from './definition.ts';
import { type Submission, submissionsOf } from './store.ts';

export interface LockedPeriod {
  readonly form: FormDefinition;
  readonly period: string;
  readonly lockedAt: string;
  readonly rows: readonly Submission[];
}

/** Of every form the last period that is locked, of one year where it is asked for, as these units reported it. */
export async function lastLocked(tx: Tx, units: readonly DivisionCode[], year?: number): Promise<LockedPeriod[]> {
  const periods = await tx.rows<{ definition: unknown; period: string; lockedAt: string }>(
    sql`select distinct on (p.form) f.definition, p.period, p.locked_at from stat_period p join stat_form f on f.code = p.form and f.version = p.form_version
      where p.locked_at is not null and ${year === undefined ? sql`true` : sql`left(p.period, 4) = ${String(year)}`} order by p.form, p.period desc limit 200`,
  );
  const found: LockedPeriod[] = [];
  for (const { definition, period, lockedAt } of periods) {
    const form = FormDefinition.parse(definition);
    const rows = await submissionsOf(tx, { form: form.code, period }, units);
    found.push({ form, period, lockedAt, rows: rows.filter(({ state }) => state === 'locked') });
  }
  return found;
}
