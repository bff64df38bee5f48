/** 地名: what things are called, who does what. */
import type { Performer } from '../../../kernel/access/index.ts';

/** The eight classes of 地名管理条例 art. 3, in its order. */
export const categories = {
  natural: '自然地理实体',
  division: '行政区划',
  committee: '村民委员会、居民委员会所在地',
  park: '城市公园、自然保护地',
  street: '街路巷',
  building: '住宅区、楼宇',
  facility: '交通、水利、电力、通信、气象等设施',
  other: '其他地理实体',
} as const;
export type Category = keyof typeof categories;

export const statuses = { applied: '申请中', standard: '标准', historic: '历史', abolished: '废止' } as const;
export type Status = keyof typeof statuses;

/** What everybody may read. */
export const publicStatuses: readonly Status[] = ['standard', 'historic', 'abolished'];

export const protectionClasses = {
  ancient: '千年古镇、古县',
  'old-village': '古村落',
  'old-street': '老街巷',
  red: '红色地名',
  other: '其他历史地名',
} as const;
export type ProtectionClass = keyof typeof protectionClasses;

/** Who keeps the register; who reads it in the workbench. */
export const keepers: readonly Performer[] = ['county-clerk', 'city-clerk'];
export const readers: readonly Performer[] = [
  'village-worker',
  'township-clerk',
  'township-leader',
  ...keepers,
  'county-leader',
  'city-leader',
  'auditor',
];

/** Who follows what was approved to its filing and announcement. */
export const namingReaders: readonly Performer[] = [...keepers, 'county-leader', 'city-leader', 'auditor'];

export const namingKinds = { naming: '命名', renaming: '更名', retirement: '销名' } as const;
export type NamingKind = keyof typeof namingKinds;

/** Who approved: it decides from when the announcement's days run (art. 14). */
export const approvedBy = { government: '人民政府', 'place-office': '地名主管部门', department: '其他主管部门' } as const;
export type ApprovedBy = keyof typeof approvedBy;

/** Whom the law names for a class (art. 12); null: as the province lays down, so it is entered. */
export const approvalOf: Readonly<Record<Category, { readonly by: ApprovedBy | null; readonly zh: string }>> = {
  natural: { by: null, zh: '按省级规定的权限' },
  division: { by: 'government', zh: '按行政区划管理条例报批' },
  committee: { by: null, zh: '按省级规定的权限' },
  park: { by: null, zh: '按国家有关规定' },
  street: { by: 'government', zh: '市、县人民政府' },
  building: { by: 'department', zh: '住房城乡建设部门，征求同级民政部门意见' },
  facility: { by: 'department', zh: '主管部门，征求所在地人民政府意见' },
  other: { by: null, zh: '按省级规定的权限' },
};

/** Whose government, or whose office, decides: as the province lays down for the class, and the city for what lies in several counties. */
export const approvalLevels = { county: '县（市、区）', city: '市' } as const;
export type ApprovalLevel = keyof typeof approvalLevels;

/** Days for filing and for announcing (art. 13, 14). */
export const LEGAL_DAYS = 15;

export const signKinds = { street: '路牌', door: '门牌', building: '楼牌', village: '村牌', facility: '桥梁等设施牌' } as const;
export const signStates = { good: '完好', damaged: '损坏', lost: '缺失', wrong: '书写有误' } as const;
export type SignState = keyof typeof signStates;
/** Who numbers the doors: the township where it is asked for. */
export const addressKeepers: readonly Performer[] = ['township-clerk', ...keepers];

/** Who goes past a sign and sees it. */
export const signKeepers: readonly Performer[] = ['village-worker', 'township-clerk', ...keepers];
