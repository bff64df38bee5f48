/**
 * A family as written down on one day: twelve months of every counted person's money, what is taken off, what outsiders owe, what it owns.
 * An application is about the twelve full months before it; a review, and the truth of a month, about the present money twelve times (5.4).
 */
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import type { Expense, Farm, Income, TrueFamily, TrueObligor, TruePerson } from '../world.ts';
import {
  type Belief,
  counted,
  type Eyes,
  heldOn,
  holdsIn,
  holdsOn,
  incomeBeliefs,
  isAlive,
  isSevere,
  placeOn,
  valueOn,
  valuesOn,
} from './eyes.ts';
import { firstDay, type Month, monthIs } from './measure.ts';
import type { UrbanRural } from './standards.ts';

/** A month of a person. `pension`: of the resident scheme, with its central part. */
export interface MonthOfMoney {
  readonly wage: Fen;
  readonly pension: Fen;
  readonly other: Fen;
  /** Expected to work and does not, by capacity, if of an age to work. */
  readonly idle: 'full' | 'partial' | null;
}

export interface Portrait {
  readonly ref: string;
  readonly birthDate: PlainDate;
  /** 重度残疾、三级智力精神残疾、重病: the highest top-up. */
  readonly heavy: boolean;
  readonly year: readonly MonthOfMoney[];
  /** Paid out of the own pocket in the year, to be taken off. */
  readonly ownPayments: Fen;
  readonly farms: readonly Farm[];
}

export interface Support {
  readonly person: string;
  readonly monthly: Fen;
  readonly size: number;
  readonly mustSupport: number;
  readonly division: string;
  readonly urbanRural: UrbanRural;
}

export interface Picture {
  /** Ages are counted on it: the day of the decision. */
  readonly judgedOn: PlainDate;
  readonly division: string;
  readonly urbanRural: UrbanRural;
  readonly people: readonly Portrait[];
  readonly support: readonly Support[];
  readonly deposits: Fen;
  readonly cars: number;
  readonly houses: number;
  readonly houseArea: number;
}

export type Reach = 'window' | 'present';
/** 收入核算期: full months before the month of the application. */
const WINDOW = 12;

/** Central pension apart, these are income; 高龄津贴 is not (5.4). */
const isOther = ({ type }: Income): boolean => type !== 'wage' && type !== 'resident-pension' && type !== 'old-age-allowance';
const sum = (list: readonly Income[]): Fen => list.reduce((total, { fen }) => total + fen, 0);

function idleOf(person: TruePerson, eyes: Eyes, day: PlainDate): MonthOfMoney['idle'] {
  const now = valueOn(person.situations, eyes, day);
  if (!now || now.exempt || now.student !== 'none' || now.capacity === 'none') return null;
  return now.employment === 'unemployed' || now.employment === 'retired' ? now.capacity : null;
}

function yearOf(person: TruePerson, eyes: Eyes, day: PlainDate, reach: Reach): MonthOfMoney[] {
  const all = incomeBeliefs(person.incomes, eyes);
  const now = all.filter((b) => holdsOn(b, day));
  const idle = idleOf(person, eyes, day);
  const row = (list: readonly Belief<Income>[], wages: readonly Belief<Income>[]): MonthOfMoney => {
    const values = list.map((b) => b.value);
    const wage = sum(wages.map((b) => b.value).filter((i) => i.type === 'wage'));
    return {
      wage,
      pension: sum(values.filter((i) => i.type === 'resident-pension')),
      other: sum(values.filter(isOther)),
      idle: wage > 0 ? null : idle,
    };
  };
  const first = monthIs(day) - WINDOW;
  // 期间内新就业的，按现月工资乘十二，并代替此前的工资
  const newJob = now.some((b) => b.value.type === 'wage' && b.from >= firstDay(first));
  return Array.from({ length: WINDOW }, (_, i) => {
    if (reach === 'present') return row(now, now);
    const then = all.filter((b) => holdsIn(b, (first + i) as Month));
    return row(then, newJob ? now : then);
  });
}

function ownPaymentsOf(person: TruePerson, eyes: Eyes, day: PlainDate): Fen {
  const ill = heldOn(person.seriousIllness, eyes, day).length > 0;
  // 支出发生在过去一年，证件后来过期不影响
  const disabled = heldOn(person.certificates, eyes, day).length > 0;
  const counts = (e: Expense): boolean => (e.class === 'medical' ? ill : disabled);
  return valuesOn(person.expenses, eyes, day)
    .filter(counts)
    .reduce((total, e) => total + Math.max(0, e.totalFen - e.reimbursedFen), 0);
}

/** The certificate that is valid on the day. */
export const certificateOn = (person: TruePerson, eyes: Eyes, day: PlainDate) => {
  const found = valueOn(person.certificates, eyes, day);
  return found && found.validTo >= day ? found : undefined;
};

function portraitOf(family: TrueFamily, person: TruePerson, eyes: Eyes, day: PlainDate, reach: Reach): Portrait {
  const certificate = certificateOn(person, eyes, day);
  const ill = heldOn(person.seriousIllness, eyes, day).length > 0;
  return {
    ref: person.ref,
    birthDate: person.birthDate,
    heavy: ill || (certificate !== undefined && isSevere(certificate)),
    year: yearOf(person, eyes, day, reach),
    ownPayments: ownPaymentsOf(person, eyes, day),
    farms: valuesOn(family.farms, eyes, day).filter((farm) => farm.person === person.ref),
  };
}

const supportOf = (obligor: TrueObligor, person: string, monthly: Fen): Support => ({
  person,
  monthly,
  size: obligor.householdSize,
  mustSupport: obligor.mustSupport,
  division: obligor.division,
  urbanRural: obligor.urbanRural,
});

export interface Sitting {
  readonly eyes: Eyes;
  readonly judgedOn: PlainDate;
  /** Whose circumstances are written down. */
  readonly day: PlainDate;
  readonly reach: Reach;
  /** Who receives 特困 and stands outside. */
  readonly except: ReadonlySet<string>;
}

/**
 * 家庭财产 is what those own who are counted (57号第九条), and all of it stands in the name of the first of the family: it does not count while that
 * person is in prison. What such a person has left in dying stays with the family, but not with one member alone.
 */
function ownedBy(
  family: TrueFamily,
  { eyes, day, refs }: { eyes: Eyes; day: PlainDate; refs: ReadonlySet<string> },
  only: string | undefined,
): Pick<Picture, 'deposits' | 'cars' | 'houses' | 'houseArea'> {
  const owner = family.people[0]!;
  const counts = only === undefined ? refs.has(owner.ref) || !isAlive(owner, eyes, day) : only === owner.ref;
  if (!counts) return { deposits: 0, cars: 0, houses: 0, houseArea: 0 };
  const houses = valuesOn(family.houses, eyes, day);
  return {
    deposits: valuesOn(family.deposits, eyes, day).reduce((total, fen) => total + fen, 0),
    cars: valuesOn(family.cars, eyes, day).length,
    houses: houses.length,
    houseArea: houses.reduce((total, { areaSqm }) => total + areaSqm, 0),
  };
}

/** The picture of the people who are counted, or of `only` one of them. */
export function pictureOf(family: TrueFamily, { eyes, judgedOn, day, reach, except }: Sitting, only?: string): Picture {
  const people = counted(family, eyes, day, except).filter((p) => only === undefined || p.ref === only);
  const refs = new Set(people.map((p) => p.ref));
  const owned = ownedBy(family, { eyes, day, refs }, only);
  const { division, urbanRural } = placeOn(family, eyes, day);
  return {
    judgedOn,
    division,
    urbanRural,
    people: people.map((person) => portraitOf(family, person, eyes, day, reach)),
    support: family.obligors.flatMap((obligor) => {
      const monthly = valueOn(obligor.monthlyIncome, eyes, day) ?? 0;
      return obligor.supports.filter((ref) => refs.has(ref)).map((ref) => supportOf(obligor, ref, monthly));
    }),
    ...owned,
  };
}
