/** Names shared by the outlets, their tills and the cards of the elderly. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const outletKinds = {
  institution: '养老机构（消费券）',
  home: '居家社区服务（消费券）',
  canteen: '老年食堂、助餐点',
} as const;
export type OutletKind = keyof typeof outletKinds;

export interface OutletRow {
  readonly id: string;
  readonly kindZh: string;
  readonly name: string;
  readonly villageName: string;
  readonly address: string;
  readonly telephone: string;
  readonly seats: number | null;
  readonly openedOn: PlainDate;
  readonly closedOn: PlainDate | null;
  readonly closeReason: string | null;
  /** Who takes money there. */
  readonly tills: readonly string[];
  readonly offers: readonly Offer[];
}
