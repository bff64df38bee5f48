/** Words of the statistics: levels of the chain, states of a report, checks. */
import type { Performer } from '../../../kernel/access/index.ts';

/** Who reports to whom: township, county, city; the city to the province. */
export const reportLevels = { township: '乡镇（街道）', county: '县（市、区）', city: '市' } as const;
export type ReportLevel = keyof typeof reportLevels;

/** Whoever fills in the form of a unit, and whoever signs it before it leaves. */
export const clerks = { township: 'township-clerk', county: 'county-clerk', city: 'city-clerk' } as const satisfies Record<
  ReportLevel,
  Performer
>;
export const signers = {
  township: 'township-leader',
  county: 'county-leader',
  city: 'city-leader',
} as const satisfies Record<ReportLevel, Performer>;
/** Who has a part in the chain, and who looks on. */
export const workers: readonly Performer[] = [...Object.values(clerks), ...Object.values(signers)];
export const statisticsReaders: readonly Performer[] = [...workers, 'auditor'];

export const above = { township: 'county', county: 'city', city: null } as const satisfies Record<
  ReportLevel,
  ReportLevel | null
>;
export const below = { township: null, county: 'township', city: 'county' } as const satisfies Record<
  ReportLevel,
  ReportLevel | null
>;

/** `empty`: nobody has opened it. `signing`: still in the unit, waiting for its leader. */
export const reportStates = {
  empty: '未填',
  draft: '草稿',
  signing: '待签发',
  submitted: '已报',
  returned: '退回',
  checked: '已审',
  locked: '已锁定',
} as const;
export type ReportState = keyof typeof reportStates;

/** States in which the unit may still change its figures. */
export const openStates: readonly ReportState[] = ['empty', 'draft', 'returned'];
/** States in which the figures have left the unit. */
export const sentStates: readonly ReportState[] = ['submitted', 'checked', 'locked'];

/** What of a township's paper work the platform knows (减负监测). */
export const askedKinds = { form: '报表', value: '指标值', urge: '催报', return: '退回重报' } as const;
export type AskedKind = keyof typeof askedKinds;

/** The checks of section 5.5; `filled` is the one before all of them. */
export const checkNames = {
  filled: '填全',
  S01: '合计等于各项之和',
  S02: '人数不少于户数',
  S03: '期末＝期初＋增加－减少',
  S04: '本级等于下级之和（加本级自报）',
  S05: '本年累计不减少',
  S06: '人均支出在标准的50%至100%之间',
  S07: '比上期变动超过30%须说明',
  S08: '社会组织总数等于三类之和',
  S09: '护理型床位不多于床位，入住不超过床位的1.1倍',
  S10: '火化数不超过当期死亡人数的1.5倍',
  S11: '结婚登记人数是对数的2倍',
  S12: '填报数与平台数不一致须说明',
  S13: '户、人、个等填整数，万元保留一位小数',
  S14: '同一指标在两张表里一致',
} as const;
export type CheckId = keyof typeof checkNames;

/** `error` stops the report, `note` until it is explained, `warning` only tells. */
export type FindingKind = 'error' | 'note' | 'warning';
export const findingKinds: Readonly<Record<FindingKind, string>> = { error: '错误', note: '须说明', warning: '提醒' };
