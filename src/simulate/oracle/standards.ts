/** The published standards: which value holds on a day in a place, as far as had been published by a day. */
import type { PlainDate } from '../../kernel/schema/index.ts';
import type { PublishedParameter } from '../world.ts';
import { type Exact, exact, times } from './measure.ts';

/** The standards of one day and place. */
export type Table = (key: string) => Exact;

/** From the village up to the nation: the first that has a row decides. */
const places = (division: string): string[] =>
  [12, 9, 6, 4, 2, 0].map((length) => division.slice(0, length).padEnd(12, '0')).filter((d, i, all) => all.indexOf(d) === i);

interface Row {
  readonly value: Exact;
  readonly from: PlainDate;
  readonly to: PlainDate | null;
  readonly publishedOn: PlainDate;
}

/** In force on the day among what was published; an old row goes on until the one that follows it is published. */
function inForce(rows: readonly Row[], day: PlainDate, knownBy: PlainDate | null): Row | undefined {
  const known = rows.filter((row) => row.from <= day && (knownBy === null || row.publishedOn <= knownBy));
  const latest = known.reduce<Row | undefined>((best, row) => (best && best.from > row.from ? best : row), undefined);
  if (!latest?.to || latest.to > day) return latest;
  const follower = rows.find((row) => row.from === latest.to);
  return follower && !known.includes(follower) ? latest : undefined;
}

export interface Standards {
  /** `knownBy` null: with everything that was ever published. */
  on(day: PlainDate, division: string, knownBy: PlainDate | null): Table;
}

export function standardsOf(parameters: readonly PublishedParameter[]): Standards {
  const rows = new Map<string, Row[]>();
  for (const p of parameters) {
    const place = `${p.key} ${p.division}`;
    const row = { value: exact(p.value), from: p.validFrom, to: p.validTo, publishedOn: p.publishedOn };
    rows.set(place, [...(rows.get(place) ?? []), row]);
  }
  return {
    on: (day, division, knownBy) => (key) => {
      for (const place of places(division)) {
        const found = rows.get(`${key} ${place}`);
        const row = found && inForce(found, day, knownBy);
        if (row) return row.value;
      }
      throw new Error(`no ${key} on ${day} in ${division}`);
    },
  };
}

export type UrbanRural = 'urban' | 'rural';
const letter = (kind: UrbanRural): string => (kind === 'urban' ? 'U' : 'R');
/** 低保标准, a month. */
export const dibaoStandard = (table: Table, kind: UrbanRural): Exact => table(`DB-STD-${letter(kind)}`);
export const tekunStandard = (table: Table, kind: UrbanRural): Exact => table(`TK-BASE-${letter(kind)}`);
export const shareOf = (table: Table, key: string, amount: Exact): Exact => times(table(key), amount);
/** A parameter that counts months, years or per cent. */
export const count = (table: Table, key: string): number => {
  const { top, bottom } = table(key);
  return Number(top / bottom);
};
