/** 政府购买居家服务额度 (5.6). Pure: the highest tier only, by what holds on the first day of the month; what an order may take of what is free. */
import { ageOn, firstDayOf } from '../../../kernel/calendar/index.ts';
import type { ParameterReader } from '../../../kernel/policy/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { OLD_AGE } from '../benefit/clauses.ts';
import type { MealFacts } from '../meals/rules.ts';
import { coversMonth, levelOf, onDay } from '../spells.ts';

export const tierKeys = { 1: 'GPS-TIER1', 2: 'GPS-TIER2', 3: 'GPS-TIER3' } as const;
export type Tier = keyof typeof tierKeys;

export interface QuotaFacts extends MealFacts {
  /** Lives in an institution: 特困 there is not 分散供养. */
  readonly inInstitution: boolean;
}

/** Null: none. The ages and levels by the standards of the month's first day. */
export function tierIn(facts: QuotaFacts, month: YearMonth, read: ParameterReader): Tier | null {
  const first = firstDayOf(month);
  const age = ageOn(facts.birthDate, first);
  if (age < read.whole(OLD_AGE)) return null;
  const level = levelOf(facts.levels, first).level ?? 0;
  const disabled = level >= read.whole('GPS-LEVEL');
  const severe = level >= read.whole('GPS-LEVEL-TIER1');
  const dibao = coversMonth(facts.dibao, month);
  if ((coversMonth(facts.tekun, month) && !facts.inInstitution) || (dibao && severe)) return 1;
  const alone = age >= read.whole('GPS-ALONE-AGE') && onDay(facts.livingAlone, first) !== undefined;
  if ((dibao && (disabled || alone)) || (onDay(facts.edge, first) !== undefined && disabled)) return 2;
  return dibao && age >= read.whole('GPS-AGE') ? 3 : null;
}

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
