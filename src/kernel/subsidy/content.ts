/** What the page of subsidies is sent. */
import type { Offer } from '../offer/index.ts';
import type { Fen, PlainDate } from '../schema/index.ts';
import type { Tone } from './terms.ts';

/** A line of how the amount came about. */
export interface Line {
  readonly key: string;
  /** Whose line it is, for what is offered in it. */
  readonly of?: string;
  readonly says: string;
  readonly fen?: Fen;
  /** What looks false about it; never sent to the body itself. It takes nothing off. */
  readonly doubts?: readonly string[];
  /** Why it was struck off before the check. */
  readonly struck?: string | null;
  readonly offers?: readonly Offer[];
}

export interface Limit {
  readonly zh: string;
  readonly on: PlainDate;
  readonly late: boolean;
}

export interface SubsidyRow {
  readonly id: string;
  readonly bodyId: string;
  readonly bodyName: string;
  /** 2026年第2季度运营补贴. */
  readonly what: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly appliedOn: PlainDate;
  /** Null: not counted yet. */
  readonly amountFen: Fen | null;
  readonly paidFen: Fen;
  readonly due: Limit | null;
  readonly lines: readonly Line[];
  /** What was said at the check and the approval, the voucher. */
  readonly says: readonly string[];
  /** Only where it is paid in several parts. */
  readonly parts: readonly {
    readonly no: number;
    readonly zh: string;
    readonly stateZh: string;
    readonly tone: Tone;
    readonly amountFen: Fen;
    readonly says: string;
  }[];
  readonly reviews: readonly { readonly id: string; readonly zh: string; readonly says: string; readonly open: boolean }[];
  /** Until when it must be used for its purpose, and what would come back if that ended today; null: nothing was paid, or it has ended. */
  readonly use: { readonly until: PlainDate; readonly fullMonths: number; readonly backFen: Fen } | null;
  readonly claims: readonly {
    readonly id: string;
    readonly says: string;
    readonly stateZh: string;
    readonly tone: Tone;
    readonly amountFen: Fen;
    readonly leftFen: Fen;
    readonly due: Limit | null;
  }[];
  readonly offers: readonly Offer[];
}

/** The first page of the list, for what stands beside its rows; `beside` is the domain's. */
export interface SubsidyHead<Beside = unknown> {
  readonly zh: string;
  readonly lead: string;
  readonly states: readonly { value: string; label: string }[];
  readonly schemes: readonly { value: string; label: string }[];
  readonly offers: readonly Offer[];
  readonly beside: Beside | null;
}
