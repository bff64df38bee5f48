/**
 * What befalls a family once: fires, accidents, sudden illness, and bills beyond its means — of every tier, also far from home, also the same
 * again within a year and a third time in one calendar year, which the limits on repeats refuse.
 */
import { plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import type { DraftFamily, DraftPerson } from './people.ts';
import { type Birthplace, QUIET_DAYS } from './place.ts';
import { weighted } from './random.ts';
import type { Bill, Burden, Emergency, Trouble } from './world.ts';

/** No two of a family are dealt with at the same time. */
const APART_DAYS = 60;
/** From the day on which it is asked to the day on which it is decided. */
const DECIDING_DAYS = 40;
const YUAN = 100;

const howOften = weighted<number>([
  [0, 70],
  [1, 15],
  [2, 7],
  [3, 5],
  [4, 3],
]);

/** Alive, at home and free until it is decided. */
function canAsk(person: DraftPerson, on: PlainDate): boolean {
  const until = plusDays(on, DECIDING_DAYS);
  const gone = person.together.some((s) => s.to !== null && s.to < until);
  return !(person.death && person.death.on <= until) && !gone && person.custody.length === 0;
}

/** Nobody looks at bills while the address changes. */
const isMoving = ({ move }: DraftFamily, on: PlainDate): boolean =>
  move !== undefined &&
  plusDays(move.on, -DECIDING_DAYS) <= on &&
  (move.told.on === null || on <= plusDays(move.told.on, DECIDING_DAYS));

/** Half of those who come again ask for a conference. */
const resolved = ({ random }: Birthplace, before?: Trouble): { resolvedFen?: number } =>
  before && random.chance(0.5) ? { resolvedFen: random.between(40, 200) * 100 * YUAN } : {};

function emergency(at: Birthplace, family: DraftFamily, on: PlainDate, before?: Trouble): Emergency {
  const { random, plan } = at;
  const again = before?.type === 'emergency' && random.chance(0.4);
  return {
    type: 'emergency',
    on,
    person: 'p0',
    cause: again ? before.cause : random.pick(['fire', 'accident', 'illness', 'other'] as const),
    tier: random.pick([1, 1, 2, 2, 3] as const),
    persons: random.chance(0.7) ? family.people.length : random.between(1, 6),
    division: random.chance(0.3) ? random.pick(plan.villages).code : family.division,
    ...resolved(at, before),
  };
}

/** From a little beyond what a family can spare to a catastrophe; half of it covered by insurance, or all but a fen. */
function burden(at: Birthplace, on: PlainDate, before?: Trouble): Burden {
  const { random } = at;
  const cause = before?.type === 'expense' ? before.cause : random.pick(['medical', 'medical', 'education', 'other'] as const);
  const bill = (most: number): Bill => {
    const totalFen = random.between(5, most) * 100 * YUAN + random.pick([0, 0, 1, 49, 99]);
    const covered = cause === 'medical' ? random.pick([0, 0, 50, 100]) : 0;
    return { class: cause, totalFen, reimbursedFen: Math.floor((totalFen * covered) / 100) };
  };
  return {
    type: 'expense',
    on,
    person: 'p0',
    cause,
    bills: random.chance(0.3) ? [bill(900), bill(60)] : [bill(random.pick([60, 300, 900]))],
    ...resolved(at, before),
  };
}

export function getIntoTrouble(at: Birthplace, family: DraftFamily, asked: PlainDate): void {
  const { random, plan } = at;
  const last = plusDays(plan.to, -QUIET_DAYS);
  const troubles: Trouble[] = [];
  let on = plusDays(asked, random.between(70, 140));
  for (let left = howOften(random); left > 0 && on <= last; left--, on = plusDays(on, random.between(APART_DAYS, 130))) {
    const before = troubles.at(-1);
    const urgent = (random.chance(0.6) && before?.type !== 'expense') || isMoving(family, on);
    if (canAsk(family.people[0]!, on)) troubles.push(urgent ? emergency(at, family, on, before) : burden(at, on, before));
  }
  if (troubles.length === 0) return;
  family.troubles = troubles;
  family.story += `, ${troubles.map((t) => (t.type === 'emergency' ? `${t.cause} tier ${t.tier}` : `bills of ${t.cause}`)).join(', ')}`;
}
