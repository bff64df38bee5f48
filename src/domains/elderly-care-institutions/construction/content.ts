/** What the pages of the construction subsidy are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'now';
export interface Due {
  zh: string;
  on: PlainDate;
  late: boolean;
}

export interface BuildRow {
  id: string;
  institutionName: string;
  beds: string;
  stateZh: string;
  tone: Tone;
  appliedOn: PlainDate;
  amountFen: Fen | null;
  paidFen: Fen;
  due: Due | null;
  /** How the amount came about, what was said, which papers. */
  says: string[];
  parts: { no: number; zh: string; stateZh: string; tone: Tone; amountFen: Fen; says: string }[];
  /** Until when the beds serve older people at least, and what would come back if that ended today; null: nothing was paid, or it has ended. */
  use: { until: PlainDate; fullMonths: number; backFen: Fen } | null;
  claim: { says: string; stateZh: string; tone: Tone; amountFen: Fen; leftFen: Fen; due: Due | null } | null;
  offers: Offer[];
}
