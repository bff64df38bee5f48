/** 派单的次序: the best is asked, then the next, then everybody, then a person decides (4.6). Pure. */

export interface OfferLimits {
  /** Minutes that one worker has to answer. */
  readonly each: number;
  /** How many are asked one by one. */
  readonly offers: number;
  readonly broadcast: number;
  /** 助急: each of the two. */
  readonly urgent: number;
}

export type NextAsk = { readonly ask: 'next' | 'everybody'; readonly minutes: number } | { readonly ask: 'dispatcher' };

/** What follows when `asked` have been asked one by one: `fit` may be sent, `fresh` of them have not been asked. */
export function nextAsk(
  given: {
    readonly asked: number;
    readonly everybody: boolean;
    readonly fit: number;
    readonly fresh: number;
    readonly urgent: boolean;
  },
  limits: OfferLimits,
): NextAsk {
  if (given.everybody || given.fit === 0) return { ask: 'dispatcher' };
  return given.asked < limits.offers && given.fresh > 0
    ? { ask: 'next', minutes: given.urgent ? limits.urgent : limits.each }
    : { ask: 'everybody', minutes: given.urgent ? limits.urgent : limits.broadcast };
}
