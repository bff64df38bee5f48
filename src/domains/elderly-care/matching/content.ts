/** What the pages of the matching read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { SupplyKind } from './terms.ts';

export interface NeedView {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly placeZh: string;
  readonly what: string;
  readonly sourceZh: string;
  readonly foundAt: string;
  readonly foundBy: string;
  readonly stateZh: string;
  readonly tone: 'bad' | 'warn' | 'now' | 'plain' | 'good';
  readonly owner: string | null;
  readonly matchBy: PlainDate | null;
  readonly offered: number;
}
export interface NeedList {
  readonly rows: readonly NeedView[];
  readonly next: string | null;
  readonly open: number;
  readonly unmet: number;
  readonly offers: readonly Offer[];
}
export interface MatchView {
  readonly id: string;
  readonly kind: SupplyKind;
  readonly kindZh: string;
  readonly name: string;
  readonly telephone: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly to: string | null;
  /** A hundred at most. */
  readonly points: number;
  readonly reasons: readonly string[];
  readonly offers: readonly Offer[];
}
export interface NeedFile extends NeedView {
  readonly wishes: readonly { readonly label: string; readonly value: string }[];
  readonly county: DivisionCode;
  readonly made: readonly {
    readonly id: string;
    readonly name: string;
    readonly telephone: string;
    readonly offeredAt: string;
    readonly offeredBy: string;
    readonly answerZh: string | null;
    readonly offers: readonly Offer[];
  }[];
  readonly matches: readonly MatchView[];
  /** Of those that do it and cannot be offered, by reason. */
  readonly barred: readonly { readonly why: string; readonly n: number }[];
}
/** 缺口: by township, how many needs of each kind nobody has offered anything for. */
export interface GapView {
  readonly rows: readonly {
    readonly division: DivisionCode;
    readonly placeZh: string;
    readonly counts: readonly { readonly code: string; readonly zh: string; readonly n: number }[];
    readonly unmet: number;
    readonly open: number;
  }[];
  readonly counties: readonly { readonly code: DivisionCode; readonly name: string; readonly unmet: number }[];
}
