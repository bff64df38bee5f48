/** Names shared by the outlets, their tills and the cards of the elderly. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const outletKinds = {
  institution: '养老机构（消费券）',
  home: '居家社区服务（消费券）',
  canteen: '老年食堂、助餐点',
} as const;
export type OutletKind = keyof typeof outletKinds;
/** Registered here; a canteen is a facility, whose till is opened here. */
export const voucherKinds = { institution: outletKinds.institution, home: outletKinds.home } as const;

export interface OutletRow {
  readonly id: string;
  readonly kindZh: string;
  readonly name: string;
  readonly villageName: string;
  readonly address: string;
  readonly telephone: string;
  readonly seats: number | null;
  /** Of a canteen: its page among the facilities. */
  readonly siteId: string | null;
  readonly open: boolean;
  readonly openedOn: PlainDate;
  readonly closedOn: PlainDate | null;
  readonly closeReason: string | null;
  /** What to look at this month; takes nothing off by itself. */
  readonly doubts: readonly string[];
  /** Who takes money there. */
  readonly tills: readonly string[];
  readonly offers: readonly Offer[];
}
