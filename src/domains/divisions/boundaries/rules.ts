/** 联合检查、界桩、平安边界: due dates and scores (divisions.md 5.4, 5.7; 行政区域界线管理条例, Order 353). Pure. */
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Grade, MarkerState } from './terms.ts';

/** “每5年联合检查一次” read as whole years: by the end of the fifth year after the last round (assumption). */
export const inspectionDue = (lastFinishedOn: PlainDate): PlainDate => `${Number(lastFinishedOn.slice(0, 4)) + 5}-12-31`;

/** Months before the due day on which both sides are told. */
export const WARNINGS = [12, 6, 3] as const;

/** How many of the warnings have come by a day: 0 to 3. */
export const warningsBy = (dueOn: PlainDate, today: PlainDate): number =>
  WARNINGS.filter((months) => addMonths(dueOn, -months) <= today).length;

/** Percent with one decimal, half up: 60.2 of 81.5 km is 73.9. */
export const progressOf = (inspections: readonly { plannedMetres: number; doneMetres: number }[]): number | null => {
  const planned = inspections.reduce((sum, i) => sum + i.plannedMetres, 0);
  if (planned === 0) return null;
  return Math.round((inspections.reduce((sum, i) => sum + i.doneMetres, 0) * 1000) / planned) / 10;
};

/** 界桩完好率: of those in the ledger; null where the line has none. */
export const integrityOf = (states: readonly MarkerState[]): { good: number; all: number } => ({
  good: states.filter((state) => state === 'good').length,
  all: states.length,
});

/** A guardian visits once a quarter: so many days after the last visit it is overdue (assumption). */
export const VISIT_DAYS = 92;
export const visitOverdue = (visitedOn: PlainDate | null, today: PlainDate): boolean =>
  visitedOn === null || today > plusDays(visitedOn, VISIT_DAYS);

/** The photograph is taken at the marker (assumption). */
export const VISIT_METRES = 50;
export const LONG_DISPUTE_DAYS = 180;

export interface PeaceFacts {
  /** The agreement stands and the joint meeting was held. */
  readonly agreed: boolean;
  /** The joint inspection is on plan. */
  readonly inspected: boolean;
  readonly newDisputes: number;
  /** Open for more than 180 days. */
  readonly longDisputes: number;
  readonly markers: { readonly good: number; readonly all: number };
  /** Publicity and files, 0 to 10. */
  readonly files: number;
  /** A fight with injury, or a mass incident. */
  readonly incident: boolean;
}

export interface PeaceScore {
  /** In hundredths of a point, so that nothing is rounded away: 86.75 is 8675. */
  readonly hundredths: number;
  readonly grade: Grade;
  readonly parts: readonly { readonly zh: string; readonly hundredths: number; readonly of: number }[];
}

/** 平安边界考核 (assumption, 5.7): 20 + 25 + 30 + 15 + 10. A line without markers loses nothing by it. */
export function peaceScore(facts: PeaceFacts): PeaceScore {
  const { good, all } = facts.markers;
  const parts = [
    { zh: '协议和联席会议', hundredths: facts.agreed ? 2000 : 0, of: 2000 },
    { zh: '联合检查按计划', hundredths: facts.inspected ? 2500 : 0, of: 2500 },
    { zh: '争议', hundredths: Math.max(0, 3000 - 1000 * facts.newDisputes - 500 * facts.longDisputes), of: 3000 },
    { zh: '界桩完好', hundredths: all === 0 ? 1500 : Math.round((1500 * good) / all), of: 1500 },
    { zh: '宣传和档案', hundredths: facts.files * 100, of: 1000 },
  ];
  const hundredths = parts.reduce((sum, part) => sum + part.hundredths, 0);
  const grade: Grade = facts.incident ? 'vetoed' : hundredths >= 9000 ? 'excellent' : hundredths >= 7500 ? 'passed' : 'failed';
  return { hundredths, grade, parts };
}
