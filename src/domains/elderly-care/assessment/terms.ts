/** Names shared by the parts of the assessment. */
import type { Level } from './rules.ts';

export const ASSESSMENT_ITEM = 'EL-08';
export const REASSESSMENT_ITEM = 'EL-32';
/** Flag of a case that re-assesses after an objection. */
export const REASSESSMENT = 'reassessment';

export const professions = {
  medical: '医师',
  nursing: '护士',
  rehabilitation: '康复治疗师',
  'social-work': '社会工作者',
  care: '养老护理',
} as const;
export type Profession = keyof typeof professions;
/** One of the two is of these. */
export const clinical: readonly Profession[] = ['medical', 'nursing'];

export const reasons = { first: '第一次评估', regular: '有效期快到了，重新评估', sudden: '身体情况有明显变化' } as const;
export type Reason = keyof typeof reasons;

export const places = { home: '老人家里', institution: '养老机构', hospital: '医院', other: '其他地方' } as const;

export const assessmentStates = {
  assigned: '待评估',
  scored: '待复核',
  told: '已告知',
  'in-force': '生效',
  superseded: '异议复评',
  void: '作废',
} as const;
export type AssessmentState = keyof typeof assessmentStates;

/** Value of the fact `capacity-level`, as every domain reads it. */
export interface CapacityLevel {
  readonly level: Level;
  readonly scheme: string;
  readonly assessmentId: string;
  /** Last day. */
  readonly validTo: string;
}

/** One line of an assessor's day. */
export interface VisitRow {
  readonly caseId: string;
  readonly name: string;
  readonly divisionName: string;
  readonly stateZh: string;
  readonly plannedOn: string;
  readonly dueOn: string | null;
  readonly withWhom: string;
  readonly reassessment: boolean;
}

export interface AssessorRow {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly professionZh: string;
  readonly certificateNo: string;
  /** Where it is not empty, nobody assigns him or her. */
  readonly ties: string;
  readonly active: boolean;
  /** Assessments of the last twelve months, and what is odd about them. */
  readonly given: number;
  readonly leaning: string | null;
}
