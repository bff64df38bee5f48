/** Names shared by the register of older people. */
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const OLD = 60;
/** Birthdays that are told of. */
export const tellingAges = [60, 80, 90, 100] as const;

export const ageBands = { 60: '60至69岁', 70: '70至79岁', 80: '80至89岁', 90: '90至99岁', 100: '100岁以上' } as const;
export type AgeBand = keyof typeof ageBands;

export const livingStatuses = {
  alone: '独居',
  'empty-nest': '空巢（只和老伴住）',
  'with-children': '与子女同住',
  'left-behind': '留守',
  institution: '住在养老机构',
  other: '其他',
} as const;
export type LivingStatus = keyof typeof livingStatuses;

/** Programmes by which the list is narrowed; what other domains pay is known by its key. */
export const programmeFilters = {
  allowance: '领高龄津贴',
  missed: '满80岁没有领高龄津贴',
  dibao: '低保',
  tekun: '特困',
  disability: '残疾人两项补贴',
} as const;
export type ProgrammeFilter = keyof typeof programmeFilters;

export const contactRelations = {
  child: '子女',
  spouse: '配偶',
  relative: '其他亲属',
  neighbour: '邻居',
  cadre: '村（社区）干部',
  other: '其他',
} as const;

/** How far a record can be believed (4.1): nobody has recorded how the person lives, somebody has, or it was so long ago that it has to be asked again. */
export const recordStates = { unverified: '待核实', valid: '有效', stale: '待更新' } as const;
export type RecordState = keyof typeof recordStates;

export interface EmergencyContact {
  readonly name: string;
  readonly relation: keyof typeof contactRelations;
  readonly phone: string;
  /** Has a key, or is let in. */
  readonly canOpenDoor: boolean;
}

export interface ElderRow {
  readonly personId: string;
  readonly name: string;
  readonly sexZh: string;
  readonly age: number;
  readonly birthDate: PlainDate;
  readonly villageName: string;
  readonly livingZh: string | null;
  readonly living: LivingStatus | null;
  /** Left out for whoever may not read it; null: none in force. */
  readonly levelZh?: string | null;
  readonly programmes: readonly string[];
  readonly contacts: number;
  readonly record: RecordState;
}
