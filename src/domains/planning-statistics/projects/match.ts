/** Which line of the summary is which group of the detail table: by order and by the likeness of their names; wording may differ (planning 5.4, R4). Pure. */

/** Characters and pairs of them that two names share, 0 to 1 (Dice over bigrams), numbering in front left out. */
export function likeness(one: string, other: string): number {
  const [a, b] = [one, other].map((name) => bare(name));
  if (a === b) return 1;
  const [left, right] = [bigrams(a!), bigrams(b!)];
  if (left.length === 0 || right.length === 0) return 0;
  const rest = [...right];
  let shared = 0;
  for (const pair of left) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    shared++;
    rest.splice(at, 1);
  }
  return (2 * shared) / (left.length + right.length);
}

/** Without the number in front, spaces and the difference between full and half width brackets. */
export const bare = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/^\d+[.、]/, '');

const bigrams = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2));

export interface Pair<A, B> {
  readonly one: A | null;
  readonly other: B | null;
}

/** Names that share less are not the same thing, wherever they stand. */
const LIKE_ENOUGH = 0.3;
/** What the same place in the list adds: of two that are alike the one in its place. */
const SAME_PLACE = 0.15;

/** Pairs the names of two lists, the likeliest first; what is left has no counterpart. In the order of the first list, then what only the second has. */
export function pairByName<A extends { name: string }, B extends { name: string }>(
  ones: readonly A[],
  others: readonly B[],
): Pair<A, B>[] {
  const scores = ones
    .flatMap((one, i) =>
      others
        .map((other, j) => ({ i, j, like: likeness(one.name, other.name), score: 0 }))
        .map((s) => ({
          ...s,
          score: s.like + (s.i === s.j ? SAME_PLACE : 0),
        })),
    )
    .filter((s) => s.like >= LIKE_ENOUGH)
    .sort((a, b) => b.score - a.score || a.i - b.i);
  const [usedOne, usedOther] = [new Map<number, number>(), new Set<number>()];
  for (const { i, j } of scores) {
    if (usedOne.has(i) || usedOther.has(j)) continue;
    usedOne.set(i, j);
    usedOther.add(j);
  }
  return [
    ...ones.map((one, i) => ({ one, other: usedOne.has(i) ? others[usedOne.get(i)!]! : null })),
    ...others.filter((_, j) => !usedOther.has(j)).map((other) => ({ one: null, other })),
  ];
}
