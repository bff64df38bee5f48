/**
 * 适老化改造: who may have it (民发〔2020〕86号: 高龄、失能、残疾 people of 特困, 低保 families; that 低保边缘 is counted is an assumption), once for a household in
 * so many years. Pure.
 */
import { ageOn, longDate, monthOf } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type Decision,
  outcomeOf,
  type Parameters,
  ruleBook,
  textValue,
  withParameters,
} from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { atHome, levelAgainst, levelClause, oldEnough, verdictOf } from '../benefit/clauses.ts';
import { coversMonth, type Days, type LevelSpell, type Months, onDay } from '../spells.ts';

export interface AdaptationFacts {
  readonly birthDate: PlainDate;
  readonly division: DivisionCode;
  readonly dibao: readonly Months[];
  readonly tekun: readonly Months[];
  readonly edge: readonly Days[];
  readonly levels: readonly LevelSpell[];
  readonly disabled: boolean;
  /** Whether somebody of the household, or the home, has had it within its time, and the first day after that. */
  readonly hadUntil: PlainDate | null;
  readonly inInstitution: boolean;
}

const BASIS = '民发〔2020〕86号；本地适老化改造办法';

const ADAPTATION_RULE = { name: 'home-adaptation-admission', version: '2026-11' } as const;

export function determineAdaptation(
  facts: AdaptationFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: facts.division, date: asOf }, (read): Decision => {
    const age = ageOn(facts.birthDate, asOf);
    const month = monthOf(asOf);
    const ground = coversMonth(facts.tekun, month)
      ? '特困'
      : coversMonth(facts.dibao, month)
        ? '低保'
        : onDay(facts.edge, asOf)
          ? '低保边缘'
          : null;
    const level = levelAgainst(read, 'ADP-LEVEL', { levels: facts.levels, on: asOf });
    const veryOld = read.whole('ADP-AGE');
    const years = read.whole('ADP-YEARS');
    const clauses: Clause[] = [
      oldEnough(read, { birthDate: facts.birthDate, on: asOf, basis: BASIS }),
      {
        name: '是特困、低保或者低保边缘家庭成员',
        verdict: verdictOf(ground !== null),
        value: textValue(ground ?? '都不是'),
        limit: textValue('特困、低保或者低保边缘'),
        basis: BASIS,
      },
      levelClause(level, {
        basis: BASIS,
        name: `高龄（${veryOld}周岁以上）、失能（能力等级${level.least}级以上）或者残疾`,
        value: `${age}周岁，${level.says}，${facts.disabled ? '有残疾人证' : '没有残疾人证'}`,
        limit: '三样占一样',
        instead: age >= veryOld || facts.disabled,
      }),
      atHome(facts.inInstitution, BASIS),
      {
        name: `同一户、同一住处${years}年内没有享受过`,
        verdict: verdictOf(facts.hadUntil === null),
        value: textValue(facts.hadUntil === null ? '没有' : `享受过，${longDate(facts.hadUntil)}以后才能再办`),
        limit: textValue('没有'),
        basis: BASIS,
      },
    ];
    return {
      programme: 'home-adaptation',
      rule: ADAPTATION_RULE,
      asOf,
      outcome: outcomeOf(clauses),
      clauses,
      amountFen: null,
      effectiveMonth: null,
      breakdown: [],
      parameters: read.used(),
    };
  });
}

export const adaptationRules = ruleBook<AdaptationFacts, Decision>([{ ...ADAPTATION_RULE, decide: determineAdaptation }]);
