/** A thing that happens to a family on a day, and when it is told: soon, late, or never. */
import { plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import type { DraftFamily, DraftPerson } from './people.ts';
import { type Birthplace, earlier } from './place.ts';
import { weighted } from './random.ts';
import type { Told } from './world.ts';

export type Delay = 'soon' | 'late' | 'never';
export const delay = weighted<Delay>([
  ['soon', 60],
  ['late', 28],
  ['never', 12],
]);

export interface Occasion extends Birthplace {
  readonly family: DraftFamily;
  readonly on: PlainDate;
  /** Work begins, ends and changes with a month. */
  readonly monthBegins: PlainDate;
  /** The last day on which anything may be told. */
  readonly last: PlainDate;
}

export function tell(at: Occasion, from: PlainDate, most: number, how: Delay = delay(at.random)): { told: Told; how: Delay } {
  if (how === 'never') return { told: { on: null, by: 'family' }, how };
  const days = how === 'soon' ? at.random.between(1, 10) : at.random.between(35, most);
  const on = plusDays(from, days);
  return { told: { on: earlier(on, at.last), by: at.random.chance(0.5) ? 'family' : 'village' }, how };
}

/** Answers what it did, or null when this family has nobody to whom it could happen. */
export type Happening = (at: Occasion) => string | null;

export const wageOf = (p: DraftPerson) => p.incomes.find((s) => s.value.type === 'wage' && s.to === null);
