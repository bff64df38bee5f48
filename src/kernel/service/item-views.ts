/** The words of a service item as the workbench shows them: those in force, what waits, and every version. */
import type { Offer } from '../offer/index.ts';
import type { PlainDate } from '../schema/index.ts';
import type { ServiceItem } from './index.ts';

/** What an officer may change of an item. */
export interface ItemText {
  readonly guide: NonNullable<ServiceItem['guide']> | null;
  readonly keywords: readonly string[];
}

/** One part of the words, before and after; a list by its entries. */
export interface TextChange {
  readonly label: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface ItemListRow {
  itemId: string;
  name: string;
  audience: string;
  version: number;
  /** The words were changed by the city. */
  own: boolean;
  /** A change waits for another person. */
  waits: boolean;
}

export interface ItemVersionView {
  readonly version: number;
  readonly validFrom: PlainDate;
  readonly own: boolean;
  /** By which change it came; null where the city pack brought it. */
  readonly reason: string | null;
  readonly proposedName: string | null;
  readonly decidedName: string | null;
  /** What it changed of the words of the version before; empty where other things changed, as a limit. */
  readonly changes: readonly TextChange[];
}

export interface ItemEditView {
  readonly changes: readonly TextChange[];
  readonly reason: string;
  readonly proposedAt: string;
  readonly proposedName: string;
  readonly mine: boolean;
  /** Back to what the city pack says. */
  readonly restores: boolean;
  readonly actions: readonly Offer[];
}

export interface ItemDesk {
  readonly item: Pick<ServiceItem, 'itemId' | 'name' | 'version' | 'audience' | 'guide' | 'keywords'>;
  readonly own: boolean;
  /** How ours differ from the words of the city pack. */
  readonly fromPack: readonly TextChange[];
  readonly edit: ItemEditView | null;
  readonly versions: readonly ItemVersionView[];
  readonly actions: readonly Offer[];
}
