/** The made-up lives: the same seed gives the same, dates are in order, and every kind of story occurs. */
import { expect, test } from 'vitest';
import { loadCity } from '../server/city.ts';
import { makeWorld } from './life.ts';
import { planVillages } from './population.ts';
import type { TrueFamily, World } from './world.ts';

const city = loadCity('xianning');
const world = (seed: number): World =>
  makeWorld({
    seed,
    from: '2026-01-05',
    to: '2027-06-30',
    parameters: city.parameters.map((row) => ({ ...row, publishedOn: row.validFrom })),
    villages: planVillages(city.divisions, 3000, seed),
    families: 400,
  });
const families = (seed: number): TrueFamily[] => [...world(seed).families()];

test('同一种子，同样的人和同样的经历；换一个种子就不同', () => {
  expect(families(7)).toEqual(families(7));
  expect(families(7)).not.toEqual(families(8));
});

test('身份证号码没有重复，经历的先后说得通：不先知道后发生，死后没有经历', () => {
  const all = families(7);
  const numbers = all.flatMap((f) => f.people.map((p) => p.idNumber));
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const person of all.flatMap((f) => f.people)) {
    for (const spell of [
      ...person.incomes,
      ...person.situations,
      ...person.certificates,
      ...person.custody,
      ...person.together,
    ]) {
      if (spell.to !== null) expect(spell.to >= spell.from).toBe(true);
      if (spell.told.on !== null) expect(spell.told.on >= spell.from).toBe(true);
    }
    if (person.death) expect(person.death.told.on! >= person.death.on).toBe(true);
  }
});

test('各种经历都有：少报收入、刚好在线上、高一分、低一分、就业、失业、去世迟报、从不报告、证件到期；出生、结婚、离家、服刑、跨县和县内搬家、单人保', () => {
  const stories = families(7)
    .map((f) => f.story)
    .join('\n');
  for (const word of [
    'on-the-line',
    'fen-above',
    'fen-below',
    'wage-begins',
    'wage-ends',
    'late',
    'never',
    'death',
    'certificate',
    'birth',
    'wedding',
    'leaving',
    'custody',
    'move (',
    'within the county',
    'alone (',
  ])
    expect(stories, word).toContain(word);
});
