/** 特困集中供养 (4.15, 5.14): which bed fits, which home is nearest, what is missing to a rate. The class of self-care is what social assistance found; it is never derived from the capacity level. Pure. */
import { metresBetween, type Point } from '../../../kernel/visit/index.ts';
import type { Grade } from './terms.ts';

/** Who cannot care for himself, in part or at all, needs a nursing bed; who was not assessed yet does not. */
export const needsNursing = (grade: Grade | null): boolean => grade === 'half' || grade === 'full';

export const bedFits = (bed: { nursing: boolean; sexRule: string }, person: { sex: string; needsNursing: boolean }): boolean =>
  (bed.sexRule === 'any' || bed.sexRule === person.sex) && (bed.nursing || !person.needsNursing);

/** Whoever needs no nursing bed leaves those to others while there is another one. */
export const bestBed = <T extends { nursing: boolean; sexRule: string }>(
  beds: readonly T[],
  person: { sex: string; needsNursing: boolean },
): T | undefined => beds.filter((bed) => bedFits(bed, person)).toSorted((a, b) => Number(a.nursing) - Number(b.nursing))[0];

export interface Somewhere {
  readonly division: string;
  readonly point: Point | null;
}
const levels = [12, 9, 6] as const;
/** Metres where both places are known, and how near by the division where not: the same village, township, county. */
export function distanceOf(from: Somewhere, to: Somewhere): { metres: number | null; near: number } {
  const shared = levels.findIndex((digits) => from.division.slice(0, digits) === to.division.slice(0, digits));
  return {
    metres: from.point && to.point ? metresBetween(from.point, to.point) : null,
    near: shared === -1 ? levels.length : shared,
  };
}
const words = ['同一个村', '同一个乡镇', '本县', '外县'] as const;
export const distanceSays = ({ metres, near }: ReturnType<typeof distanceOf>): string =>
  metres === null ? words[near]! : `${(metres / 1000).toFixed(1)}公里`;

/** Nearest first; what is measured goes before what is only known by division within the same nearness. */
export const nearestFirst = <T extends { distance: ReturnType<typeof distanceOf> }>(homes: readonly T[]): T[] =>
  homes.toSorted((a, b) =>
    a.distance.metres !== null && b.distance.metres !== null
      ? a.distance.metres - b.distance.metres
      : a.distance.near - b.distance.near || Number(a.distance.metres === null) - Number(b.distance.metres === null),
  );

/** How many more are needed until so many percent of all are reached. */
export const missingTo = (of: { num: number; den: number }, percent: number): number =>
  Math.max(0, Math.ceil((of.den * percent) / 100) - of.num);
