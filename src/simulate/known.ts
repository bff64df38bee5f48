/** What the officers can know of a family on a day: what was told by then, as it was told, and what departments showed when they were asked. */
import { monthOf } from '../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../kernel/schema/index.ts';
import type { Certificate, Expense, Farm, Income, Situation, Spell, TrueFamily, TruePerson } from './world.ts';

export interface KnownIncome extends Income {
  /** Month in which it began; null for longer than anybody asks. */
  readonly from: YearMonth | null;
}

export interface KnownPerson {
  readonly person: TruePerson;
  readonly alive: boolean;
  readonly together: boolean;
  readonly situation: Situation;
  readonly incomes: readonly KnownIncome[];
  readonly certificate: Certificate | null;
  readonly seriousIllness: boolean;
  readonly expenses: readonly Expense[];
  readonly imprisoned: boolean;
  readonly unableTo: number;
}

export interface KnownFamily {
  readonly people: readonly KnownPerson[];
  readonly obligors: readonly { readonly obligor: TrueFamily['obligors'][number]; readonly monthlyFen: number }[];
  readonly farms: readonly Farm[];
  readonly deposits: readonly number[];
  readonly houses: readonly { readonly areaSqm: number }[];
  readonly cars: readonly { readonly valueFen: number }[];
}

export interface Knowing {
  readonly on: PlainDate;
  /** Days on which departments were asked about the family, up to `on`. */
  readonly checks: readonly PlainDate[];
}

/** A department shows the present: whatever began or ended before it was asked. */
const shown = (since: PlainDate | null | undefined, { on, checks }: Knowing): boolean =>
  since != null && checks.some((check) => check <= on && since <= check);

const begun = <T>(spell: Spell<T>, knowing: Knowing): boolean =>
  spell.from <= knowing.on && ((spell.told.on !== null && spell.told.on <= knowing.on) || shown(spell.seenBy, knowing));

const over = <T>(spell: Spell<T>, { on }: Knowing): boolean =>
  spell.to !== null && spell.to < on && spell.endTold?.on != null && spell.endTold.on <= on;

function asKnown<T>(spell: Spell<T>, knowing: Knowing): T {
  const { wrongly } = spell;
  if (!wrongly || (wrongly.until !== null && wrongly.until <= knowing.on) || shown(spell.seenBy, knowing)) return spell.value;
  return wrongly.value;
}

const present = <T>(spells: readonly Spell<T>[], knowing: Knowing): Spell<T>[] =>
  spells.filter((spell) => begun(spell, knowing) && !over(spell, knowing));

const values = <T>(spells: readonly Spell<T>[], knowing: Knowing): T[] =>
  present(spells, knowing).map((spell) => asKnown(spell, knowing));

const LONG = '2021-01-01';

function incomesOf(person: TruePerson, knowing: Knowing): KnownIncome[] {
  const spells = present(person.incomes, knowing);
  // A newer wage that a department shows takes the place of the one that was told.
  const newest = spells.filter((s) => s.value.type === 'wage').at(-1);
  return spells
    .filter((s) => s.value.type !== 'wage' || s === newest)
    .map((s) => ({ ...asKnown(s, knowing), from: s.from < LONG ? null : monthOf(s.from) }));
}

function knownPerson(person: TruePerson, knowing: Knowing): KnownPerson | null {
  if (person.birthDate > knowing.on) return null;
  if (person.birthTold && !(person.birthTold.on !== null && person.birthTold.on <= knowing.on)) return null;
  if (!person.together.some((spell) => begun(spell, knowing))) return null;
  const { death } = person;
  return {
    person,
    alive: !(death && death.told.on !== null && death.told.on <= knowing.on),
    together: values(person.together, knowing).length > 0,
    // The newest that is known, also where nobody told how the one before ended.
    situation: values(person.situations, knowing).at(-1) ?? person.situations[0]!.value,
    incomes: incomesOf(person, knowing),
    certificate: values(person.certificates, knowing).at(-1) ?? null,
    seriousIllness: values(person.seriousIllness, knowing).length > 0,
    expenses: values(person.expenses, knowing),
    imprisoned: values(person.custody, knowing).length > 0,
    unableTo: values(person.unableTo, knowing).at(-1) ?? 0,
  };
}

export const knownOf = (family: TrueFamily, knowing: Knowing): KnownFamily => ({
  people: family.people.flatMap((person) => knownPerson(person, knowing) ?? []),
  obligors: family.obligors.flatMap((obligor) => {
    const monthlyFen = values(obligor.monthlyIncome, knowing).at(-1);
    return monthlyFen === undefined ? [] : [{ obligor, monthlyFen }];
  }),
  farms: values(family.farms, knowing),
  deposits: values(family.deposits, knowing),
  houses: values(family.houses, knowing),
  cars: values(family.cars, knowing),
});

/** What a family comes to say, as the form of a report names it. */
export type ReportedChange = 'job' | 'lost-job' | 'income' | 'family-more' | 'family-less' | 'moved' | 'other';

export interface Report {
  readonly on: PlainDate;
  readonly person: string;
  readonly change: ReportedChange;
}

/** A job that began, and the one that ended; a wage that another one follows is a change of income. */
function wageReports(person: TruePerson): Omit<Report, 'person'>[] {
  return person.incomes.flatMap(({ value, from, told, endTold }): Omit<Report, 'person'>[] => {
    if (value.type !== 'wage') return [];
    const replaces = (day: PlainDate) => person.incomes.some((other) => other.endTold?.on === day);
    const replaced = (day: PlainDate) => person.incomes.some((other) => other.told.on === day);
    const reports: Omit<Report, 'person'>[] = [];
    if (told.on && told.on > from) reports.push({ on: told.on, change: replaces(told.on) ? 'income' : 'job' });
    if (endTold?.on && endTold.by !== 'department')
      reports.push({ on: endTold.on, change: replaced(endTold.on) ? 'income' : 'lost-job' });
    return reports;
  });
}

/** Who came and who left; of custody only what the family says itself. */
function memberReports(person: TruePerson): Omit<Report, 'person'>[] {
  const changes = [
    ...person.together.flatMap((spell) => [
      spell.from > LONG ? { told: spell.told, change: 'family-more' as const } : null,
      { told: spell.endTold, change: 'family-less' as const },
    ]),
    ...person.custody.flatMap((spell) => [spell.told, spell.endTold].map((told) => ({ told, change: 'other' as const }))),
  ];
  return changes.flatMap((c) => (c?.told?.on && c.told.by !== 'department' ? [{ on: c.told.on, change: c.change }] : []));
}

/** Days on which something new is told that a family reports by itself, with what it is about; one report a day and person. */
export function reportsOf(family: TrueFamily): Report[] {
  const reports = new Map<string, Report>();
  for (const person of family.people)
    for (const report of [...wageReports(person), ...memberReports(person)])
      reports.set(`${report.on}${person.ref}`, { ...report, person: person.ref });
  const moved = family.move?.told.on;
  if (moved) reports.set(`${moved}move`, { on: moved, person: 'p0', change: 'moved' });
  return [...reports.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}
