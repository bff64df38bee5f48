/** 老年助餐 (4.7, 5.7). Pure: the best single category on the very day, what a meal is subsidised by, what a canteen comes to, and what looks like ghost meals. */
import { ageOn, monthOf, plainDateOf, shortDate, weekday } from '../../../kernel/calendar/index.ts';
import type { ParameterReader } from '../../../kernel/policy/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { OLD_AGE } from '../benefit/clauses.ts';
import { coversMonth, type Days, type LevelSpell, levelOf, type Months, onDay } from '../spells.ts';
import { type Category, type Period, periods } from './terms.ts';

export interface MealFacts {
  readonly birthDate: PlainDate;
  readonly dibao: readonly Months[];
  readonly tekun: readonly Months[];
  readonly edge: readonly Days[];
  readonly levels: readonly LevelSpell[];
  readonly livingAlone: readonly Days[];
}

/** Null: not yet old. The ages and the level by the standards of the day. */
export function categoryOn(facts: MealFacts, day: PlainDate, read: ParameterReader): Category | null {
  const age = ageOn(facts.birthDate, day);
  const month = monthOf(day);
  if (age < read.whole(OLD_AGE)) return null;
  if (coversMonth(facts.tekun, month) || coversMonth(facts.dibao, month)) return 'M1';
  const alone = age >= read.whole('MEAL-ALONE-AGE') && onDay(facts.livingAlone, day) !== undefined;
  const disabled = (levelOf(facts.levels, day).level ?? 0) >= read.whole('MEAL-LEVEL');
  if (onDay(facts.edge, day) || disabled || alone) return 'M2';
  return age >= read.whole('MEAL-AGE') ? 'M3' : 'M4';
}

/** Whoever eats pays the least that the standard says. */
export const subsidyOf = (of: { categoryFen: Fen; priceFen: Fen; minSelfFen: Fen }): Fen =>
  Math.max(0, Math.min(of.categoryFen, of.priceFen - of.minSelfFen));

/** 运营奖补: for each subsidised meal, up to what is left of the year. */
export const awardOf = (of: { subsidised: number; eachFen: Fen; capFen: Fen; paidFen: Fen }): Fen =>
  Math.max(0, Math.min(of.subsidised * of.eachFen, of.capFen - of.paidFen));

/** By the clock of the till: dinner from three in the afternoon. */
export const periodAt = (hour: number): Period => (hour >= 15 ? 'dinner' : 'lunch');

export interface ServedMeal {
  readonly onDate: PlainDate;
  readonly period: Period;
  readonly mode: 'dine-in' | 'delivery';
  readonly servedAt: string;
  readonly personId: string;
  /** The telephone that showed the code, as a digest; null: card or name-book. */
  readonly device: string | null;
}

/** What people should look at before a canteen is paid (8): never a reason by itself to pay less. */
export function doubtsOf(
  meals: readonly ServedMeal[],
  given: { seats: number; sameMinute: number; weekendPercent: number; devicePersons: number },
): string[] {
  const doubts: string[] = [];
  const minutes = Map.groupBy(meals, (m) => m.servedAt.slice(0, 16));
  const bursts = [...minutes.values()].filter((of) => of.length >= given.sameMinute);
  if (bursts.length > 0) {
    const worst = bursts.reduce((a, b) => (b.length > a.length ? b : a));
    doubts.push(
      `同一分钟登记${given.sameMinute}份以上的有${bursts.length}次，最多的是${shortDate(plainDateOf(worst[0]!.servedAt))}，一分钟${worst.length}份`,
    );
  }
  const sittings = Map.groupBy(
    meals.filter((m) => m.mode === 'dine-in'),
    (m) => `${m.onDate}${m.period}`,
  );
  for (const of of sittings.values())
    if (of.length > given.seats)
      doubts.push(`${shortDate(of[0]!.onDate)}${periods[of[0]!.period]}堂食${of.length}份，座位只有${given.seats}个`);
  const phones = [...Map.groupBy(meals, (m) => m.device)]
    .filter(([device]) => device !== null)
    .map(([, of]) => new Set(of.map((m) => m.personId)).size)
    .filter((persons) => persons >= given.devicePersons);
  if (phones.length > 0)
    doubts.push(`有${phones.length}部手机替${given.devicePersons}位以上老人出示码，最多的一部替${Math.max(...phones)}位`);
  const days = [...Map.groupBy(meals, (m) => m.onDate)].map(([day, of]) => ({
    weekend: [0, 6].includes(weekday(day)),
    count: of.length,
  }));
  const mean = (of: typeof days) => (of.length === 0 ? 0 : of.reduce((s, d) => s + d.count, 0) / of.length);
  const [atWeekends, onWorkdays] = [mean(days.filter((d) => d.weekend)), mean(days.filter((d) => !d.weekend))];
  if (onWorkdays > 0 && atWeekends * 100 > onWorkdays * given.weekendPercent)
    doubts.push(`周末平均每天${Math.round(atWeekends)}份，平日${Math.round(onWorkdays)}份，周末多得不寻常`);
  return doubts;
}
