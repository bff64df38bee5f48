/** Words of rooms and beds; 4.2: only these arrows exist, the database keeps the same table. */
import type { Performer } from '../../../kernel/access/index.ts';

export const bedStates = {
  planned: '待启用',
  vacant: '空闲',
  held: '预留',
  reserved: '已预订',
  occupied: '在住',
  'on-leave': '请假保留',
  cleaning: '待清洁',
  maintenance: '维修',
  quarantine: '隔离',
  retired: '停用',
} as const;
export type BedState = keyof typeof bedStates;

export const bedMoves: Readonly<Record<BedState, readonly BedState[]>> = {
  planned: ['vacant', 'maintenance', 'quarantine', 'retired'],
  vacant: ['held', 'maintenance', 'quarantine', 'retired'],
  held: ['reserved', 'vacant', 'quarantine'],
  reserved: ['occupied', 'vacant', 'quarantine'],
  occupied: ['on-leave', 'cleaning', 'quarantine'],
  'on-leave': ['occupied', 'cleaning', 'quarantine'],
  cleaning: ['vacant', 'maintenance', 'quarantine', 'retired'],
  maintenance: ['vacant', 'quarantine', 'retired'],
  // 隔离的床：人搬走、退住了待清洁；本来空着的可以维修、停用
  quarantine: ['cleaning', 'maintenance', 'retired'],
  retired: [],
};

export const sexRules = { any: '不限', male: '限男性', female: '限女性' } as const;
export type SexRule = keyof typeof sexRules;

export const wards = { ordinary: '普通', disabled: '失能', dementia: '失智', isolation: '隔离', hospice: '安宁' } as const;
export type Ward = keyof typeof wards;

/** 5.4: a bed is a nursing bed when all five hold; the last one is the county's. */
export const nursingChecks = {
  rails: '有护栏，能升降',
  bedCalls: '床头和卫生间有呼叫装置',
  wheelchair: '轮椅能进出，有无障碍卫生间或助浴',
  wardStaffed: '病区按照护二级以上配了人',
} as const;
export type NursingCheck = keyof typeof nursingChecks;

export const priceItems = { bed: '床位费', care: '护理费', meals: '餐费', trial: '试住费' } as const;
export type PriceItem = keyof typeof priceItems;
export const priceUnits: Readonly<Record<PriceItem, string>> = { bed: '月', care: '月', meals: '日', trial: '日' };

export const careLevels = {
  self: '自理',
  'assisted-1': '介助1',
  'assisted-2': '介助2',
  'nursed-1': '介护1',
  'nursed-2': '介护2',
} as const;
export type CareLevel = keyof typeof careLevels;
/** What is offered from a capacity level 0–4 (5.4). */
export const levelOffered = (capacity: number): CareLevel =>
  (Object.keys(careLevels) as CareLevel[])[Math.max(0, Math.min(4, capacity))]!;

/** Who builds the floor plan and sets beds aside; who ends the cleaning; who says what things cost. */
export const heads = ['care-home-head'] as const satisfies readonly Performer[];
export const cleaners = ['care-home-nurse', 'care-home-head'] as const satisfies readonly Performer[];
/** The office that has looked at the bed on the spot. */
export const bedCheckers = ['county-clerk', 'city-clerk'] as const satisfies readonly Performer[];
