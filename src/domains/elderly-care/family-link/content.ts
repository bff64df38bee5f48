/** 家人查看 as it is read: on the elder's telephone, and by the family. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { MyVirtualHome } from '../virtual-home/content.ts';

export interface LinkRow {
  readonly id: string;
  readonly name: string;
  readonly relationZh: string;
  readonly scopesZh: readonly string[];
  readonly until: PlainDate;
  readonly stateZh: string;
  readonly openedAt: string | null;
  readonly offers: readonly Offer[];
}
export interface MyLinks {
  readonly rows: readonly LinkRow[];
  readonly offers: readonly Offer[];
}
export interface SharedLine {
  readonly at: string;
  readonly says: string;
}
/** What one link shows: only what the elder has chosen. */
export interface Shared {
  readonly personName: string;
  readonly readerName: string;
  readonly until: PlainDate;
  readonly statements: MyVirtualHome['statements'] | null;
  readonly provider: { readonly name: string; readonly telephone: string } | null;
  readonly lists: readonly { readonly zh: string; readonly lines: readonly SharedLine[] }[];
}
