/** 信用分和风险等级 (5.10): a year's ledger of points with their reasons; the class is that of a day. Pure. */
import type { RiskClass } from '../../../kernel/inspection/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** What costs or gives points. `by`: the platform counts it, or an officer enters it with the document behind it. */
export const reasons = {
  'general-late': { zh: '一般隐患逾期满一周', points: -2, by: 'platform' },
  'larger-found': { zh: '发现较大隐患', points: -5, by: 'platform' },
  'major-found': { zh: '发现重大隐患', points: -15, by: 'platform' },
  'self-check-missed': { zh: '一个月没有自查', points: -5, by: 'platform' },
  star: { zh: '等级评定，每级', points: 2, by: 'platform' },
  's3-concealed': { zh: '瞒报S3级突发事件', points: -10, by: 'officer' },
  's4-concealed': { zh: '瞒报S4级突发事件', points: -20, by: 'officer' },
  fine: { zh: '受到罚款', points: -10, by: 'officer' },
  'false-subsidy': { zh: '补贴资料弄虚作假', points: -20, by: 'officer' },
  // How many is a dated standard (CARE-CREDIT-ABNORMAL).
  'abnormal-listed': { zh: '列入经营异常名录', points: 0, by: 'platform' },
  repair: { zh: '信用修复', points: 0, by: 'platform' },
  revoked: { zh: '处罚撤销，扣分取消', points: 0, by: 'platform' },
} as const satisfies Record<string, { zh: string; points: number; by: 'platform' | 'officer' }>;
export type Reason = keyof typeof reasons;

/** What stands at the beginning of a year. Whoever was registered in the year itself begins at the top of class B. */
export const START_POINTS = 100;

export interface ClassBounds {
  readonly A: number;
  readonly B: number;
  readonly C: number;
}
export interface Entry {
  readonly onDate: PlainDate;
  readonly points: number;
}

export const startOf = (registeredOn: PlainDate, year: number, bounds: ClassBounds): number =>
  registeredOn >= `${year}-01-01` ? bounds.A - 1 : START_POINTS;

/** Points of the year that the day is in, on that day. */
export const pointsOn = (start: number, entries: readonly Entry[], day: PlainDate): number =>
  entries
    .filter(({ onDate }) => onDate.slice(0, 4) === day.slice(0, 4) && onDate <= day)
    .reduce((sum, { points }) => sum + points, start);

export const classOf = (points: number, bounds: ClassBounds, badFaith: boolean): RiskClass =>
  badFaith ? 'D' : points >= bounds.A ? 'A' : points >= bounds.B ? 'B' : points >= bounds.C ? 'C' : 'D';
