/** 界线: what things are called, who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

export const lineLevels = { county: '县级', township: '乡级', village: '村级管理线' } as const;
export const courseKinds = { surveyed: '勘界成果', traced: '示意，没有勘测' } as const;
export type CourseKind = keyof typeof courseKinds;
export const markerKinds = { single: '单面', double: '双面', triple: '三面' } as const;
export const markerStates = { good: '完好', damaged: '损坏', moved: '移动', lost: '丢失', flooded: '淹没' } as const;
export type MarkerState = keyof typeof markerStates;
export const disputeStates = { received: '受理', negotiating: '协商', mediating: '调解', settled: '生效' } as const;
export type DisputeState = keyof typeof disputeStates;
export const grades = { excellent: '优秀', passed: '合格', failed: '不合格', vetoed: '一票否决' } as const;
export type Grade = keyof typeof grades;

export const keepers: readonly Performer[] = ['county-clerk', 'city-clerk'];
export const cityKeepers: readonly Performer[] = ['city-clerk'];
/** Who speaks for a side. */
export const leaders: readonly Performer[] = ['county-leader', 'township-leader'];
export const readers: readonly Performer[] = [...keepers, ...leaders, 'city-leader', 'auditor'];
export const guardians: readonly Performer[] = ['village-worker', 'township-clerk', ...keepers];
