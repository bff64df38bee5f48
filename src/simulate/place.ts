/** What families are made from and at: the plan of a simulated city, a place in it, and the standards in force there. */
import type { Fen, PlainDate } from '../kernel/schema/index.ts';
import type { idNumbers } from './people.ts';
import type { Random } from './random.ts';
import type { VillagePlan } from './settle.ts';
import type { PublishedParameter } from './world.ts';

export interface LifePlan {
  readonly seed: number;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly parameters: readonly PublishedParameter[];
  readonly villages: readonly Pick<VillagePlan, 'code' | 'urban' | 'persons'>[];
  /** Families in hardship, whatever the size of the city. */
  readonly families: number;
  /** Keys of the families that are wanted; all when left out. */
  readonly only?: readonly string[];
}

/** Nothing new is told in the last days, so that everything that began has come to its end. */
export const QUIET_DAYS = 75;

/** What a family is made at. */
export interface Birthplace {
  readonly plan: LifePlan;
  readonly random: Random;
  readonly numbers: ReturnType<typeof idNumbers>;
  readonly county: string;
  /** Of the family's place on the first day that is played. */
  readonly standardFen: Fen;
}

/** The row in force for a place on a day: the county's own before the city's. */
export function valueOn(parameters: readonly PublishedParameter[], key: string, division: string, on: PlainDate): string {
  const rows = parameters.filter((p) => p.key === key && p.validFrom <= on && (p.validTo === null || on < p.validTo));
  const levels = [
    `${division.slice(0, 6)}000000`,
    `${division.slice(0, 4)}00000000`,
    `${division.slice(0, 2)}0000000000`,
    '000000000000',
  ];
  for (const level of levels) {
    const found = rows.filter((p) => p.division === level).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
    if (found) return found.value;
  }
  throw new Error(`no ${key} for ${division} on ${on}`);
}

export const earlier = (a: PlainDate, b: PlainDate): PlainDate => [a, b].sort()[0]!;
export const later = (a: PlainDate, b: PlainDate): PlainDate => [a, b].sort()[1]!;
