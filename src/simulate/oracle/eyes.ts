/**
 * Who looks at a family, and what they can know: the truth itself, or what had been told, corrected or seen by a department up to a day.
 */
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { Certificate, Income, Spell, TrueFamily, TruePerson } from '../world.ts';
import { lastDay, type Month, monthsLater } from './measure.ts';

export interface Eyes {
  /** Null: sees the truth. */
  readonly knownBy: PlainDate | null;
  /** The latest day on which departments were asked; null: never. */
  readonly checkedOn: PlainDate | null;
  /** Deaths are in the registers, whoever wrote what down before: they count up to this day; left out: as everything else. */
  readonly deathsBy?: PlainDate;
}
export const truth: Eyes = { knownBy: null, checkedOn: null };

/** A spell as somebody believes it to be. */
export interface Belief<T> {
  readonly value: T;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

const reached = (day: PlainDate | null | undefined, by: PlainDate | null): boolean => !!day && !!by && day <= by;

export function belief<T>(spell: Spell<T>, { knownBy, checkedOn }: Eyes): Belief<T> | null {
  if (knownBy === null) return spell;
  const seen = reached(spell.seenBy, checkedOn) && spell.from <= checkedOn!;
  if (!seen && !reached(spell.told.on, knownBy)) return null;
  const { wrongly } = spell;
  const deceived = wrongly && !seen && !reached(wrongly.until, knownBy);
  // 核对只看得到比申报多的，看不出什么已经没有了
  const over = spell.to && reached(spell.endTold?.on, knownBy);
  return { value: deceived ? wrongly.value : spell.value, from: spell.from, to: over ? spell.to : null };
}

export const beliefs = <T>(spells: readonly Spell<T>[], eyes: Eyes): Belief<T>[] =>
  spells.map((spell) => belief(spell, eyes)).filter((b) => b !== null);

const isWage = (spell: Spell<Income>): boolean => spell.value.type === 'wage';

/** A wage that only a department shows is held against what was told: less, or a little more, is no difference (5.7). */
const DIFFERENCE_FEN = 500_00;
function isFound(found: Spell<Income>, spells: readonly Spell<Income>[], eyes: Eyes): boolean {
  if (eyes.knownBy === null || !isWage(found) || belief(found, { ...eyes, checkedOn: null })) return true;
  const told = spells
    .filter(isWage)
    .map((spell) => belief(spell, { ...eyes, checkedOn: null }))
    .filter((b) => b !== null && (!b.to || b.to >= found.from))
    .reduce((total, b) => total + b!.value.fen, 0);
  return found.value.fen - told > Math.max(told / 10, DIFFERENCE_FEN);
}

/** 收入: as above, but the wage of a new job that is known takes the place of the old one, whose end need not have been told. */
export function incomeBeliefs(spells: readonly Spell<Income>[], eyes: Eyes): Belief<Income>[] {
  const known = spells
    .map((spell) => ({ spell, now: isFound(spell, spells, eyes) ? belief(spell, eyes) : null }))
    .filter(({ now }) => now !== null);
  return known.map(({ spell, now }) => {
    const next = isWage(spell) && now!.to === null && spell.to && known.find((k) => isWage(k.spell) && k.spell.from > spell.to!);
    return next ? { ...now!, to: spell.to } : now!;
  });
}

export const holdsOn = ({ from, to }: Belief<unknown>, day: PlainDate): boolean => from <= day && (!to || day <= to);
/** Any day of the month counts. */
export const holdsIn = ({ from, to }: Belief<unknown>, month: Month): boolean =>
  from <= lastDay(month) && (!to || to.slice(0, 7) >= lastDay(month).slice(0, 7));

export const heldOn = <T>(spells: readonly Spell<T>[], eyes: Eyes, day: PlainDate): Belief<T>[] =>
  beliefs(spells, eyes).filter((b) => holdsOn(b, day));
export const valuesOn = <T>(spells: readonly Spell<T>[], eyes: Eyes, day: PlainDate): T[] =>
  heldOn(spells, eyes, day).map((b) => b.value);
/** The latest to begin of those that hold. */
export const valueOn = <T>(spells: readonly Spell<T>[], eyes: Eyes, day: PlainDate): T | undefined =>
  valuesOn(spells, eyes, day).at(-1);

/** The day of death as far as known. */
export const deathOf = (person: TruePerson, { knownBy, deathsBy = knownBy ?? undefined }: Eyes): PlainDate | null =>
  person.death && (knownBy === null || reached(person.death.told.on, deathsBy ?? null)) ? person.death.on : null;

export function isAlive(person: TruePerson, eyes: Eyes, day: PlainDate): boolean {
  if (person.birthDate > day) return false;
  if (person.birthTold && eyes.knownBy !== null && !reached(person.birthTold.on, eyes.knownBy)) return false;
  const death = deathOf(person, eyes);
  return !death || death > [day, eyes.deathsBy ?? day].sort()[1]!;
}

/** Where the family is registered on a day, as far as known. */
export function placeOn(family: TrueFamily, { knownBy }: Eyes, day: PlainDate): Pick<TrueFamily, 'division' | 'urbanRural'> {
  const { move } = family;
  return move && move.on <= day && (knownBy === null || reached(move.told.on, knownBy)) ? move : family;
}

export const personOf = (family: TrueFamily, ref: string): TruePerson => {
  const person = family.people.find((p) => p.ref === ref);
  if (!person) throw new Error(`${family.key} has no ${ref}`);
  return person;
};

/** 重度残疾: levels one and two of any kind, level three of intellectual and mental. */
export const isSevere = ({ level, category }: Certificate): boolean =>
  level <= 2 || (level === 3 && (category === 'intellectual' || category === 'mental'));

const LONG_TERM_MONTHS = 6;
const MAJORITY = 18;

/** 共同生活的家庭成员: who is counted on a day (5.3), `except` those who receive 特困. */
export function counted(family: TrueFamily, eyes: Eyes, day: PlainDate, except: ReadonlySet<string>): TruePerson[] {
  return family.people.filter((person) => {
    if (except.has(person.ref) || !isAlive(person, eyes, day)) return false;
    if (heldOn(person.custody, eyes, day).length > 0) return false;
    const home = heldOn(person.together, eyes, day).at(-1);
    if (!home) return false;
    if (person.relation === 'self' || person.relation === 'spouse') return true;
    if (person.relation === 'child') {
      const situation = valueOn(person.situations, eyes, day);
      const minor = day < monthsLater(person.birthDate, MAJORITY * 12);
      if (minor || (situation && (situation.student !== 'none' || situation.capacity === 'none'))) return true;
    }
    return monthsLater(home.from, LONG_TERM_MONTHS) <= day;
  });
}
