/** 家人查看: what an elder may let somebody read. */
import type { Performer } from '../../../kernel/access/index.ts';

export const shareScopes = {
  statement: '月度账单',
  orders: '上门服务',
  meals: '老年助餐',
  visits: '上门探访',
  aid: '邻里互助',
} as const;
export type ShareScope = keyof typeof shareScopes;

/** Who opens a link for an elder without a telephone, with the elder beside. */
export const linkHands = ['village-worker', 'township-clerk'] as const satisfies readonly Performer[];
