/** Rules of the facilities (4.13, 5.15): area of an estate, 四同步, an open month, exit. Pure. */
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { EstateArea, SiteGrade } from './terms.ts';

/** Square metres for a planned person in hundredths, and for each begun hundred of households by the kind of area. Dated standards. */
export interface AreaNorms {
  readonly perPersonCm: number;
  readonly perHundred: Readonly<Record<EstateArea, number>>;
}
export interface Estate {
  readonly area: EstateArea;
  readonly plannedPeople: number;
  readonly households: number;
}

/** 5.15, in whole square metres, a begun one counts as one: by planned people or by households, whichever is more. */
export function requiredArea({ area, plannedPeople, households }: Estate, norms: AreaNorms): number {
  return Math.max(Math.ceil((plannedPeople * norms.perPersonCm) / 100), Math.ceil(households / 100) * norms.perHundred[area]);
}
export const shortfall = (estate: Estate, handedM2: number, norms: AreaNorms): number =>
  Math.max(0, requiredArea(estate, norms) - handedM2);

/** 未同步: the housing is accepted, and the facility was handed over later, or is not yet. */
export const isOutOfStep = (on: { handedOn: PlainDate | null; housingAcceptedOn: PlainDate | null }): boolean =>
  on.housingAcceptedOn !== null && (on.handedOn === null || on.handedOn > on.housingAcceptedOn);

/** Assessments of a site by year: two D in a row, the last two years that were assessed, and it is on the list of those that go. */
export function mustGo(grades: readonly { year: number; grade: SiteGrade }[]): boolean {
  const [last, before] = grades.toSorted((a, b) => b.year - a.year);
  return last?.grade === 'D' && before?.grade === 'D' && before.year === last.year - 1;
}
