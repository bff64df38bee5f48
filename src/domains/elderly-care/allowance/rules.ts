/**
 * 高龄津贴: who is due it, from which month, how much. Pure (specification 4.3, 5.1). A month uses the standard of its first day and the age on its last day;
 * whoever is found late gets at most so many months back as the standard says.
 */
import { ageOn, birthdayOf, firstDayOf, longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  type BreakdownLine,
  type Clause,
  type Decision,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  ruleBook,
  withParameters,
  yuanDigits,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const PROGRAMME = 'old-age-allowance';
export const ALLOWANCE = '高龄津贴';

/** 档次 by the age from which each is drawn, and the name of its standard. */
export const bands = { 80: 'HAA-80', 90: 'HAA-90', 100: 'HAA-100' } as const;
export type Band = keyof typeof bands;
export const bandNames: Readonly<Record<Band, string>> = { 80: '80至89岁', 90: '90至99岁', 100: '100岁以上' };
export const FIRST_AGE = 80;

const BASIS = '《老年人权益保障法》第三十三条；本地高龄津贴办法';

const lastDayOf = (month: YearMonth): PlainDate => plusDays(firstDayOf(plusMonths(month, 1)), -1);

/** By the age on the last day of the month; null: not yet. */
export function bandIn(birthDate: PlainDate, month: YearMonth): Band | null {
  const age = ageOn(birthDate, lastDayOf(month));
  return age >= 100 ? 100 : age >= 90 ? 90 : age >= FIRST_AGE ? 80 : null;
}

/** The first month that is due by age: that of the birthday, whatever its day. */
export const dueFrom = (birthDate: PlainDate): YearMonth => monthOf(birthdayOf(birthDate, FIRST_AGE));

export interface AllowanceFacts {
  readonly birthDate: PlainDate;
  /** Where the person is registered: whose standard. */
  readonly division: DivisionCode;
  readonly registeredInCity: boolean;
  /** Since when, where somebody came from another city; null: always. */
  readonly registeredSince: PlainDate | null;
  /** The last month drawn before, here or elsewhere in the city. */
  readonly drawnTo: YearMonth | null;
}

/** A month goes by the registration on its first day. */
export const firstMonthRegistered = (since: PlainDate): YearMonth =>
  since === firstDayOf(monthOf(since)) ? monthOf(since) : plusMonths(monthOf(since), 1);

/** The month of the birthday, at most so many months back, and never one that was drawn. */
export function firstMonth(facts: AllowanceFacts, given: { asOf: PlainDate; monthsBack: number }): YearMonth {
  const earliest = plusMonths(monthOf(given.asOf), -given.monthsBack);
  const afterDrawn = facts.drawnTo && plusMonths(facts.drawnTo, 1);
  const registered = facts.registeredSince && firstMonthRegistered(facts.registeredSince);
  return [dueFrom(facts.birthDate), earliest, ...[afterDrawn, registered].filter((month) => month !== null)].sort().at(-1)!;
}

/** How far ahead of the first month it may be decided. */
const MONTHS_AHEAD = 2;

function clausesOf(facts: AllowanceFacts, month: YearMonth, asOf: PlainDate): Clause[] {
  const age = ageOn(facts.birthDate, lastDayOf(month));
  const near = month <= plusMonths(monthOf(asOf), MONTHS_AHEAD);
  return [
    {
      name: `${longMonth(month)}最后一天满${FIRST_AGE}周岁`,
      verdict: age >= FIRST_AGE && near ? 'met' : 'unmet',
      value: { kind: 'count', count: near ? age : ageOn(facts.birthDate, asOf), unit: '周岁' },
      limit: { kind: 'count', count: FIRST_AGE, unit: '周岁' },
      relation: '不小于',
      basis: BASIS,
    },
    {
      name: '户籍在本市',
      verdict: facts.registeredInCity ? 'met' : 'unmet',
      value: { kind: 'boolean', is: facts.registeredInCity },
      limit: { kind: 'boolean', is: true },
      basis: BASIS,
    },
  ];
}

/** What a month comes to; the standard of the place on its first day. */
export function amountIn(facts: Pick<AllowanceFacts, 'birthDate'>, month: YearMonth, read: ParameterReader): Fen {
  const band = bandIn(facts.birthDate, month);
  return band === null ? 0 : read.fen(bands[band]);
}

const RULE = { name: PROGRAMME, version: '2026-11' } as const;

export function determineAllowance(
  facts: AllowanceFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const at = { parameters, division: facts.division };
  const back = withParameters({ ...at, date: asOf }, (read) => ({ months: read.whole('HAA-BACK-MONTHS'), used: read.used() }));
  if (!back.ok) return back;
  const month = firstMonth(facts, { asOf, monthsBack: back.value.months });
  return withParameters({ ...at, date: firstDayOf(month) }, (read): Decision => {
    const clauses = clausesOf(facts, month, asOf);
    const outcome = outcomeOf(clauses);
    const band = bandIn(facts.birthDate, month) ?? FIRST_AGE;
    const amountFen = read.fen(bands[band]);
    return {
      programme: PROGRAMME,
      rule: RULE,
      asOf,
      outcome,
      clauses,
      amountFen: outcome === 'eligible' ? amountFen : 0,
      effectiveMonth: outcome === 'eligible' ? month : null,
      breakdown: [lineOf(month, band, amountFen)],
      // Every row that was read, so that the decision can be made again from them alone.
      parameters: [...back.value.used, ...read.used()],
    };
  });
}

export const lineOf = (month: YearMonth, band: Band, fen: Fen): BreakdownLine => ({
  label: ALLOWANCE,
  formula: `${longMonth(month)}最后一天${bandNames[band]}，每月${yuanDigits(fen)}元`,
  fen,
});

export const allowanceRules = ruleBook<AllowanceFacts, Decision>([{ ...RULE, decide: determineAllowance }]);

/** The months of a span that differ from the one before: what the amount is from then on. */
export function stepsOf(
  facts: Pick<AllowanceFacts, 'birthDate' | 'division'>,
  parameters: Parameters,
  span: { from: YearMonth; to: YearMonth },
): Result<{ month: YearMonth; amountFen: Fen }[], 'PARAM_MISSING'> {
  const steps: { month: YearMonth; amountFen: Fen }[] = [];
  for (let month = span.from; month <= span.to; month = plusMonths(month, 1)) {
    const amount = withParameters({ parameters, division: facts.division, date: firstDayOf(month) }, (read) =>
      amountIn(facts, month, read),
    );
    if (!amount.ok) return amount;
    if (steps.at(-1)?.amountFen !== amount.value) steps.push({ month, amountFen: amount.value });
  }
  return ok(steps);
}
