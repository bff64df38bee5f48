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
