/**
 * 服刑、强制戒毒 and the subsidies (4.2). Pure. The month of entry is the last one paid; from the month of release on somebody may draw again, upon a new
 * application. A time in custody is over with its end: it bars nothing that begins later.
 */
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Months } from './facts.ts';

/** Every start with the first end told of that is not before it, in whatever order the two were told. */
export const spellsOf = (starts: readonly PlainDate[], ends: readonly PlainDate[]): Months[] =>
  [...starts].sort().map((from) => {
    const end = [...ends].sort().find((on) => on >= from);
    return { from: monthOf(from), to: end ? monthOf(end) : null };
  });

/** Whether somebody is in custody all through a month. */
const coversMonth = ({ from, to }: Months, month: YearMonth): boolean => from < month && (to === null || to > month);

export const isHeldIn = (spells: readonly Months[], month: YearMonth): boolean => spells.some((s) => coversMonth(s, month));

/** Who applied while in custody that has ended since: paid from the month of release on. */
export const freeFrom = (spells: readonly Months[], month: YearMonth): YearMonth =>
  spells.reduce((first, s) => (s.to !== null && coversMonth(s, first) ? s.to : first), month);

/** The last month of a subsidy drawn from a month on; null: no custody bears on it. What began and ended within a month does not. */
export function lastBeforeCustody(spells: readonly Months[], from: YearMonth): YearMonth | null {
  const ends = spells
    .filter(({ from: entry, to }) => to === null || (to > entry && to > from))
    .map(({ from: entry }) => (entry < from ? plusMonths(from, -1) : entry));
  return ends.sort()[0] ?? null;
}
