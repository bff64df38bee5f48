/** What the page of the care hotline reads. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { CallKind } from './terms.ts';

/** What was said on the telephone, sealed as it is kept. */
export interface Said {
  readonly matter: string;
  readonly about?: string | undefined;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  /** Why nothing was ordered. */
  readonly otherwise?: string;
}

export interface HotlineRow {
  readonly id: string;
  readonly kind: CallKind;
  readonly kindZh: string;
  readonly placeZh: string;
  readonly receivedAt: string;
  readonly receivedBy: string;
  readonly said: Said | null;
  /** What has become of it, in words. */
  readonly stateZh: string;
  readonly waits: boolean;
  readonly late: boolean;
  readonly dueAt: string | null;
  readonly to: string | null;
  readonly offers: readonly Offer[];
}
export interface HotlineBoard {
  readonly rows: readonly HotlineRow[];
  readonly counts: readonly { readonly kind: CallKind; readonly zh: string; readonly n: number }[];
  readonly offers: readonly Offer[];
}

/** A text that could not be sent to an old person, to be told by telephone. */
export interface UnsentText {
  readonly id: string;
  readonly name: string;
  readonly age: number;
  readonly placeZh: string;
  /** Null: nobody knows a number; the village goes. */
  readonly phone: string | null;
  readonly text: string;
  readonly createdAt: string;
  readonly offers: readonly Offer[];
}
export interface UnsentTexts {
  readonly rows: readonly UnsentText[];
  readonly more: boolean;
  readonly minutes: number;
}
