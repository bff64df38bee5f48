/** 助餐资格 (5.7). Pure: which category somebody is of on a day, as a decision that explains itself. The till works the category out anew at each meal. */
import {
  type Clause,
  type Decision,
  outcomeOf,
  type Parameters,
  ruleBook,
  textValue,
  withParameters,
  yuanDigits,
} from '../../../../kernel/policy/index.ts';
import type { Result } from '../../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../../kernel/schema/index.ts';
import { atHome, oldEnough } from '../../benefit/clauses.ts';
import { categoryOn, type MealFacts } from '../rules.ts';
import { type Category, categories } from '../terms.ts';

export const MEAL_PROGRAMME = 'meal-subsidy';
const BASIS = '老年人助餐补贴办法';
const RULE = { name: MEAL_PROGRAMME, version: '2026-11' } as const;

export interface EligibilityFacts extends MealFacts {
  readonly division: DivisionCode;
  /** Full board in an institution: no subsidised meals on its days (5.5). */
  readonly inInstitution: boolean;
}

export function determineMeals(
  facts: EligibilityFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: facts.division, date: asOf }, (read): Decision => {
    const category = categoryOn(facts, asOf, read);
    const clauses: Clause[] = [
      oldEnough(read, { birthDate: facts.birthDate, on: asOf, basis: BASIS }),
      atHome(facts.inInstitution, BASIS, '没有入住养老机构（机构里已经包餐）'),
    ];
    const outcome = outcomeOf(clauses);
    const fen = category ? read.fen(`MEAL-${category}`) : 0;
    return {
      programme: MEAL_PROGRAMME,
      rule: RULE,
      asOf,
      outcome,
      clauses: category
        ? [
            ...clauses,
            {
              name: '助餐补贴属于哪一类',
              verdict: 'met',
              value: textValue(categories[category]),
              limit: textValue(Object.values(categories).join('；')),
              basis: BASIS,
              note: '符合几类的，取补贴最多的一类；以后情况变了，吃饭那天按新的算',
            },
          ]
        : clauses,
      amountFen: outcome === 'eligible' ? fen : outcome === 'not-eligible' ? 0 : null,
      effectiveMonth: null,
      breakdown: category
        ? [
            {
              label: '助餐补贴，每餐',
              formula: `每餐最多${yuanDigits(fen)}元，自己至少付${yuanDigits(read.fen('MEAL-MIN-SELF'))}元`,
              fen,
            },
          ]
        : [],
      parameters: read.used(),
    };
  });
}
export const mealRules = ruleBook<EligibilityFacts, Decision>([{ ...RULE, decide: determineMeals }]);

export const categoryOf = (
  facts: EligibilityFacts,
  parameters: Parameters,
  on: PlainDate,
): Result<Category | null, 'PARAM_MISSING'> =>
  withParameters({ parameters, division: facts.division, date: on }, (read) => categoryOn(facts, on, read));
