/** What the pages of mutual aid read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'now';

export interface AidRow {
  readonly id: string;
  readonly personName: string;
  readonly placeZh: string;
  readonly kindZh: string;
  readonly wantedAt: string;
  readonly channelZh: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly helperName: string | null;
  /** What was said with it: for who goes and who sends. */
  readonly note: string | null;
  /** When, how long and where; null: not done. */
  readonly done: { readonly from: string; readonly minutes: number; readonly place: string } | null;
  readonly confirmedZh: string | null;
  readonly points: number | null;
  readonly endReason: string | null;
  readonly offers: readonly Offer[];
}
export interface AidList {
  readonly rows: readonly AidRow[];
  readonly next: string | null;
  readonly open: number;
  readonly waiting: number;
  readonly offers: readonly Offer[];
}

export interface HelperRow {
  readonly id: string;
  readonly name: string;
  readonly placeZh: string;
  readonly kindZh: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly does: string;
  readonly points: number;
  readonly monthMinutes: number;
  readonly offers: readonly Offer[];
}
export interface HelperList {
  readonly rows: readonly HelperRow[];
  readonly next: string | null;
  readonly offers: readonly Offer[];
}
export interface AidDoubts {
  readonly month: string;
  readonly rows: readonly { readonly key: string; readonly says: string }[];
}

/** On the phone: what I asked for, and what I help with. */
export interface MyAid {
  readonly asked: readonly (AidRow & { readonly code: string | null })[];
  readonly helper: {
    readonly stateZh: string;
    readonly points: number;
    readonly mine: readonly AidRow[];
    readonly near: readonly AidRow[];
    readonly redeemed: readonly { readonly id: string; readonly on: PlainDate; readonly what: string; readonly points: number }[];
  } | null;
  readonly offers: readonly Offer[];
}
