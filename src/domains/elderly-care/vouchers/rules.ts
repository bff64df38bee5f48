/**
 * 养老服务消费券 (4.5, 5.4). Pure: who has one, what a bill is worth, against which month. A month is judged by what holds on its first day and the age on its
 * last; whole fen only; what is left of a month lapses.
 */
import { ageOn, firstDayOf, longMonth, monthAfter, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type Decision,
  outcomeOf,
  type Parameters,
  ruleBook,
  textValue,
  withParameters,
  yuanDigits,
} from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { coversMonth, LEGACY_NOTE, type LevelSpell, levelOf, type Months } from '../spells.ts';
import { type UseClass, VOUCHER } from './terms.ts';

export const PROGRAMME = 'care-voucher';
const BASIS = '民办函〔2025〕49号';
const OLD = 60;
const LEAST_LEVEL = 2;

export interface VoucherFacts {
  readonly birthDate: PlainDate;
  /** Where the person lives, whatever the registration. */
  readonly division: DivisionCode;
  readonly livesInCity: boolean;
  readonly tekun: readonly Months[];
  readonly levels: readonly LevelSpell[];
}

const lastDayOf = (month: YearMonth): PlainDate => plusDays(firstDayOf(plusMonths(month, 1)), -1);

export function voucherClauses(facts: VoucherFacts, month: YearMonth): Clause[] {
  const age = ageOn(facts.birthDate, lastDayOf(month));
  const { level, legacy, says } = levelOf(facts.levels, firstDayOf(month));
  const tekun = coversMonth(facts.tekun, month);
  return [
    {
      name: `年满${OLD}周岁`,
      verdict: age >= OLD ? 'met' : 'unmet',
      value: { kind: 'count', count: age, unit: '周岁' },
      limit: { kind: 'count', count: OLD, unit: '周岁' },
      relation: '不小于',
      basis: BASIS,
    },
    {
      name: '住在本市（不看户籍）',
      verdict: facts.livesInCity ? 'met' : 'unmet',
      value: { kind: 'boolean', is: facts.livesInCity },
      limit: { kind: 'boolean', is: true },
      basis: BASIS,
    },
    {
      name: '能力等级2级以上（中度失能以上）',
      verdict: (level ?? 0) >= LEAST_LEVEL ? 'met' : 'unmet',
      value: textValue(says),
      limit: textValue(`${LEAST_LEVEL}级`),
      basis: BASIS,
      ...(legacy ? { note: LEGACY_NOTE } : {}),
    },
    {
      name: '不是特困供养人员（特困供养已经包含照料）',
      verdict: tekun ? 'unmet' : 'met',
      value: { kind: 'boolean', is: !tekun },
      limit: { kind: 'boolean', is: true },
      basis: BASIS,
    },
  ];
}

const RULE = { name: PROGRAMME, version: '2026-11' } as const;

/** From the month after the result, never back. */
export function determineVoucher(
  facts: VoucherFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const month = monthAfter(asOf);
  return withParameters({ parameters, division: facts.division, date: firstDayOf(month) }, (read): Decision => {
    const clauses = voucherClauses(facts, month);
    const outcome = outcomeOf(clauses);
    const faceFen = read.fen('CCV-FACE');
    return {
      programme: PROGRAMME,
      rule: RULE,
      asOf,
      outcome,
      clauses,
      amountFen: outcome === 'eligible' ? faceFen : 0,
      effectiveMonth: outcome === 'eligible' ? month : null,
      breakdown: [
        { label: VOUCHER, formula: `${longMonth(month)}起每月一张，面额${yuanDigits(faceFen)}元，不是现金`, fen: faceFen },
      ],
      parameters: read.used(),
    };
  });
}
export const voucherRules = ruleBook<VoucherFacts, Decision>([{ ...RULE, decide: determineVoucher }]);

export const rateKeys = { institution: 'CCV-RATE-INST', home: 'CCV-RATE-HOME' } as const satisfies Record<UseClass, string>;

/** What a bill takes off the voucher, and what is left to pay: half a fen counts as one, never more than is left on it. */
export function deductOf(of: { payableFen: Fen; ratePercent: number; balanceFen: Fen }): { deductFen: Fen; selfPayFen: Fen } {
  const deductFen = Math.min(Math.floor((of.payableFen * of.ratePercent + 50) / 100), of.balanceFen);
  return { deductFen, selfPayFen: of.payableFen - deductFen };
}

/** The month that a service is taken off: its own, while it runs; of its last day still until some day of the next month. */
export function monthOfService(
  serviceOn: PlainDate,
  given: { today: PlainDate; graceDay: number },
): Result<YearMonth, 'VOUCHER_FUTURE' | 'VOUCHER_MONTH'> {
  const { today, graceDay } = given;
  if (serviceOn > today) return fail('VOUCHER_FUTURE');
  const month = monthOf(serviceOn);
  if (month === monthOf(today)) return ok(month);
  return serviceOn === lastDayOf(month) && today <= lapsesOn(month, graceDay) ? ok(month) : fail('VOUCHER_MONTH');
}

/** The last day on which anything can be taken off a month's voucher. */
export const lapsesOn = (month: YearMonth, graceDay: number): PlainDate =>
  plusDays(firstDayOf(plusMonths(month, 1)), graceDay - 1);
