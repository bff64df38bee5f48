/** 政府购买居家服务额度 (5.6). Pure: the highest tier only, by what holds on the first day of the month; what an order may take of what is free. */
import { ageOn, firstDayOf, longMonth, monthAfter } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type Decision,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  ruleBook,
  textValue,
  withParameters,
  yuanDigits,
} from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { atHome, OLD_AGE, oldEnough } from '../benefit/clauses.ts';
import type { MealFacts } from '../meals/rules.ts';
import { coversMonth, levelOf, onDay } from '../spells.ts';

export const QUOTA_PROGRAMME = 'home-care-quota';
export const tierKeys = { 1: 'GPS-TIER1', 2: 'GPS-TIER2', 3: 'GPS-TIER3' } as const;
export type Tier = keyof typeof tierKeys;

export interface QuotaFacts extends MealFacts {
  /** Lives in an institution: what is bought at home stands still, and 特困 there is not 分散供养. */
  readonly inInstitution: boolean;
  /** 计划生育特殊家庭, as the township has seen it on an application; null: not looked at yet. Nothing else tells of it. */
  readonly onlyChildLost: boolean | null;
}

/** Null: none. The ages and levels by the standards of the month's first day. */
export function tierIn(facts: QuotaFacts, month: YearMonth, read: ParameterReader): Tier | null {
  const first = firstDayOf(month);
  const age = ageOn(facts.birthDate, first);
  if (age < read.whole(OLD_AGE) || facts.inInstitution) return null;
  const level = levelOf(facts.levels, first).level ?? 0;
  const disabled = level >= read.whole('GPS-LEVEL');
  const severe = level >= read.whole('GPS-LEVEL-TIER1');
  const dibao = coversMonth(facts.dibao, month);
  if (coversMonth(facts.tekun, month) || (dibao && severe)) return 1;
  const alone = age >= read.whole('GPS-ALONE-AGE') && onDay(facts.livingAlone, first) !== undefined;
  const edge = onDay(facts.edge, first) !== undefined;
  if ((dibao && (disabled || alone)) || ((edge || facts.onlyChildLost === true) && disabled)) return 2;
  return dibao && age >= read.whole('GPS-AGE') ? 3 : null;
}

const BASIS = '政府购买居家养老服务办法';
export const tierNames: Readonly<Record<Tier, string>> = { 1: '一档', 2: '二档', 3: '三档' };
const RULE = { name: QUOTA_PROGRAMME, version: '2026-11' } as const;

/** What there is of a person that bears on the tier, in words. */
function standsAs(facts: QuotaFacts & { division: DivisionCode }, month: YearMonth): string {
  const first = firstDayOf(month);
  const of = [
    ...(coversMonth(facts.tekun, month) ? ['特困'] : []),
    ...(coversMonth(facts.dibao, month) ? ['低保'] : []),
    ...(onDay(facts.edge, first) ? ['低保边缘'] : []),
    ...(facts.onlyChildLost ? ['计划生育特殊家庭'] : []),
    levelOf(facts.levels, first).says,
    ...(onDay(facts.livingAlone, first) ? ['独居'] : []),
  ];
  return `${ageOn(facts.birthDate, first)}周岁，${of.join('，')}`;
}

/** On an application (EL-24): the tier of the month after the approval, and the quota that goes with it. */
export function determineQuota(
  facts: QuotaFacts & { division: DivisionCode },
  parameters: Parameters,
  asOf: PlainDate,
): Result<Decision, 'PARAM_MISSING'> {
  const month = monthAfter(asOf);
  const first = firstDayOf(month);
  return withParameters({ parameters, division: facts.division, date: first }, (read): Decision => {
    const tier = tierIn(facts, month, read);
    const open = facts.onlyChildLost === null && tierIn({ ...facts, onlyChildLost: true }, month, read) !== null;
    const [level, severe] = [read.whole('GPS-LEVEL'), read.whole('GPS-LEVEL-TIER1')];
    const clauses: Clause[] = [
      oldEnough(read, { birthDate: facts.birthDate, on: first, basis: BASIS }),
      atHome(facts.inInstitution, BASIS),
      {
        name: '属于政府购买居家服务的对象',
        verdict: tier !== null ? 'met' : open ? 'unknown' : 'unmet',
        value: textValue(tier === null ? standsAs(facts, month) : `${standsAs(facts, month)}：${tierNames[tier]}`),
        limit: textValue(
          [
            `一档：分散供养的特困，低保${severe}级以上`,
            `二档：低保、低保边缘、计划生育特殊家庭${level}级以上，低保${read.whole('GPS-ALONE-AGE')}周岁以上独居`,
            `三档：低保${read.whole('GPS-AGE')}周岁以上`,
          ].join('；'),
        ),
        basis: BASIS,
        note: '符合几档的，取最高的一档',
      },
    ];
    const outcome = outcomeOf(clauses);
    const fen = tier === null ? 0 : read.fen(tierKeys[tier]);
    return {
      programme: QUOTA_PROGRAMME,
      rule: RULE,
      asOf,
      outcome,
      clauses,
      amountFen: outcome === 'eligible' ? fen : outcome === 'not-eligible' ? 0 : null,
      effectiveMonth: outcome === 'eligible' ? month : null,
      breakdown:
        tier === null
          ? []
          : [
              {
                label: `政府购买居家服务额度，${tierNames[tier]}`,
                formula: `按${longMonth(month)}的标准，每月${yuanDigits(fen)}元，不是现金`,
                fen,
              },
            ],
      parameters: read.used(),
    };
  });
}
export const quotaRules = ruleBook<QuotaFacts & { division: DivisionCode }, Decision>([{ ...RULE, decide: determineQuota }]);

export interface Account {
  readonly amountFen: Fen;
  readonly usedFen: Fen;
  readonly reservedFen: Fen;
}
export const freeOf = ({ amountFen, usedFen, reservedFen }: Account): Fen => amountFen - usedFen - reservedFen;

/** At acceptance: as much of the estimate as is free; the rest is the person's own. */
export const reserveOf = (account: Account, estimateFen: Fen): Fen => Math.min(estimateFen, freeOf(account));
/** At verification: the true price, never more than was reserved and is free. */
export const spendOf = (account: Account, of: { heldFen: Fen; trueFen: Fen }): Fen =>
  Math.min(of.trueFen, of.heldFen + freeOf(account));

/** What the person sees of a month. */
export interface MyQuota extends Account {
  readonly tier: Tier;
}
