/**
 * The families of a simulated city and what becomes of them, from a seed: the same seed gives the same lives. One family at a time, so
 * that a city of any size can be played. Who they are stands in `hardship.ts`, what happens to them in `events.ts`.
 */
import { plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { certificatesRunOut, happen, takenForDead } from './events.ts';
import { makeHardship } from './hardship.ts';
import { type DraftFamily, idNumbers, isAdult } from './people.ts';
import { type Birthplace, earlier, type LifePlan, later, QUIET_DAYS, valueOn } from './place.ts';
import { pricesOf } from './prices.ts';
import { makeRandom } from './random.ts';
import { leaveTraces } from './traces.ts';
import { getIntoTrouble } from './trouble.ts';
import type { TrueFamily, World } from './world.ts';

/** Persons of a city with one family in hardship: 3.6 % of residents draw 低保, and about as many ask in vain or draw something else. */
export const PERSONS_PER_FAMILY = 45;

function makeFamily(plan: LifePlan, index: number, numbers: Birthplace['numbers']): TrueFamily {
  const random = makeRandom(plan.seed * 7_919 + index);
  const populated = plan.villages.filter((v) => v.persons > 0);
  const village = random.pick(populated.length > 0 ? populated : plan.villages);
  const urbanRural = village.urban ? ('urban' as const) : ('rural' as const);
  const standardFen = Number(valueOn(plan.parameters, urbanRural === 'urban' ? 'DB-STD-U' : 'DB-STD-R', village.code, plan.from));
  const at: Birthplace = { plan, random, numbers, county: village.code.slice(0, 6), standardFen };
  const family: DraftFamily = {
    key: `F${String(index + 1).padStart(6, '0')}`,
    division: village.code,
    urbanRural,
    story: '',
    people: [],
    obligors: [],
    farms: [],
    deposits: [],
    houses: [],
    cars: [],
    asks: [],
  };
  makeHardship(at, family);
  // Most are in need when the city begins to be played and ask at once; the others come over the years.
  const last = plusDays(plan.to, -QUIET_DAYS - 45);
  const first = random.chance(0.7) ? random.between(0, 35) : random.between(0, Math.max(36, daysTo(plan.from, last)));
  const asked = earlier(plusDays(plan.from, first), last);
  family.asks.push({ item: family.story.includes('特困') ? 'tekun' : 'dibao', on: asked, person: 'p0' });
  askAlone(at, family, { asked, last });
  const happened = happen(at, family, asked);
  certificatesRunOut(at, family, asked);
  askForSubsidies(at, family, { asked, last });
  beNoticed(at, family, { asked, last });
  // Chance of its own, so that the lives are the same with and without it.
  const apart = { ...at, random: makeRandom(plan.seed * 104_729 + index) };
  getIntoTrouble(apart, family, asked);
  leaveTraces(apart, family, { asked, index });
  // Some are hit again soon after. Not whoever receives alone: a family of one is the same money under another name.
  if (happened && !family.move && !/特困|alone \(/.test(family.story))
    happen({ ...at, random: makeRandom(plan.seed * 32_452_843 + index) }, family, plusDays(happened, -30));
  takenForDead({ ...at, random: makeRandom(plan.seed * 15_485_863 + index) }, family, asked);
  return family;
}

/** 单人保: where the family is above the line, an adult member who is severely disabled or seriously ill asks again, alone. */
function askAlone(
  { random, plan }: Birthplace,
  family: DraftFamily,
  { asked, last }: { asked: PlainDate; last: PlainDate },
): void {
  const above = family.story.includes(', above');
  if (!above && !family.story.includes(', edge')) return;
  for (const person of family.people) {
    if (!isAdult(person, plan.from)) continue;
    const disabled = person.certificates.length > 0;
    const ill = person.seriousIllness.length > 0;
    const on = plusDays(asked, random.between(48, 70));
    if (!(disabled || ill) || on > last) continue;
    const single = disabled ? (above ? 'jobless-severe' : 'disability') : 'illness';
    family.asks.push({ item: 'dibao', on, person: person.ref, single });
    family.story += `, alone (${person.ref}, ${single})`;
    // The living subsidy comes with the 低保.
    const after = plusDays(on, random.between(25, 60));
    if (disabled && after <= last)
      family.asks.push({ item: 'subsidies', on: after, person: person.ref, kinds: ['living', 'nursing'] });
    return;
  }
}

/** The school, the agriculture office or veterans' affairs notice that the family is in need. */
function beNoticed(
  { random, plan }: Birthplace,
  family: DraftFamily,
  { asked, last }: { asked: PlainDate; last: PlainDate },
): void {
  const on = plusDays(asked, random.between(60, 200));
  if (!random.chance(0.15) || on > last) return;
  const pupil = family.people.find((p) => !isAdult(p, plan.to) && p.birthDate < plan.from);
  const kind = pupil
    ? random.pick(['poverty-listed', 'school-hardship'] as const)
    : random.pick(['poverty-listed', 'veteran-hardship'] as const);
  family.signals = [{ kind, person: kind === 'school-hardship' ? pupil!.ref : 'p0', on }];
  family.story += `, ${kind}`;
}

/** Some ask before the family draws 低保, some in the month in which it is confirmed, some later; now and then nobody does. */
function askForSubsidies(
  { random }: Birthplace,
  family: DraftFamily,
  { asked, last }: { asked: PlainDate; last: PlainDate },
): void {
  for (const person of family.people) {
    if (person.certificates.length === 0 || random.chance(0.1)) continue;
    if (family.asks.some((ask) => ask.item === 'subsidies' && ask.person === person.ref)) continue;
    const on = plusDays(asked, random.chance(0.3) ? random.between(1, 25) : random.between(28, 75));
    const issued = plusDays(person.certificates[0]!.value.issuedOn, 12);
    if (issued <= last)
      family.asks.push({
        item: 'subsidies',
        on: earlier(later(issued, on), last),
        person: person.ref,
        kinds: ['living', 'nursing'],
      });
  }
}

const daysTo = (a: PlainDate, b: PlainDate): number => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);

export function makeWorld(plan: LifePlan): World {
  return {
    seed: plan.seed,
    from: plan.from,
    to: plan.to,
    parameters: plan.parameters,
    prices: pricesOf(plan),
    *families() {
      const numbers = idNumbers();
      for (let index = 0; index < plan.families; index++) {
        const family = makeFamily(plan, index, numbers);
        if (!plan.only || plan.only.includes(family.key)) yield family;
      }
    },
  };
}
