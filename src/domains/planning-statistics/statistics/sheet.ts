/** One report as it stands: what is typed, what the platform counts, what follows from both, and what does not hold. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type CheckFacts, type Finding, findingsOf, scaledValues, type Typed, type Values, valuesOf } from './checks.ts';
import { countedOf } from './count.ts';
import { type FormDefinition, typedCells } from './definition.ts';
import { type Earlier, reportedBefore } from './earlier.ts';
import { currentForms, type Period, unitsBelow } from './forms.ts';
import { periodAt, spanOfPeriod } from './period.ts';
import { findSubmission, type Submission, submissionsOf } from './store.ts';
import { openStates, type ReportLevel, type ReportState, sentStates } from './terms.ts';
import { textOf } from './value.ts';

export interface Sheet {
  readonly period: Period;
  readonly unit: DivisionCode;
  readonly level: ReportLevel;
  readonly row: Submission | null;
  readonly state: ReportState;
  readonly children: readonly { unit: DivisionCode; row: Submission | null; state: ReportState }[];
  readonly facts: CheckFacts;
  readonly earlier: Earlier | null;
  readonly findings: readonly Finding[];
}

export const stateOf = (row: Submission | null): ReportState => row?.state ?? 'empty';

/** What units report together, cell by cell; null where one of them has not reported. */
export function sumOfUnits(form: FormDefinition, rows: readonly (Submission | null)[]): Record<string, number | null> {
  const sums: Record<string, number | null> = {};
  for (const { key } of typedCells(form)) {
    let sum: number | null = 0;
    for (const row of rows) {
      const value = row && sentStates.includes(row.state) ? row.totals[key] : null;
      sum = sum === null || typeof value !== 'number' ? null : sum + value;
    }
    sums[key] = sum;
  }
  return sums;
}

/** Own part and the units below together, with what follows by formula. */
export function totalsOf(form: FormDefinition, typed: Typed, children: Values | null): Record<string, number | null> {
  const own = scaledValues(typed);
  const whole = Object.fromEntries(
    typedCells(form).map(({ key }) => {
      const [a, b] = [own[key] ?? null, children ? (children[key] ?? null) : 0];
      return [key, a === null || b === null ? null : a + b];
    }),
  );
  return valuesOf(form, whole);
}

/** Nobody has typed anything yet: what the platform counts; above the lowest level what has no source is the units' business, so 0 of one's own. */
export const prefill = (form: FormDefinition, counted: Typed, whole: boolean): Record<string, string> =>
  Object.fromEntries(
    typedCells(form).flatMap(({ key, decimals }) =>
      counted[key] !== undefined ? [[key, counted[key]]] : whole ? [] : [[key, textOf(0, decimals)]],
    ),
  );

async function standardsOf(tx: Tx, period: Period, unit: DivisionCode, level: ReportLevel) {
  const parameters = await parametersOf(tx);
  const { to } = spanOfPeriod(period.period);
  return Object.fromEntries(
    period.form.rules.flatMap((rule) => {
      if (rule.check !== 'S06') return [];
      // 全市各县标准不同，合在一起没有一个标准可比
      const found = level === 'city' ? null : parameters.on(rule.standard, unit, to);
      return [[rule.standard, found?.ok ? Number(found.value.value) : null]];
    }),
  );
}

/** What the same unit has reported of the same concept in other forms that end with this period. */
async function elsewhereOf(tx: Tx, period: Period, unit: DivisionCode): Promise<Record<string, number | null>> {
  const rules = period.form.rules.filter((rule) => rule.check === 'S14');
  if (rules.length === 0) return {};
  const forms = await currentForms(tx);
  const { toMonth } = spanOfPeriod(period.period);
  const found: Record<string, number | null> = {};
  for (const rule of rules) {
    const other = forms.find((form) => form.code === rule.form);
    if (!other) continue;
    const row = await findSubmission(tx, { form: other.code, period: periodAt(other.period, toMonth), division: unit });
    found[`${rule.form} ${rule.other}`] = row && sentStates.includes(row.state) ? (row.totals[rule.other] ?? null) : null;
  }
  return found;
}

const monthsOf = (period: string): number => {
  const { fromMonth, toMonth } = spanOfPeriod(period);
  return Number(toMonth.slice(5)) - Number(fromMonth.slice(5)) + 1;
};

/** The report of a unit; while it is open, counted and added up as things stand now, afterwards as it left the unit. `row` may be an older version. */
export async function readSheet(
  tx: Tx,
  of: { period: Period; unit: DivisionCode; level: ReportLevel },
  row: Submission | null,
): Promise<Sheet> {
  const { period, unit, level } = of;
  const { form } = period;
  const at = { form: form.code, period: period.period };
  const below = unitsBelow(period, unit, level);
  const rows = below.length > 0 ? await submissionsOf(tx, at, below) : [];
  const children = below.map((code) => {
    const child = rows.find((r) => r.division === code) ?? null;
    return { unit: code, row: child, state: stateOf(child) };
  });
  const state = stateOf(row);
  const open = openStates.includes(state);
  const counted = open ? await countedOf(tx, of) : row!.counted;
  const sums =
    below.length > 0
      ? sumOfUnits(
          form,
          children.map((child) => child.row),
        )
      : null;
  const typed = row?.typed ?? prefill(form, counted, below.length === 0);
  const earlier = await reportedBefore(tx, period, unit);
  const facts: CheckFacts = {
    form,
    typed,
    values: open ? totalsOf(form, typed, sums) : row!.totals,
    notes: row?.notes ?? {},
    counted,
    sums: below.length > 0,
    // 锁定的是当时的一版，不拿下级后来的修订去比
    children: state === 'locked' ? null : sums,
    // 估算的上期不拿来判断对错，只给人看
    before: earlier?.estimated ? null : earlier,
    elsewhere: await elsewhereOf(tx, period, unit),
    standards: await standardsOf(tx, period, unit, level),
    months: monthsOf(period.period),
  };
  return { ...of, row, state, children, facts, earlier, findings: findingsOf(facts) };
}
