/** 等级评定 (5.7, GB/T 37276): the level that scores reach, what must hold before anybody scores, how long a grade is good for. Pure. */
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const sections = {
  environment: { zh: '环境', max: 120 },
  facilities: { zh: '设施设备', max: 130 },
  management: { zh: '运营管理', max: 150 },
  service: { zh: '服务', max: 600 },
} as const;
export type Section = keyof typeof sections;
export const sectionNames = Object.keys(sections) as Section[];
export type Scores = Readonly<Record<Section, number>>;

/** Of level 1 to 5: total points, and the share of every section in percent. */
export interface Thresholds {
  readonly points: readonly [number, number, number, number, number];
  readonly shares: readonly [number, number, number, number, number];
}

export const totalOf = (scores: Scores): number => sectionNames.reduce((sum, name) => sum + scores[name], 0);

/** The highest level whose total is reached and whose share every section reaches; 0: none. Products are compared. */
export function levelOf(scores: Scores, { points, shares }: Thresholds): number {
  const total = totalOf(scores);
  for (let level = 5; level >= 1; level--) {
    const share = shares[level - 1]!;
    if (total >= points[level - 1]! && sectionNames.every((name) => scores[name] * 100 >= sections[name].max * share))
      return level;
  }
  return 0;
}

/** Whoever has none yet may ask for level 3 at most. */
export const FIRST_LEVEL = 3;
/** City level assesses 1 to 3; above that the province does. */
export const CITY_LEVEL = 3;

export interface Standing {
  readonly recorded: boolean;
  readonly operatingSince: PlainDate;
  readonly finedOn: PlainDate | null;
  readonly openMajorDanger: boolean;
  readonly insuredTo: PlainDate;
  readonly allAssessed: boolean;
  readonly everGraded: boolean;
  readonly level: number;
}

export interface Condition {
  readonly zh: string;
  readonly met: boolean;
}
const TERM_MONTHS_OPEN = 12;
const MONTHS_WITHOUT_FINE = 24;

/** What must hold on the day of the application; each one is shown, met or not. */
export function conditionsOf(of: Standing, today: PlainDate): Condition[] {
  return [
    { zh: '已经备案', met: of.recorded },
    { zh: '登记满一年', met: addMonths(of.operatingSince, TERM_MONTHS_OPEN) <= today },
    { zh: '两年内没有受到罚款', met: of.finedOn === null || addMonths(of.finedOn, MONTHS_WITHOUT_FINE) <= today },
    { zh: '没有未销号的重大隐患', met: !of.openMajorDanger },
    { zh: '综合责任险在有效期内', met: of.insuredTo >= today },
    { zh: '入住的老年人都按GB/T 42195评估过', met: of.allAssessed },
    { zh: `第一次申报最高${FIRST_LEVEL}级`, met: of.everGraded || of.level <= FIRST_LEVEL },
    { zh: `市级评定1至${CITY_LEVEL}级，再高由省级评定`, met: of.level <= CITY_LEVEL },
  ];
}

/** The last day of a grade: so many years, less a day. */
export const gradeValidTo = (issuedOn: PlainDate, years: number): PlainDate => plusDays(addMonths(issuedOn, years * 12), -1);

export interface GradeSpan {
  readonly level: number;
  readonly issuedOn: PlainDate;
  readonly validTo: PlainDate;
  /** Lowered or cancelled: the first day on which it is not good any more. */
  readonly endedOn: PlainDate | null;
}
/** The grade that is good on a day; 0: none. */
export const gradeOn = (grades: readonly GradeSpan[], day: PlainDate): number =>
  Math.max(
    0,
    ...grades
      .filter(({ issuedOn, validTo, endedOn }) => issuedOn <= day && day <= validTo && (endedOn === null || day < endedOn))
      .map(({ level }) => level),
  );
/** For the money of a month: the grade of its first day. */
export const gradeForMonth = (grades: readonly GradeSpan[], month: YearMonth): number => gradeOn(grades, `${month}-01`);
