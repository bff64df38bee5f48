/** Many cards at one till in one minute. Pure. */
export interface CardUse {
  readonly personId: string;
  readonly at: string;
}
/** Minutes by the clock in which cards of at least so many people were used, the most first. */
export function cardBursts(uses: readonly CardUse[], least: number): { at: string; cards: number }[] {
  return [...Map.groupBy(uses, ({ at }) => new Date(at).toISOString().slice(0, 16))]
    .map(([minute, own]) => ({ at: `${minute}:00.000Z`, cards: new Set(own.map(({ personId }) => personId)).size }))
    .filter(({ cards }) => cards >= least)
    .toSorted((a, b) => b.cards - a.cards || a.at.localeCompare(b.at));
}
