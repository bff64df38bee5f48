/** Words of 指标值: who reports, through whose hands it goes, where it comes from. */
import type { Performer } from '../../../kernel/access/index.ts';

/** Who is asked for the values of an indicator. */
export const valueLevels = { county: '各县（市、区）', township: '各乡镇（街道）', city: '市本级' } as const;
export type ValueLevel = keyof typeof valueLevels;

export const fillers = {
  township: 'township-clerk',
  county: 'county-clerk',
  city: 'city-clerk',
} as const satisfies Record<ValueLevel, Performer>;
/** 县审: what a county reports itself is checked by its leader. */
export const checkers = { township: 'county-clerk', county: 'county-leader' } as const satisfies Record<string, Performer>;
/** 市审: what the city reports itself is checked by its leader. */
export const auditors = {
  township: 'city-clerk',
  county: 'city-clerk',
  city: 'city-leader',
} as const satisfies Record<ValueLevel, Performer>;
export const publisher = 'city-leader' satisfies Performer;

export const valueWorkers: readonly Performer[] = [
  'township-clerk',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
];
export const valueReaders: readonly Performer[] = [...valueWorkers, 'auditor'];

/** `superseded`: published once, a later version stands in its place. */
export const valueStates = {
  reported: '待县审',
  checked: '待市审',
  audited: '待发布',
  returned: '已退回',
  published: '已发布',
  superseded: '已修订',
} as const;
export type ValueState = keyof typeof valueStates;
export const openValueStates: readonly ValueState[] = ['reported', 'checked', 'audited', 'returned'];
/** On its way: the unit has done its part. */
export const sentValueStates: readonly ValueState[] = ['reported', 'checked', 'audited', 'published', 'superseded'];

export const valueSources = {
  system: '平台数',
  report: '单位填报',
  department: '其他部门提供',
  yearbook: '统计年报（公报）',
} as const;
export type ValueSource = keyof typeof valueSources;

export const valueSteps = {
  fill: '填报',
  check: '县审通过',
  audit: '市审通过',
  publish: '发布',
  sendBack: '退回',
  revise: '申请修订',
  supersede: '由新的一版代替',
} as const;
export type ValueStep = keyof typeof valueSteps;

/** How often a value is asked for. */
export const valueTerms = { quarter: '每季度', year: '每年' } as const;
export type ValueTerm = keyof typeof valueTerms;
/** 2026-Q2, 2025 */
export const VALUE_PERIOD = /^\d{4}(-Q[1-4])?$/;
