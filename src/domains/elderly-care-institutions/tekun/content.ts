/** What the page of the homes for 特困 is sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export interface PlacementRow {
  id: string;
  personId: string;
  name: string;
  divisionName: string;
  gradeZh: string;
  bedZh: string;
  wishOn: PlainDate;
  dueOn: PlainDate;
  late: boolean;
  stateZh: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'now';
  says: string;
  offers: Offer[];
}
export interface RosterRow {
  personId: string;
  stayId: string;
  institutionId: string;
  institutionName: string;
  name: string;
  gradeZh: string;
  fromOn: PlainDate;
  days: number;
  agreementNo: string | null;
  /** Whom the support of the month is paid to, by the payment. */
  paidTo: string;
  /** What does not agree with social assistance; null: nothing. */
  differs: string | null;
  /** Where he or she will be when the home changes hands, and by which paper; null: written nowhere. */
  place: string | null;
  offers: Offer[];
}
/** 特困资金账: one line. */
export interface TekunMoneyRow {
  id: string;
  onDate: PlainDate;
  directionZh: string;
  sourceZh: string;
  purposeZh: string;
  /** Above zero: in. */
  amountFen: Fen;
  voucher: string;
  note: string;
  /** Spent on what it is not for, and not put back. */
  wrong: boolean;
  corrected: { on: PlainDate; why: string } | null;
  byName: string;
  offers: Offer[];
}
export interface TekunMoney {
  name: string;
  division: DivisionCode;
  left: { living: Fen; care: Fen };
  misusedFen: Fen;
  rows: TekunMoneyRow[];
  next: string | null;
  offers: Offer[];
}
/** num ÷ den of a rate, and how many are missing to the goal. */
export interface Rate {
  key: string;
  zh: string;
  num: number;
  den: number;
  text: string;
  says: string;
}
export interface TekunBoard {
  month: YearMonth;
  rates: Rate[];
  homes: { institutionId: string; name: string; people: number; unable: number }[];
}
export interface Placements {
  rows: PlacementRow[];
  next: string | null;
}
export interface Roster {
  rows: RosterRow[];
  next: string | null;
}
