/** Drafts of people and of what happens to them: small helpers that keep the two clocks of a spell together. */
import { ageOn, plusDays } from '../kernel/calendar/index.ts';
import { makeIdNumber, type Sex } from '../kernel/resident/index.ts';
import type { Fen, PlainDate } from '../kernel/schema/index.ts';
import { makeName, makeSurname } from './names.ts';
import type { Random } from './random.ts';
import type { Certificate, Income, Relation, Situation, Spell, Told, TrueFamily, TruePerson } from './world.ts';

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
export type DraftPerson = Draft<TruePerson>;
export type DraftFamily = Omit<Draft<TrueFamily>, 'people'> & { people: DraftPerson[] };

/** Gives every made person a number of their own; 900–999 of a day and county are left to people made by hand, the registry starts elsewhere. */
export function idNumbers(): (county: string, birthDate: PlainDate, sex: Sex) => string {
  const used = new Map<string, number>();
  return (county, birthDate, sex) => {
    const key = `${county}${birthDate}${sex}`;
    const count = (used.get(key) ?? 0) + 1;
    used.set(key, count);
    if (count > 49) throw new Error(`no identity numbers left for ${county} ${birthDate}`);
    return makeIdNumber(county, birthDate, 900 + 2 * count - (sex === 'male' ? 1 : 0));
  };
}

export const situations = {
  working: { employment: 'employed', capacity: 'full', exempt: null, student: 'none' },
  caring: { employment: 'unemployed', capacity: 'full', exempt: 'caring', student: 'none' },
  ill: { employment: 'unemployed', capacity: 'partial', exempt: 'ill', student: 'none' },
  idle: { employment: 'unemployed', capacity: 'full', exempt: null, student: 'none' },
  hardToEmploy: { employment: 'unemployed', capacity: 'full', exempt: 'hard-to-employ', student: 'none' },
  old: { employment: 'unemployed', capacity: 'none', exempt: null, student: 'none' },
  retired: { employment: 'retired', capacity: 'none', exempt: null, student: 'none' },
  unable: { employment: 'unemployed', capacity: 'none', exempt: null, student: 'none' },
  pupil: { employment: 'child', capacity: 'none', exempt: null, student: 'school' },
  toddler: { employment: 'child', capacity: 'none', exempt: null, student: 'none' },
  undergraduate: { employment: 'unemployed', capacity: 'full', exempt: null, student: 'undergraduate' },
} as const satisfies Record<string, Situation>;

/** Long before anything that is played. */
export const LONG_AGO: PlainDate = '2020-01-01';

/** True since long, and said whenever somebody asks. */
export const since = <T>(value: T, from: PlainDate = LONG_AGO): Spell<T> => ({
  value,
  from,
  to: null,
  told: { on: from, by: 'family' },
  endTold: null,
});

export interface NewPersonDraft {
  ref: string;
  relation: Relation;
  /** A day of birth, or an age on the first day that is played. */
  birth: PlainDate | readonly [number, number];
  sex?: Sex;
  surname?: string;
  situation: Situation;
}

export function makePerson(
  random: Random,
  at: { today: PlainDate; county: string; numbers: ReturnType<typeof idNumbers> },
  given: NewPersonDraft,
): DraftPerson {
  const sex = given.sex ?? (random.chance(0.5) ? 'male' : 'female');
  const birthDate =
    typeof given.birth === 'string'
      ? given.birth
      : plusDays(at.today, -Math.floor(random.between(given.birth[0], given.birth[1]) * 365.2425) - random.between(1, 364));
  const surname = given.surname ?? makeSurname(random);
  return {
    ref: given.ref,
    name: makeName(random, { sex, birthYear: Number(birthDate.slice(0, 4)), surname }),
    sex,
    birthDate,
    idNumber: at.numbers(at.county, birthDate, sex),
    relation: given.relation,
    birthTold: null,
    death: null,
    together: [since(true as const)],
    situations: [since(given.situation, birthDate > LONG_AGO ? birthDate : LONG_AGO)],
    incomes: [],
    certificates: [],
    seriousIllness: [],
    expenses: [],
    custody: [],
    unableTo: [],
  };
}

/** What a department would see of an income, and when: wages and pensions a month after they begin. */
const TAX_DAYS = 31;

export const addIncome = (person: DraftPerson, income: Income, from: PlainDate = LONG_AGO): void => {
  person.incomes.push({ ...since(income, from), seenBy: income.type === 'wage' ? plusDays(from, TAX_DAYS) : null });
};

const endLast = <T>(spells: Spell<T>[], on: PlainDate, told: Told): void => {
  const last = spells.at(-1);
  if (last && last.to === null) spells[spells.length - 1] = { ...last, to: plusDays(on, -1), endTold: told };
};

export function changeSituation(person: DraftPerson, situation: Situation, on: PlainDate, told: Told): void {
  endLast(person.situations, on, told);
  person.situations.push({ value: situation, from: on, to: null, told, endTold: null });
}

export function beginWork(person: DraftPerson, wageFen: Fen, on: PlainDate, told: Told): void {
  changeSituation(person, situations.working, on, told);
  person.incomes.push({
    value: { type: 'wage', fen: wageFen },
    from: on,
    to: null,
    told,
    endTold: null,
    seenBy: plusDays(on, TAX_DAYS),
  });
}

/** The wages of a person end; what is done instead. */
export function stopWork(person: DraftPerson, on: PlainDate, told: Told, instead: Situation): void {
  changeSituation(person, instead, on, told);
  person.incomes = person.incomes.map((spell) =>
    spell.value.type === 'wage' && spell.to === null ? { ...spell, to: plusDays(on, -1), endTold: told } : spell,
  );
}

/** The same work for another wage. */
export function changeWage(person: DraftPerson, wageFen: Fen, on: PlainDate, told: Told): void {
  person.incomes = person.incomes.map((spell) =>
    spell.value.type === 'wage' && spell.to === null ? { ...spell, to: plusDays(on, -1), endTold: told } : spell,
  );
  person.incomes.push({
    value: { type: 'wage', fen: wageFen },
    from: on,
    to: null,
    told,
    endTold: null,
    seenBy: plusDays(on, TAX_DAYS),
  });
}

export const addCertificate = (person: DraftPerson, certificate: Certificate): void => {
  person.certificates.push(since(certificate, certificate.issuedOn));
};

export const isAdult = (person: Pick<TruePerson, 'birthDate'>, on: PlainDate): boolean => ageOn(person.birthDate, on) >= 18;
