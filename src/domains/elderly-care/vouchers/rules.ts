/**
 * 养老服务消费券 (4.5, 5.4). Pure: who has one, what a bill is worth, against which month. A month is judged by what holds on its first day and the age on its
 * last; whole fen only; what is left of a month lapses.
 */
import { firstDayOf, longMonth, monthAfter, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type Decision,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  ruleBook,
  withParameters,
  yuanDigits,
} from '../../../kernel/policy/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { holds, levelAgainst, levelClause, notTekun, oldEnough } from '../benefit/clauses.ts';
import { coversMonth, type LevelSpell, type Months } from '../spells.ts';
import { type UseClass, VOUCHER } from './terms.ts';

export const PROGRAMME = 'care-voucher';
const BASIS = '民办函〔2025〕49号';

export interface VoucherFacts {
  readonly birthDate: PlainDate;
  /** Where the person lives, whatever the registration. */
  readonly division: DivisionCode;
  readonly livesInCity: boolean;
  readonly tekun: readonly Months[];
  /** Months of 集中照护补助, which pays for the care already. */
  readonly concentrated: readonly Months[];
  readonly levels: readonly LevelSpell[];
}

const lastDayOf = (month: YearMonth): PlainDate => plusDays(firstDayOf(plusMonths(month, 1)), -1);

const clausesOf = (facts: VoucherFacts, month: YearMonth, read: ParameterReader): Clause[] => [
  oldEnough(read, { birthDate: facts.birthDate, on: lastDayOf(month), basis: BASIS }),
  holds('住在本市（不看户籍）', facts.livesInCity, BASIS),
  levelClause(levelAgainst(read, 'CCV-LEVEL', { levels: facts.levels, on: firstDayOf(month) }), { basis: BASIS }),
  notTekun(coversMonth(facts.tekun, month), BASIS),
  holds('当月没有集中照护补助', !coversMonth(facts.concentrated, month), BASIS),
];

/** A month by the standards of its first day. */
export const voucherClauses = (
  facts: VoucherFacts,
  month: YearMonth,
  parameters: Parameters,
): Result<Clause[], 'PARAM_MISSING'> =>
  withParameters({ parameters, division: facts.division, date: firstDayOf(month) }, (read) => clausesOf(facts, month, read));

const RULE = { name: PROGRAMME, version: '2026-11' } as const;

/** From the month after the result, never back. */
export function determineVoucher(
  facts: VoucherFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const month = monthAfter(asOf);
  return withParameters({ parameters, division: facts.division, date: firstDayOf(month) }, (read): Decision => {
    const clauses = clausesOf(facts, month, read);
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
