/** What the page of 入库申报 is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { EntryState } from './terms.ts';

export interface EntryView {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly divisionName: string;
  readonly location: string;
  readonly implementer: string;
  readonly investmentFen: Fen;
  readonly units: number;
  readonly reason: string;
  readonly documentNo: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly state: EntryState;
  readonly stateZh: string;
  readonly dueOn: PlainDate | null;
  readonly late: boolean;
  readonly projectId: string | null;
  /** Of the same name in the library: whether it is the same one, a person says. */
  readonly namesakes: readonly { readonly id: string; readonly name: string; readonly says: string }[];
  readonly steps: readonly { readonly zh: string; readonly note: string | null; readonly at: string; readonly byName: string }[];
  readonly offers: readonly Offer[];
}

export interface EntriesView {
  readonly states: readonly { readonly state: EntryState; readonly zh: string; readonly entries: number }[];
  readonly rows: readonly EntryView[];
  readonly offers: readonly Offer[];
}
