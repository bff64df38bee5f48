/** What the pages of home services read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { MyQuota } from '../quota/rules.ts';
import type { OrderState, Parts } from './terms.ts';

/** A line of the dispatcher's board. */
export interface BoardRow {
  readonly id: string;
  readonly no: string;
  readonly personId: string;
  readonly personName: string;
  readonly placeZh: string;
  readonly itemName: string;
  readonly start: string;
  readonly minutes: number;
  readonly state: OrderState;
  readonly stateZh: string;
  readonly workerName: string | null;
  readonly providerName: string | null;
  /** What asks for a hand at once, in words. */
  readonly alarm: string | null;
  readonly offers: readonly Offer[];
}
/** A need that a visit found and that no order sees to yet. */
export interface NeedRow {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly placeZh: string;
  readonly what: string;
  readonly urgent: boolean;
  readonly dueOn: PlainDate;
  readonly offers: readonly Offer[];
}
export interface DayBoard {
  readonly now: string;
  readonly day: PlainDate;
  readonly rows: readonly BoardRow[];
  /** Of other days, and waiting for a hand still: not accepted, nobody takes it, disputed, to be called about. The longest waiting first. */
  readonly left: readonly BoardRow[];
  /** More of them than are shown. */
  readonly leftMore: boolean;
  /** For the dispatcher. */
  readonly needs: readonly NeedRow[];
  readonly counts: { readonly all: number; readonly unassigned: number; readonly alarms: number; readonly done: number };
  readonly offers: readonly Offer[];
}

export interface OrderFile {
  readonly id: string;
  readonly no: string;
  readonly personId: string;
  readonly personName: string;
  readonly placeZh: string;
  readonly address: string | null;
  readonly phone: string | null;
  readonly note: string | null;
  readonly itemName: string;
  readonly fundZh: string;
  readonly priceZh: string;
  /** What of the quota is held for it; null: nothing. */
  readonly heldFen: Fen | null;
  /** Who pays the bill, once it is verified. */
  readonly parts: Parts | null;
  readonly start: string;
  readonly minutes: number;
  readonly channelZh: string;
  readonly orderedName: string;
  /** The need of a visit that it sees to; null: none. */
  readonly needZh: string | null;
  readonly state: OrderState;
  readonly stateZh: string;
  readonly alarm: string | null;
  readonly workerName: string | null;
  readonly providerName: string | null;
  readonly visit: {
    readonly inAt: string;
    readonly inLate: boolean;
    readonly inMetres: number | null;
    readonly inAccuracy: number | null;
    readonly outAt: string | null;
    readonly outLate: boolean;
    readonly minutes: number | null;
    readonly billedMinutes: number | null;
    readonly amountFen: Fen | null;
    readonly shortReason: string | null;
    readonly photo: string | null;
  } | null;
  readonly verifiedZh: string | null;
  readonly stars: number | null;
  readonly dispute: string | null;
  readonly course: readonly { readonly at: string; readonly zh: string; readonly by: string; readonly note: string | null }[];
  readonly offers: readonly Offer[];
}

/** An order on the phone of the one who goes. */
export interface CarerRow {
  readonly id: string;
  readonly no: string;
  readonly state: OrderState;
  readonly stateZh: string;
  readonly personName: string;
  readonly placeZh: string;
  /** Address, telephone and what was left to say: of an order that one has. */
  readonly address: string | null;
  readonly phone: string | null;
  readonly note: string | null;
  readonly itemName: string;
  readonly start: string;
  readonly minutes: number;
  readonly km: number | null;
  /** Of an offer: until when. */
  readonly until: string | null;
  readonly inAt: string | null;
  readonly offers: readonly Offer[];
}
export interface CarerDay {
  readonly now: string;
  readonly name: string;
  readonly trouble: string | null;
  readonly offered: readonly CarerRow[];
  readonly mine: readonly CarerRow[];
  readonly done: { readonly orders: number; readonly minutes: number };
}

/** An order in the portal, for the old person or whoever ordered. */
export interface MyOrder {
  readonly id: string;
  readonly no: string;
  readonly personName: string;
  readonly itemName: string;
  readonly start: string;
  readonly minutes: number;
  readonly state: OrderState;
  readonly stateZh: string;
  readonly workerName: string | null;
  readonly code: string | null;
  readonly fundZh: string;
  readonly amountFen: Fen | null;
  readonly heldFen: Fen | null;
  readonly parts: Parts | null;
  readonly actualMinutes: number | null;
  readonly stars: number | null;
  readonly can: { readonly cancel: boolean; readonly confirm: boolean; readonly evaluate: boolean; readonly dispute: boolean };
}
/** What the verified orders of this month came to, and what is left of quota and voucher. */
export interface MyHomeCareMonth extends Parts {
  readonly month: YearMonth;
  readonly orders: number;
  readonly quota: MyQuota | null;
  readonly voucher: { readonly faceFen: Fen; readonly usedFen: Fen } | null;
}
export interface MyHomeCare {
  readonly rows: readonly MyOrder[];
  /** Null: nothing to say yet. */
  readonly month: MyHomeCareMonth | null;
}

/** What came of giving out a whole day. */
export interface DayAssigned {
  readonly assigned: number;
  /** Nobody can. */
  readonly nobody: number;
  /** Taken or called off while it was planned. */
  readonly changed: number;
  readonly placeless: number;
  readonly km: number;
}
