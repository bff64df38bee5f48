/** Traces that departments and banks see of those who are paid: cards that are used, or no longer; one card for families that are nothing to each other. */
import { plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import type { DraftFamily } from './people.ts';
import type { Birthplace } from './place.ts';

/** A day of the month on which the office is at work anyway. */
const CARD_DAY = '20';

/** Every few months while the person lives; a quarter of them never. */
function traceCards({ random, plan }: Birthplace, { people }: DraftFamily, asked: PlainDate): void {
  const [person] = people;
  if (!person || random.chance(0.25)) return;
  const seen: PlainDate[] = [];
  for (let on = plusDays(asked, 60); ; on = plusDays(on, random.between(80, 170))) {
    const day = `${on.slice(0, 8)}${CARD_DAY}` as PlainDate;
    if (day > plan.to || (person.death && day >= person.death.on)) break;
    seen.push(day);
  }
  person.seen = seen;
}

const GROUP = 12;
const SHARERS: readonly number[] = [2, 5, 8];

/** Three of so many families have their money sent to the card of a third person, who keeps it for them. */
function shareCard(family: DraftFamily, index: number): void {
  const draws = family.story.includes('特困') || family.people[0]!.certificates.length > 0;
  if (draws || !SHARERS.includes(index % GROUP)) return;
  family.card = `6217799${String(Math.floor(index / GROUP)).padStart(9, '0')}`;
  family.story += ', card of another';
}

export function leaveTraces(at: Birthplace, family: DraftFamily, given: { asked: PlainDate; index: number }): void {
  traceCards(at, family, given.asked);
  shareCard(family, given.index);
}
