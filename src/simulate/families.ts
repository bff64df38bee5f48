/**
 * Made-up families: who lives together, how old, related how. The shares are those of the city's plan: of 2,507,000 residents 15.78 % are 60 or
 * older, 42,000 are 80 or older, and 128,700 elders live without anybody younger.
 */
import { plusDays } from '../kernel/calendar/index.ts';
import type { HouseholdRelation, Sex } from '../kernel/resident/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { makeName, makeSurname } from './names.ts';
import { type Random, weighted } from './random.ts';

export interface MadeMember {
  name: string;
  sex: Sex;
  birthDate: PlainDate;
  relation: HouseholdRelation;
}

interface Draft {
  sex: Sex;
  age: number;
  relation: HouseholdRelation;
  surname: string;
}

const other = (sex: Sex): Sex => (sex === 'male' ? 'female' : 'male');
const anySex = (random: Random): Sex => (random.chance(0.512) ? 'male' : 'female');

const childCount = weighted<number>([
  [1, 42],
  [2, 47],
  [3, 11],
]);

function couple(random: Random, age: number): Draft[] {
  const surname = makeSurname(random);
  const sex: Sex = random.chance(0.85) ? 'male' : 'female';
  return [
    { sex, age, relation: 'head', surname },
    { sex: other(sex), age: Math.max(20, age + random.between(-4, 3)), relation: 'spouse', surname: makeSurname(random) },
  ];
}

function childrenOf(random: Random, parents: readonly Draft[], count: number): Draft[] {
  const father = parents.find((p) => p.sex === 'male') ?? parents[0]!;
  const youngest = Math.min(...parents.map((p) => p.age));
  return Array.from({ length: count }, () => ({
    sex: anySex(random),
    age: Math.max(0, Math.min(30, youngest - random.between(21, 33))),
    relation: 'child' as const,
    surname: father.surname,
  }));
}

function elders(random: Random, child: Draft): Draft[] {
  const age = Math.min(96, child.age + random.between(21, 30));
  const one: Draft = { sex: anySex(random), age, relation: 'parent', surname: child.surname };
  if (random.chance(0.45)) return [one];
  return [
    one,
    { sex: other(one.sex), age: Math.min(97, age + random.between(-4, 2)), relation: 'parent', surname: makeSurname(random) },
  ];
}

const alone = (random: Random, age: number): Draft[] => [
  { sex: anySex(random), age, relation: 'head', surname: makeSurname(random) },
];

/** 60 and older, the very old fewer and fewer. */
const elderAge = (random: Random): number => 60 + Math.min(random.between(0, 29), random.between(0, 29));

/** Each kind of family with its share. */
const kinds = weighted<(random: Random) => Draft[]>([
  [(r) => alone(r, r.between(20, 58)), 11],
  [(r) => alone(r, elderAge(r)), 5],
  [(r) => couple(r, elderAge(r)), 6.4],
  [(r) => couple(r, r.between(44, 59)), 15],
  [
    (r) => {
      const parents = couple(r, r.between(24, 54));
      return [...parents, ...childrenOf(r, parents, childCount(r))];
    },
    34,
  ],
  [
    (r) => {
      const parent = alone(r, r.between(24, 52));
      return [...parent, ...childrenOf(r, parent, childCount(r))];
    },
    4,
  ],
  [
    (r) => {
      const parents = couple(r, r.between(29, 56));
      return [...parents, ...childrenOf(r, parents, childCount(r)), ...elders(r, parents[0]!)];
    },
    25,
  ],
  [
    (r) => {
      const old = couple(r, r.between(52, 74));
      const grandchild: Draft = { sex: anySex(r), age: r.between(1, 15), relation: 'grandchild', surname: old[0]!.surname };
      return [...old, grandchild]; // 留守儿童
    },
    3,
  ],
]);

/** One family on a day. The head comes first; at least one member. */
export function makeFamily(random: Random, today: PlainDate): MadeMember[] {
  return kinds(random)(random).map(({ sex, age, relation, surname }) => {
    const birthDate = plusDays(today, -Math.floor(age * 365.2425) - random.between(0, 364));
    return { sex, relation, birthDate, name: makeName(random, { sex, birthYear: Number(birthDate.slice(0, 4)), surname }) };
  });
}
