/** Words of menus and of meals that are ordered ahead (4.7). */
import type { Performer } from '../../../kernel/access/index.ts';

export const mealOrderStates = {
  ordered: { zh: '已订', tone: 'now' },
  paused: { zh: '住院暂停', tone: 'plain' },
  served: { zh: '吃过了', tone: 'good' },
  missed: { zh: '没有取', tone: 'warn' },
  cancelled: { zh: '取消', tone: 'plain' },
} as const;
export type MealOrderState = keyof typeof mealOrderStates;
export const mealChannels = { portal: '网上', phone: '电话', village: '村（社区）' } as const;
export type MealChannel = keyof typeof mealChannels;

/** Why a meal that was paused is over. */
export const IN_HOSPITAL = '老人住院';

export const mealTills = ['care-outlet'] as const satisfies readonly Performer[];
/** Who orders for somebody without a telephone. */
export const mealAskers = ['village-worker', 'township-clerk', 'hotline-agent'] as const satisfies readonly Performer[];
