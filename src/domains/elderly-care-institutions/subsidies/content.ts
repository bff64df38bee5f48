/** What the pages of the operating subsidy are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export interface SubsidyRow {
  id: string;
  institutionName: string;
  quarterZh: string;
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
  appliedOn: PlainDate;
  amountFen: Fen | null;
  /** By when the next step is due; null: nothing waits. */
  due: { zh: string; on: PlainDate; late: boolean } | null;
  note: string | null;
  documentNo: string | null;
  months: { month: YearMonth; says: string; fen: Fen; doubts: readonly string[] }[];
  offers: Offer[];
}
