/** What happens to a family after it has asked: work begins and ends, somebody dies, and each thing is told in time, late, or never. */
import { firstDayOf, monthAfter, plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { membership } from './membership.ts';
import { delay, type Happening, tell, wageOf } from './occasion.ts';
import { beginWork, changeWage, type DraftFamily, isAdult, situations, stopWork } from './people.ts';
import { type Birthplace, QUIET_DAYS } from './place.ts';
import { weighted } from './random.ts';
import type { Told } from './world.ts';

const yuans = (fen: number): number => Math.round(fen / 100) * 100;

const happenings: Record<string, Happening> = {
  ...membership,
  'wage-begins': (at) => {
    const idle = at.family.people.find(
      (p) =>
        isAdult(p, at.on) &&
        p.situations.at(-1)!.value.employment === 'unemployed' &&
        p.situations.at(-1)!.value.capacity === 'full',
    );
    if (!idle) return null;
    const { told, how } = tell(at, at.monthBegins, 75);
    beginWork(idle, yuans(at.standardFen * (at.random.between(8, 36) / 10)), at.monthBegins, told);
    return how;
  },
  'wage-ends': (at) => {
    const earner = at.family.people.find(wageOf);
    if (!earner) return null;
    // Nobody forgets to say that there is no money any more.
    const { told, how } = tell(at, at.monthBegins, 60, at.random.chance(0.75) ? 'soon' : 'late');
    stopWork(earner, at.monthBegins, told, at.random.chance(0.6) ? situations.ill : situations.hardToEmploy);
    return how;
  },
  'wage-changes': (at) => {
    const earner = at.family.people.find(wageOf);
    if (!earner) return null;
    const now = wageOf(earner)!.value.fen;
    const factor = at.random.pick([70, 96, 97, 103, 104, 120, 135, 160]);
    // Who earns less says so; a little more that nobody tells is below what a check would flag.
    const asked = factor < 160 ? (at.random.chance(0.7) ? 'soon' : 'late') : delay(at.random);
    const { told, how } = tell(at, at.monthBegins, 75, asked);
    const wage = factor < 160 ? (now * factor) / 100 : Math.max(now * 1.6, now + 60_000);
    changeWage(earner, yuans(wage), at.monthBegins, told);
    return `${factor}%, ${how}`;
  },
  /** Only in families above the line of 低保, where no amount depends on it. */
  'newly-disabled': (at) => {
    const who = at.family.people.find((p) => isAdult(p, at.on) && p.certificates.length === 0 && p.seriousIllness.length === 0);
    if (!who || !/, (edge|above)/.test(at.family.story) || at.family.story.includes('alone (')) return null;
    const value = { category: 'physical', level: at.random.pick([1, 2] as const), issuedOn: at.on, longTermCare: false } as const;
    const told: Told = { on: plusDays(at.on, at.random.between(1, 5)), by: 'department' };
    who.certificates = [{ value: { ...value, validTo: plusDays(at.on, 3650) }, from: at.on, to: null, told, endTold: null }];
    return who.ref;
  },
  frailer: (at) => {
    const elder = at.family.people[0]!;
    const before = elder.unableTo.at(-1)!;
    if (before.value >= 5) return null;
    const { told, how } = tell(at, at.on, 60, 'soon');
    elder.unableTo = [
      { ...before, to: plusDays(at.on, -1), endTold: told },
      { value: before.value + at.random.between(1, 2), from: at.on, to: null, told, endTold: null },
    ];
    return how;
  },
  death: (at) => {
    // The oldest, or the second of the family: whoever asked may die too.
    const living = [...at.family.people].filter((p) => !p.death).sort((a, b) => (a.birthDate < b.birthDate ? -1 : 1));
    const dead = living[0];
    if (!dead) return null;
    const { told, how } = tell(at, at.on, 88, at.random.chance(0.55) ? 'soon' : 'late');
    dead.death = { on: at.on, told: { ...told, by: 'department' } };
    return `${dead.ref}, ${how}`;
  },
};

const what = weighted<keyof typeof happenings | 'nothing'>([
  ['nothing', 34],
  ['wage-begins', 20],
  ['wage-ends', 12],
  ['wage-changes', 14],
  ['death', 20],
  ['birth', 8],
  ['wedding', 6],
  ['leaving', 6],
  ['custody', 5],
  ['move', 6],
  ['newly-disabled', 9],
]);

/** Something happens to a family some time after a day; answers when it has settled, null where nothing does. */
export function happen(at: Birthplace, family: DraftFamily, after: PlainDate): PlainDate | null {
  const { plan, random } = at;
  const last = plusDays(plan.to, -QUIET_DAYS);
  const first = plusDays(after, 55);
  const span = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
  if (span < 5) return null;
  const which = family.story.includes('特困') ? random.pick(['frailer', 'frailer', 'death', 'nothing']) : what(random);
  if (which === 'nothing') return null;
  const on = plusDays(first, random.between(0, span - 2));
  const monthBegins = firstDayOf(monthAfter(on));
  if (monthBegins >= last) return null;
  const done = happenings[which]!({ ...at, family, on, monthBegins, last });
  if (!done) return null;
  family.story += `, ${which} (${done})`;
  return monthBegins;
}

/** 误报: a neighbour says that somebody has died who has not; the township finds out within days, or after the month's money has gone. */
export function takenForDead({ random, plan }: Birthplace, family: DraftFamily, asked: PlainDate): void {
  const last = plusDays(plan.to, -QUIET_DAYS);
  const first = plusDays(asked, 40);
  const span = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
  if (span < 40 || !random.chance(0.12)) return;
  const on = plusDays(first, random.between(0, span - 35));
  const who = random.pick(family.people.filter((p) => !p.death && p.birthDate < on && p.together.every((s) => s.to === null)));
  if (!who) return;
  who.takenForDead = { on, withdrawnOn: plusDays(on, random.between(1, 30)) };
  family.story += `, taken for dead (${who.ref})`;
}

/**
 * A certificate runs out while a subsidy is drawn: renewed in time, within the months of grace, too late, or not at all. Only in families
 * above the line of 低保, where nothing else depends on it.
 */
export function certificatesRunOut(at: Birthplace, family: DraftFamily, asked: PlainDate): void {
  const { plan, random } = at;
  const last = plusDays(plan.to, -QUIET_DAYS);
  const first = plusDays(asked, 100);
  const span = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) - 90;
  if (span < 5 || !/, (edge|above)/.test(family.story)) return;
  for (const person of family.people) {
    const spell = person.certificates[0];
    if (!spell || spell.from > asked || !random.chance(0.7) || family.asks.some((ask) => ask.single && ask.person === person.ref))
      continue;
    const validTo = plusDays(first, random.between(0, span));
    const renewal = random.pick(['in-time', 'in-time', 'grace', 'grace', 'late', 'never'] as const);
    const days = { 'in-time': -random.between(1, 20), grace: random.between(2, 60), late: 0, never: 0 }[renewal];
    family.story += `, certificate ${renewal}`;
    const old = { ...spell, value: { ...spell.value, validTo } };
    if (renewal === 'late' || renewal === 'never') {
      person.certificates = [old];
      continue;
    }
    const issuedOn = plusDays(validTo, days);
    const told: Told = { on: plusDays(issuedOn, random.between(1, 5)), by: 'department' };
    person.certificates = [
      { ...old, to: plusDays(issuedOn, -1), endTold: told },
      { value: { ...spell.value, issuedOn, validTo: plusDays(issuedOn, 3650) }, from: issuedOn, to: null, told, endTold: null },
    ];
  }
}
