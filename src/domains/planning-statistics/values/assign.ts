/** 任务下达: which indicator is asked for, of whom, how often and from when; who owes what; reminders by the house's days. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { dayNumber, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { levelOf } from '../../../kernel/division/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type PlainDate, parseInput } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { dueOn, lastPeriod, periodAfter, periodWords, spanOfPeriod } from '../statistics/period.ts';
import './errors.ts';
import { allIndicators, findIndicator, getIndicator, unitName } from './indicator.ts';
import {
  fillers,
  sentValueStates,
  VALUE_PERIOD,
  type ValueLevel,
  type ValueState,
  type ValueTerm,
  valueLevels,
  valueTerms,
} from './terms.ts';

export interface Assignment {
  readonly id: string;
  readonly indicator: string;
  readonly level: ValueLevel;
  readonly term: ValueTerm;
  readonly units: readonly DivisionCode[];
  readonly fromPeriod: string;
  readonly untilPeriod: string | null;
  readonly note: string;
  readonly issuedAt: string;
  readonly issuedName: string;
}
const columns = sql`a.id, a.indicator, a.level, a.term, a.units, a.from_period, a.until_period, a.note, a.issued_at, a.issued_name`;
export const assignments = (tx: Tx): Promise<Assignment[]> =>
  tx.rows<Assignment>(
    sql`select ${columns} from plan_assignment a order by a.until_period is not null, a.indicator, a.term limit 500`,
  );

/** The level at which a unit reports; null of a village. */
export function levelOfUnit(unit: DivisionCode): ValueLevel | null {
  const level = levelOf(unit);
  return level === 'township' || level === 'county' || level === 'city' ? level : null;
}

/** The periods that an assignment asks for and that are over. */
export function periodsOf(of: Pick<Assignment, 'term' | 'fromPeriod' | 'untilPeriod'>, today: PlainDate): string[] {
  const last = lastPeriod(of.term, today);
  const until = of.untilPeriod !== null && of.untilPeriod < last ? of.untilPeriod : last;
  const periods: string[] = [];
  for (let period = of.fromPeriod; period <= until; period = periodAfter(period)) periods.push(period);
  return periods;
}

/** Whether the unit is asked for the indicator in this period. */
export const isAsked = async (tx: Tx, at: { indicator: string; division: DivisionCode; period: string }): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as known from plan_assignment a where a.indicator = ${at.indicator} and ${at.division} = any(a.units)
    and a.term = ${at.period.length === 4 ? 'year' : 'quarter'} and a.from_period <= ${at.period} and (a.until_period is null or a.until_period >= ${at.period})`)) !==
  null;

/** The day of the month after the period, on a rest day the working day before (planning 4.5). */
export async function valueDue(tx: Tx, period: string, unit: DivisionCode): Promise<Result<PlainDate, 'PARAM_MISSING'>> {
  const day = await wholeParameter(tx, 'PLAN-VALUE-DUE', unit, tx.today);
  return day.ok ? ok(dueOn(tx.calendar, period, day.value, unit)) : day;
}

const period = (term: ValueTerm) => (term === 'year' ? /^\d{4}$/ : /^\d{4}-Q[1-4]$/);

export const Asked = async (tx: Tx) => {
  const indicators = Object.fromEntries((await allIndicators(tx)).map((i) => [i.id, `${i.name}（${i.id}）`]));
  return z.strictObject({
    indicator: choice(indicators).meta({ label: '指标', choices: indicators }),
    level: choice(valueLevels).meta({ label: '由谁填报', choices: valueLevels }),
    term: choice(valueTerms).meta({ label: '多久报一次', choices: valueTerms }),
    fromPeriod: z
      .string()
      .trim()
      .regex(VALUE_PERIOD, '写成2026-Q3或2026')
      .meta({ label: '从哪一期起', help: '季度写成2026-Q3，年度写成2026' }),
    note: z.string().trim().max(300).optional().meta({ label: '口径和要求', widget: 'textarea' }),
  });
};

/** 下达: every unit of the level that exists by law today (platform 5.10) owes it from then on. */
export async function assign(tx: Tx, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(await Asked(tx), input);
  if (!parsed.ok) return parsed;
  const { indicator, level, term, fromPeriod, note = '' } = parsed.value;
  const found = await getIndicator(tx, indicator);
  if (!found.ok) return found;
  if (!period(term).test(fromPeriod))
    return fail('INVALID_INPUT', { count: 1 }, [
      { path: 'fromPeriod', message: term === 'year' ? '每年的写年份，如2026' : '每季度的写成2026-Q3' },
    ]);
  // 放假安排没有录入的年份算不出截止日：太早的由市里按年报补录，不下达
  const begins = await valueDue(tx, fromPeriod, tx.city);
  if (!begins.ok) return begins;
  const units = level === 'city' ? [tx.city] : tx.divisions.all.filter((d) => d.level === level && d.legal).map((d) => d.code);
  const id = newId();
  const added =
    await tx.run(sql`insert into plan_assignment (id, indicator, division, level, term, units, from_period, note, issued_at, issued_by, issued_name)
    values (${id}, ${indicator}, ${tx.city}, ${level}, ${term}, ${units}, ${fromPeriod}, ${note}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict (indicator, term) where until_period is null do nothing`);
  if (added === 0) return fail('VALUE_ASKED', { term: valueTerms[term] });
  const first = periodsOf({ term, fromPeriod, untilPeriod: null }, tx.today).at(-1) ?? fromPeriod;
  for (const unit of units) {
    const due = await valueDue(tx, first, unit);
    if (!due.ok) return due;
    await notify(tx, {
      to: { performer: fillers[level], division: unit },
      template: 'plan-value.asked',
      params: { indicator: found.value.name, term: valueTerms[term], period: periodWords(fromPeriod), date: due.value },
    });
  }
  await recordAudit(tx, {
    action: 'plan-value.asked',
    subject: { kind: 'plan-assignment', id },
    division: tx.city,
    detail: { indicator, level, term, fromPeriod },
  });
  return ok({ id });
}

/** 结束任务: what is owed so far stays owed; where its first period is not over, nothing is. */
export async function endAssignment(tx: Tx, id: string): Promise<Result<{ id: string }>> {
  const row = await tx.maybe<Assignment>(
    sql`select ${columns} from plan_assignment a where a.id = ${id} and a.until_period is null for update`,
  );
  if (!row) return fail('NOT_FOUND');
  await tx.run(sql`update plan_assignment set until_period = ${lastPeriod(row.term, tx.today)} where id = ${id}`);
  await recordAudit(tx, { action: 'plan-value.ended', subject: { kind: 'plan-assignment', id }, division: tx.city });
  return ok({ id });
}

export interface Owed {
  readonly assignment: Assignment;
  readonly period: string;
  readonly unit: DivisionCode;
  readonly due: PlainDate;
  /** Days over; 0 in time, or done. */
  readonly late: number;
  /** Null: nothing has been reported. */
  readonly state: ValueState | null;
}

interface State {
  indicator: string;
  division: DivisionCode;
  period: string;
  state: ValueState;
}
/** What the units have reported of the assignments; whoever has reported from one source has done what was asked. */
const reported = (tx: Tx): Promise<State[]> =>
  tx.rows<State>(sql`select distinct on (v.indicator, v.division, v.period) v.indicator, v.division, v.period, v.state from plan_value v
    where v.state <> 'superseded' and v.source in ('system', 'report')
    order by v.indicator, v.division, v.period, v.state = 'published' desc, v.version desc limit 20000`);

/** What is asked and over, of the units that `of` lets through: each with its state. */
export async function owed(tx: Tx, of: (unit: DivisionCode) => boolean): Promise<Result<Owed[], 'PARAM_MISSING'>> {
  const states = new Map((await reported(tx)).map((s) => [`${s.indicator} ${s.division} ${s.period}`, s.state]));
  const all: Owed[] = [];
  for (const assignment of await assignments(tx))
    for (const period of periodsOf(assignment, tx.today))
      for (const unit of assignment.units.filter(of)) {
        const due = await valueDue(tx, period, unit);
        if (!due.ok) return due;
        const state = states.get(`${assignment.indicator} ${unit} ${period}`) ?? null;
        const isDone = state !== null && sentValueStates.includes(state);
        const late = isDone ? 0 : Math.max(0, dayNumber(tx.today) - dayNumber(due.value));
        all.push({ assignment, period, unit, due: due.value, late, state });
      }
  return ok(all);
}

const call = async (tx: Tx, of: Owed, kind: 'due' | 'overdue'): Promise<boolean> =>
  (await tx.run(sql`insert into plan_value_call (assignment_id, period, division, kind, on_day)
    values (${of.assignment.id}, ${of.period}, ${of.unit}, ${kind}, ${tx.today}) on conflict do nothing`)) > 0;

/** Old dues have been told; a period is reminded of in the quarter after it. */
const isRecent = (tx: Tx, of: Owed): boolean => dayNumber(tx.today) - dayNumber(spanOfPeriod(of.period).to) <= 92;

/** Daily: whoever has not reported two working days before the due date, and on the day after it; whoever is above hears of all its late units at once. */
export const remindValues = whenDue(
  (tx) => anyRow(tx, sql`plan_assignment`),
  (context) =>
    context.write(systemActor('plan-values', context.city), async (tx) => {
      const found = await owed(tx, () => true);
      if (!found.ok) return 0; // 没有设期限的，页面会说
      const late: Owed[] = [];
      let told = 0;
      for (const one of found.value) {
        if ((one.state !== null && sentValueStates.includes(one.state)) || !isRecent(tx, one)) continue;
        const to = { performer: fillers[one.assignment.level], division: one.unit };
        const name = (await findIndicator(tx, one.assignment.indicator))?.name ?? one.assignment.indicator;
        const params = { indicator: name, period: periodWords(one.period), date: one.due };
        if (tx.today === plusDays(one.due, 1)) {
          if (!(await call(tx, one, 'overdue'))) continue;
          await notify(tx, { to, template: 'plan-value.overdue', params: { ...params, unit: unitName(tx, one.unit), n: 1 } });
          late.push(one);
          told++;
        } else if (tx.today <= one.due && tx.today >= tx.calendar.workdaysBefore(one.due, 2, one.unit)) {
          if (!(await call(tx, one, 'due'))) continue;
          await notify(tx, { to, template: 'plan-value.due', params });
          told++;
        }
      }
      await tellUpper(tx, late);
      return told;
    }),
);

const NAMED = 5;
async function tellUpper(tx: Tx, late: readonly Owed[]): Promise<void> {
  const groups = Map.groupBy(
    late.filter((one) => one.assignment.level !== 'city'),
    (one) => `${one.assignment.id} ${one.period} ${one.assignment.level === 'township' ? one.unit.slice(0, 6) : ''}`,
  );
  for (const [first, ...rest] of groups.values()) {
    const units = [first!, ...rest].map((one) => unitName(tx, one.unit));
    const isTownship = first!.assignment.level === 'township';
    await notify(tx, {
      to: {
        performer: isTownship ? 'county-clerk' : 'city-clerk',
        division: isTownship ? (`${first!.unit.slice(0, 6)}000000` as DivisionCode) : tx.city,
      },
      template: 'plan-value.late-below',
      params: {
        indicator: (await findIndicator(tx, first!.assignment.indicator))?.name ?? first!.assignment.indicator,
        period: periodWords(first!.period),
        n: units.length,
        units: `${units.slice(0, NAMED).join('、')}${units.length > NAMED ? '等' : ''}`,
      },
    });
  }
}
