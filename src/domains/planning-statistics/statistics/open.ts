/** 建期和催报: once a business day the periods that are over are opened, units are told two working days before and on the first day after the due date. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { dayNumber, plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import type { FormDefinition } from './definition.ts';
import { currentForms, dueOf, listPeriods, type Period, reportLevelOf, unitsBelow } from './forms.ts';
import { lastPeriod, periodAfter, spanOfPeriod } from './period.ts';
import { locate, unitName, wordsOf } from './steps.ts';
import { findSubmission, statesOf } from './store.ts';
import { above, clerks, type ReportLevel, sentStates } from './terms.ts';

/** Every unit of the level that exists by law today (platform 5.10). */
const unitsOf = (tx: Tx, form: FormDefinition): DivisionCode[] =>
  tx.divisions.all.filter((d) => d.level === form.filledBy && d.legal).map((d) => d.code);

/** The periods of a form that should be open: what follows the last one that was opened; before the first, the one that ended last month. */
function duePeriods(tx: Tx, form: FormDefinition, known: string | undefined): string[] {
  const last = lastPeriod(form.period, tx.today);
  if (known === undefined) {
    const { to } = spanOfPeriod(last);
    return last >= form.from && dayNumber(tx.today) - dayNumber(to) <= 31 ? [last] : [];
  }
  const missing: string[] = [];
  for (let period = periodAfter(known); period <= last; period = periodAfter(period)) missing.push(period);
  return missing;
}

/** Forms of which periods should be open that are not, with who fills them in. */
async function toOpen(tx: Tx): Promise<{ form: FormDefinition; periods: string[]; units: DivisionCode[] }[]> {
  const [forms, newest] = await Promise.all([
    currentForms(tx),
    tx.rows<{ form: string; period: string }>(sql`select form, max(period) as period from stat_period group by form`),
  ]);
  const known = new Map(newest.map(({ form, period }) => [form, period]));
  return forms
    .map((form) => ({ form, periods: duePeriods(tx, form, known.get(form.code)), units: unitsOf(tx, form) }))
    .filter(({ periods, units }) => periods.length > 0 && units.length > 0);
}

export const openPeriods = whenDue(toOpen, (context) =>
  context.write(systemActor('statistics', context.city), async (tx) => {
    let opened = 0;
    for (const { form, periods, units } of await toOpen(tx)) {
      for (const period of periods) {
        const added = await tx.run(sql`insert into stat_period (form, period, form_version, division, units, opened_at)
          values (${form.code}, ${period}, ${form.version}, ${tx.city}, ${units}, ${tx.now}) on conflict do nothing`);
        if (added === 0) continue;
        opened++;
        const open: Period = { form, period, units, lockedAt: null, lockedName: null };
        for (const unit of units) {
          const level = reportLevelOf(open, unit)!;
          const due = await dueOf(tx, period, level, unit);
          if (!due.ok) continue; // 没有设期限的，页面会说；开期不因此停下
          await notify(tx, {
            to: { performer: clerks[level], division: unit },
            template: 'statistics.opened',
            params: { ...wordsOf(open), date: due.value },
          });
        }
      }
    }
    return opened;
  }),
);

type Kind = 'due' | 'overdue' | 'urged';

/** Once a day for a unit; false where it was told already. */
async function call(tx: Tx, period: Period, unit: DivisionCode, kind: Kind): Promise<boolean> {
  const added = await tx.run(sql`insert into stat_call (form, period, division, kind, on_day, at, by_name)
    values (${period.form.code}, ${period.period}, ${unit}, ${kind}, ${tx.today}, ${tx.now}, ${tx.actor.name}) on conflict do nothing`);
  return added > 0;
}

const upperOf = (tx: Tx, level: ReportLevel, unit: DivisionCode) => {
  const upper = above[level];
  return upper === null ? null : { performer: clerks[upper], division: upper === 'city' ? tx.city : `${unit.slice(0, 6)}000000` };
};

type Reminded = 'due' | 'overdue' | null;

async function remindUnit(tx: Tx, period: Period, unit: DivisionCode, level: ReportLevel): Promise<Reminded> {
  const due = await dueOf(tx, period.period, level, unit);
  if (!due.ok) return null;
  const to = { performer: clerks[level], division: unit };
  const params = { ...wordsOf(period), date: due.value };
  if (tx.today === plusDays(due.value, 1)) {
    if (!(await call(tx, period, unit, 'overdue'))) return null;
    await notify(tx, { to, template: 'statistics.overdue', params: { ...params, unit: unitName(tx, unit), n: 1 } });
    return 'overdue';
  }
  // “前两个工作日”：期限当天算一天
  if (tx.today <= due.value && tx.today >= tx.calendar.workdaysBefore(due.value, 2, unit)) {
    const before = await tx.maybe(
      sql`select 1 as known from stat_call where form = ${period.form.code} and period = ${period.period} and division = ${unit} and kind = 'due'`,
    );
    if (before || !(await call(tx, period, unit, 'due'))) return null;
    await notify(tx, { to, template: 'statistics.due', params });
    return 'due';
  }
  return null;
}

const NAMED = 5;

/** Whoever is above hears of all of its late units at once, the first few by name. */
async function tellUpper(tx: Tx, period: Period, late: readonly { unit: DivisionCode; level: ReportLevel }[]): Promise<void> {
  const byUpper = Map.groupBy(late, ({ level, unit }) => upperOf(tx, level, unit)?.division ?? '');
  for (const [division, units] of byUpper) {
    const upper = upperOf(tx, units[0]!.level, units[0]!.unit);
    if (!division || !upper) continue;
    const names = units.slice(0, NAMED).map(({ unit }) => unitName(tx, unit));
    await notify(tx, {
      to: upper,
      template: 'statistics.late-below',
      params: { ...wordsOf(period), units: `${names.join('、')}${units.length > NAMED ? '等' : ''}`, n: units.length },
    });
  }
}

/** Dues lie in the month after the period; of older ones everybody has been told. */
const isRecent = (tx: Tx, { period }: Period): boolean => dayNumber(tx.today) - dayNumber(spanOfPeriod(period).to) <= 62;

/** Daily: whoever has not reported two working days before the due date, and on the day after it. */
export const remindStatistics = (context: Context): Promise<number> =>
  context.write(systemActor('statistics', context.city), async (tx) => {
    let told = 0;
    const periods = (await listPeriods(tx)).filter((p) => p.lockedAt === null && isRecent(tx, p));
    const rows = await statesOf(
      tx,
      periods.map((p) => ({ form: p.form.code, period: p.period })),
    );
    for (const period of periods) {
      const units = new Set([...period.units, ...unitsBelow(period, tx.city, 'city')]);
      const late: { unit: DivisionCode; level: ReportLevel }[] = [];
      for (const unit of units) {
        const row = rows.find((r) => r.form === period.form.code && r.period === period.period && r.division === unit);
        if (row && sentStates.includes(row.state)) continue;
        const level = reportLevelOf(period, unit)!;
        const reminded = await remindUnit(tx, period, unit, level);
        if (reminded) told += 1;
        if (reminded === 'overdue') late.push({ unit, level });
      }
      await tellUpper(tx, period, late);
    }
    return told;
  });

/** 催报: the unit above asks for the report. */
export async function urge(tx: Tx, of: { form: string; period: string; unit: DivisionCode }): Promise<Result<null>> {
  const found = await locate(tx, of);
  if (!found.ok) return found;
  const { period, level, unit } = found.value;
  if (period.lockedAt) return fail('STAT_LOCKED');
  if (unit === tx.actor.division || above[level] === null) return fail('STAT_UNIT_UNKNOWN');
  const row = await findSubmission(tx, { form: of.form, period: of.period, division: unit });
  if (row && sentStates.includes(row.state)) return fail('STAT_SENT');
  const due = await dueOf(tx, period.period, level, unit);
  if (!due.ok) return due;
  if (!(await call(tx, period, unit, 'urged'))) return fail('STAT_URGED', { unit: unitName(tx, unit) });
  await notify(tx, {
    to: { performer: clerks[level], division: unit },
    template: 'statistics.urged',
    params: { by: tx.actor.name, ...wordsOf(period), date: due.value },
  });
  return ok(null);
}
