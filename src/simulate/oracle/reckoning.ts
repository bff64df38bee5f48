/** What a picture comes to under the standards of a day: people, income of the year, limits, and the monthly amount of 低保 (5.4–5.6). */
import type { Fen } from '../../kernel/schema/index.ts';
import {
  below,
  birthday,
  type Exact,
  firstDay,
  hasAge,
  least,
  type Month,
  minus,
  monthIs,
  notNegative,
  over,
  plus,
  roughly,
  times,
  upTo,
  whole,
  yuan,
  zero,
} from './measure.ts';
import type { Picture, Portrait, Support } from './picture.ts';
import { count, dibaoStandard, type Standards, shareOf, type Table } from './standards.ts';

export interface Light {
  readonly standards: Standards;
  /** The first day of the month paid, or the day of the decision. */
  readonly day: `${number}-${number}-${number}`;
  readonly knownBy: `${number}-${number}-${number}` | null;
}
const tableFor = ({ standards, day, knownBy }: Light, division: string): Table => standards.on(day, division, knownBy);

const twelve = whole(12);
const nobody: ReadonlySet<string> = new Set();

function yearOfPerson(person: Portrait, picture: Picture, table: Table): Exact {
  const [S, central] = [dibaoStandard(table, picture.urbanRural), table('PENSION-EXCL')];
  const cost = shareOf(table, 'EMP-COST', S);
  const { birthDate } = person;
  const ofAge =
    hasAge(birthDate, count(table, 'LAB-AGE-MIN'), picture.judgedOn) &&
    !hasAge(birthDate, count(table, 'LAB-AGE-MAX') + 1, picture.judgedOn);
  let total = zero;
  for (const month of person.year) {
    const wage = whole(month.wage);
    total = plus(total, minus(wage, least(wage, cost)));
    total = plus(total, plus(whole(month.other), notNegative(minus(whole(month.pension), central))));
    if (month.idle && ofAge)
      total = plus(total, shareOf(table, month.idle === 'full' ? 'LAB-COEF-FULL' : 'LAB-COEF-PART', table('MIN-WAGE')));
  }
  for (const farm of person.farms) total = plus(total, times(whole(farm.scale), table(`FARM-RATE-${farm.kind.toUpperCase()}`)));
  return minus(total, whole(person.ownPayments));
}

function yearOfSupport(support: Support, light: Light): Exact {
  const table = tableFor(light, support.division);
  const free = times(shareOf(table, 'MAINT-FREE', dibaoStandard(table, support.urbanRural)), whole(support.size));
  const surplus = notNegative(minus(whole(support.monthly), free));
  return times(twelve, over(shareOf(table, 'MAINT-RATE', surplus), support.mustSupport));
}

export interface Reckoning {
  readonly people: readonly Portrait[];
  /** Y: the counted income of twelve months. */
  readonly income: Exact;
  /** 12·S·N */
  readonly limit: Exact;
  readonly standard: Exact;
  readonly table: Table;
}

/** The picture without some of its people (who died, or went over to 特困). */
export function reckon(picture: Picture, light: Light, without: ReadonlySet<string> = nobody): Reckoning {
  const table = tableFor(light, picture.division);
  const people = picture.people.filter((p) => !without.has(p.ref));
  let income = zero;
  for (const person of people) income = plus(income, yearOfPerson(person, picture, table));
  for (const support of picture.support) if (!without.has(support.person)) income = plus(income, yearOfSupport(support, light));
  const standard = dibaoStandard(table, picture.urbanRural);
  return {
    people,
    income: notNegative(income),
    limit: times(times(twelve, standard), whole(people.length)),
    standard,
    table,
  };
}

export type Means = 'dibao' | 'edge';
/** Owns no more than the class allows (5.6). */
export function ownsLittle(picture: Picture, { table, standard, people }: Reckoning, means: Means | 'rigid'): boolean {
  const heads = whole(people.length);
  const limit = times(shareOf(table, `FIN-LIMIT-${means.toUpperCase()}`, standard), heads);
  if (below(limit, whole(picture.deposits)) || picture.cars > 0) return false;
  const crowded = !below(times(table('HOUSE-AREA'), heads), whole(picture.houseArea));
  return picture.houses <= count(table, 'HOUSE-SETS') || crowded;
}

/** Which class the family belongs to by income and means; null: neither. */
export function classOf(picture: Picture, r: Reckoning): Means | null {
  if (r.people.length === 0) return null;
  if (below(r.income, r.limit)) return ownsLittle(picture, r, 'dibao') ? 'dibao' : null;
  return below(r.income, times(r.limit, r.table('EDGE-RATIO'))) && ownsLittle(picture, r, 'edge') ? 'edge' : null;
}

/** 分类施保: the highest of the three, by the month that is paid. */
function topUp(person: Portrait, r: Reckoning, month: Month): Fen {
  const { table } = r;
  const old = month > monthIs(birthday(person.birthDate, count(table, 'TOP-AGE-FROM')));
  const minor = month <= monthIs(birthday(person.birthDate, 18));
  const rates = [
    ...(person.heavy ? [table('TOP-SEV')] : []),
    ...(old ? [table('TOP-AGE')] : []),
    ...(minor ? [table('TOP-MIN')] : []),
  ];
  const best = rates.reduce((a, b) => (below(a, b) ? b : a), zero);
  return upTo(times(best, r.standard), table('ROUND'));
}

export interface Amount {
  readonly fen: Fen;
  readonly people: number;
  readonly why: string;
}

/** The amount of a month; nothing when the income is not below the limit. */
export function amountIn(
  picture: Picture,
  month: Month,
  light: Omit<Light, 'day'>,
  without: ReadonlySet<string> = nobody,
): Amount {
  const r = reckon(picture, { ...light, day: firstDay(month) }, without);
  const people = r.people.length;
  if (people === 0 || !below(r.income, r.limit)) return { fen: 0, people, why: `${people}人，收入不低于标准` };
  const base = upTo(over(minus(r.limit, r.income), 12), r.table('ROUND'));
  const topUps = r.people.reduce((total, person) => total + topUp(person, r, month), 0);
  return {
    fen: base + topUps,
    people,
    why: `${people}人，年收入${yuan(roughly(r.income))}，补差${yuan(base)}${topUps > 0 ? `，增发${yuan(topUps)}` : ''}`,
  };
}
