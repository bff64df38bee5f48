/**
 * 参考价 (section 8, above-market unit prices): what an item costs on the market, as a dated standard of each county, beside what was quoted. A price over it by more
 * than the standard says is marked for whoever signs, accepts and pays; it takes nothing off by itself. Pure.
 */
import type { ParameterReader } from '../../../kernel/policy/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';
import type { HomeItem } from './items.ts';

export const priceKey = (item: HomeItem): string => `ADP-PRICE-${item.toUpperCase()}`;

export interface Priced {
  readonly item: HomeItem;
  readonly quantity: number;
  /** What was paid, or quoted while it is not known. */
  readonly fen: Fen;
}
export interface AgainstMarket {
  /** Of one piece, metre or square metre; null: nobody has set it. */
  readonly referenceFen: Fen | null;
  /** By how many percent the unit price is higher, rounded down; null: within what is allowed. */
  readonly overPercent: number | null;
}

/** Multiplied, not divided: a price of exactly the allowed share is within it. */
export function againstMarket(of: Priced, read: ParameterReader): AgainstMarket {
  const found = read.optional(priceKey(of.item));
  if (!found) return { referenceFen: null, overPercent: null };
  const referenceFen = Number(found.value);
  const market = referenceFen * of.quantity;
  const over = of.fen * 100 > market * read.whole('ADP-PRICE-OVER');
  return { referenceFen, overPercent: over ? Math.floor((of.fen * 100) / market) - 100 : null };
}
