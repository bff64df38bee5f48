/** Builders for tests of the assessment: everything at its best unless said. */
import { items, maxOf, type Scores, type SectionKey } from './items.ts';

type Given = { readonly [S in SectionKey]?: Readonly<Record<string, number>> };

/** All 26 items at the highest score, but for those that are given. */
export const scores = (given: Given = {}): Scores =>
  Object.fromEntries(
    (Object.keys(items) as SectionKey[]).map((section) => [
      section,
      { ...Object.fromEntries(Object.entries(items[section]).map(([key, item]) => [key, maxOf(item)])), ...given[section] },
    ]),
  ) as unknown as Scores;

/** By the order of the standard: B.1.1…, B.2.1…, as its worked examples write them. */
export const inOrder = (selfCare: number[], mobility: number[], mental: number[], participation: number[]): Scores =>
  Object.fromEntries(
    Object.entries({ selfCare, mobility, mental, participation }).map(([section, given]) => [
      section,
      Object.fromEntries(Object.keys(items[section as SectionKey]).map((key, i) => [key, given[i]])),
    ]),
  ) as unknown as Scores;
