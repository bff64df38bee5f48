/** 4.7: the least grade, the clocks of a grade, what rings next, and what is missing before it is closed. Pure. */
import { plainDateOf, plusDays, startOf } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Grade, type IncidentType, type Injury, type StepKind, stepKinds } from './terms.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** Nothing is reported below this; above it anybody may. */
export function leastGrade(of: { type: IncidentType; injury: Injury; persons: number }): Grade {
  const hurt = of.injury === 'none' ? 0 : of.persons;
  if (of.type === 'fire' || hurt >= 3 || (of.type === 'food' && of.persons >= 3)) return 'S4';
  if (of.injury === 'death') return of.type === 'illness' ? 'S3' : 'S4';
  if (of.injury === 'hospital' || of.type === 'abuse') return 'S3';
  return of.injury === 'clinic' || of.type === 'choking' ? 'S2' : 'S1';
}

export interface Limits {
  /** Minutes until the family of S2 is told, until wandering goes to the police, and until it is serious. */
  readonly familyMinutes: number;
  readonly searchMinutes: number;
  readonly seriousMinutes: number;
  /** Hours: S2 to the county, S3 by telephone, S4 by telephone, in writing. */
  readonly countyHours: number;
  readonly phoneHours: number;
  readonly gravePhoneHours: number;
  readonly writtenHours: number;
  /** Days of the review. */
  readonly reviewDays: number;
  readonly seriousReviewDays: number;
}

export interface Clocks {
  /** Null: none. */
  readonly family: string;
  readonly phone: string | null;
  readonly written: string | null;
  readonly review: PlainDate | null;
}
/** Until when, all from the moment it was found. S3 and S4: the family at once. */
export function clocksOf(grade: Grade, foundAt: string, limits: Limits): Clocks {
  const day = plainDateOf(foundAt);
  return {
    family: {
      S1: startOf(plusDays(day, 1)).toISOString(),
      S2: after(foundAt, limits.familyMinutes * MINUTE),
      S3: foundAt,
      S4: foundAt,
    }[grade],
    phone: {
      S1: null,
      S2: null,
      S3: after(foundAt, limits.phoneHours * HOUR),
      S4: after(foundAt, limits.gravePhoneHours * HOUR),
    }[grade],
    written: {
      S1: null,
      S2: after(foundAt, limits.countyHours * HOUR),
      S3: after(foundAt, limits.writtenHours * HOUR),
      S4: after(foundAt, limits.writtenHours * HOUR),
    }[grade],
    review: { S1: null, S2: plusDays(day, limits.reviewDays), S3: plusDays(day, limits.seriousReviewDays), S4: null }[grade],
  };
}

export interface Course {
  readonly type: IncidentType;
  readonly grade: Grade;
  readonly foundAt: string;
  readonly closed: boolean;
  /** Of the persons concerned, whose family nobody has told. */
  readonly untold: number;
  readonly done: readonly StepKind[];
}
export type Alarm = 'search' | 'raise' | 'family' | 'phone';

/** What rings if nothing is done, by when: the search that has lasted, the family that nobody has told, the telephone call to the county. */
export function alarmsOf(of: Course, limits: Limits): { alarm: Alarm; at: string }[] {
  if (of.closed) return [];
  const missing = of.type === 'wandering' && !of.done.includes('located');
  const { phone } = clocksOf(of.grade, of.foundAt, limits);
  return [
    ...(missing ? [{ alarm: 'search' as const, at: after(of.foundAt, limits.searchMinutes * MINUTE) }] : []),
    ...(missing && of.grade < 'S3' ? [{ alarm: 'raise' as const, at: after(of.foundAt, limits.seriousMinutes * MINUTE) }] : []),
    ...(of.untold > 0 && of.grade > 'S1'
      ? [{ alarm: 'family' as const, at: after(of.foundAt, limits.familyMinutes * MINUTE) }]
      : []),
    ...(phone !== null && !of.done.includes('county') ? [{ alarm: 'phone' as const, at: phone }] : []),
  ];
}

/** What is still missing before it may be closed. */
export const missingToClose = (of: Pick<Course, 'untold' | 'done' | 'type'>): string[] => [
  ...(of.untold > 0 ? [`${stepKinds.family}（还有${of.untold}位老人的家属）`] : []),
  ...(of.type === 'wandering' && !of.done.includes('located') ? ['人还没有找到'] : []),
  ...(of.type === 'abuse' && !of.done.includes('police') ? ['报110（疑似虐待的）'] : []),
  ...(of.done.includes('cause') ? [] : [stepKinds.cause]),
  ...(of.done.includes('correction') ? [] : [stepKinds.correction]),
];
