/** What the page of the facilities' subsidies is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface SiteSubsidyRow {
  id: string;
  siteId: string;
  siteName: string;
  kindZh: string;
  what: string;
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
  appliedOn: PlainDate;
  amountFen: Fen | null;
  due: { zh: string; on: PlainDate; late: boolean } | null;
  /** How the amount came about, what was said, the voucher. */
  says: string[];
  offers: Offer[];
}
export interface ElsewhereRow {
  id: string;
  siteId: string;
  siteName: string;
  what: string;
  programme: string;
  amountFen: Fen;
  documentNo: string;
}
export interface SiteSubsidies {
  rows: SiteSubsidyRow[];
  next: string | null;
  elsewhere: ElsewhereRow[];
  offers: Offer[];
}
