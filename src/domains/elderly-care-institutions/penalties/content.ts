/** What the page of penalties is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface PenaltyRow {
  id: string;
  institutionName: string;
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
  openedOn: PlainDate;
  officers: string;
  what: string;
  due: { zh: string; on: PlainDate; late: boolean } | null;
  course: string[];
  offers: Offer[];
}
