/**
 * 物价联动 (5.10): started by one of two lines in the month, a sum for everybody who lived on 低保 or 特困 in it, by the standard that was known
 * when the index was published: the standard by which the benefit of the month was decided, wherever the family had gone without a word. Who had
 * died before the month counts out, whenever that is told.
 */
import type { Fen, YearMonth } from '../../kernel/schema/index.ts';
import type { PriceRise } from '../world.ts';
import { type Dibao, knownBy, type Paid, type Question } from './dibao.ts';
import { placeOn, truth } from './eyes.ts';
import { below, type Exact, exact, firstDay, monthIs, over, times, upTo, whole } from './measure.ts';
import { dibaoStandard, type Table } from './standards.ts';

export interface PriceSum {
  /** Null: the household. */
  readonly person: string | null;
  readonly month: YearMonth;
  readonly fen: Fen;
  readonly why: string;
}

type Place = Paid['place'];

const rate = (permille: number): Exact => over(whole(permille), 1000);
const YUAN = exact('100');

const isTriggered = ({ cpiPermille, foodPermille }: PriceRise, table: Table): boolean =>
  !below(rate(cpiPermille), table('CPI-TRIG')) || !below(rate(foodPermille), table('FOOD-TRIG'));

function each(rise: PriceRise, table: Table, urbanRural: 'urban' | 'rural'): Fen {
  const share = upTo(times(dibaoStandard(table, urbanRural), rate(rise.cpiPermille)), YUAN);
  return Math.max(share, upTo(table('PRICE-FLOOR'), whole(1)));
}

export function priceSumsOf(q: Question, dibao: readonly Dibao[], prices: readonly PriceRise[]): PriceSum[] {
  return prices.flatMap((rise) => {
    const month = monthIs(rise.month);
    const day = firstDay(month);
    const home = placeOn(q.family, truth, day);
    const table = q.standards.on(day, home.division, knownBy(q, rise.publishedOn));
    if (rise.publishedOn > q.until || !isTriggered(rise, table)) return [];
    const counted = new Set<string>();
    const sums: { person: string | null; heads: readonly string[]; place: Place }[] = dibao.flatMap((d) => {
      const paid = d.paid(month);
      return paid ? [{ person: d.person, heads: paid.members, place: paid.place }] : [];
    });
    for (const { ref } of q.family.people) if (q.isTekun(ref, month)) sums.push({ person: ref, heads: [ref], place: home });
    return sums.flatMap(({ person, heads, place }) => {
      const fen = each(rise, q.standards.on(day, place.division, knownBy(q, rise.publishedOn)), place.urbanRural);
      const fresh = heads.filter((ref) => !counted.has(ref));
      for (const ref of fresh) counted.add(ref);
      if (fresh.length === 0) return [];
      return [{ person, month: rise.month, fen: fresh.length * fen, why: `${fresh.length}人，每人${fen / 100}` }];
    });
  });
}
