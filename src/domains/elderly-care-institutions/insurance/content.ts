/** What the page of insurance is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface Marked {
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
}
export interface PolicyRow {
  id: string;
  institutionName: string;
  insurer: string;
  policyNo: string;
  fromOn: PlainDate;
  toOn: PlainDate;
  beds: number;
  premiumFen: Fen;
  claims: (Marked & { id: string; says: string; paidFen: Fen | null; offers: Offer[] })[];
  offers: Offer[];
}
