/** The answers of the addresses of the two subsidies, as their pages read them. */
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Kind } from './facts.ts';
import type { AwardState } from './terms.ts';

export interface FilingRow {
  id: string;
  direction: 'out' | 'in';
  division: DivisionCode;
  windowName: string;
  payer: DivisionCode;
  payerName: string;
  applicantName: string;
  filedOn: PlainDate;
  completeOn: PlainDate;
  pushBy: PlainDate;
  pushedOn: PlainDate | null;
  caseId: string | null;
  decidedOn: PlainDate | null;
  feedbackBy: PlainDate | null;
  fedBackOn: PlainDate | null;
  result: string | null;
}

export interface ComparisonRow {
  id: string;
  personId: string;
  personName: string;
  divisionName: string;
  zh: string;
  from: PlainDate;
  recordedAt: string;
  /** What follows when it is so: last month of each subsidy, or that it goes on. */
  effects: string[];
  /** Whether a subsidy ends when it is so. */
  ends: boolean;
  /** 就高: the amounts a month that are weighed against each other; empty where none are. */
  compared: { zh: string; fen: Fen }[];
}

export interface InvitationView {
  id: string;
  kind: Kind;
  zh: string;
  sentOn: PlainDate;
  amountFen: Fen | null;
}

export interface MySubsidies {
  name: string;
  hasPhone: boolean;
  account: { bank: string; last4: string; holder: string } | null;
  awards: {
    kind: Kind;
    zh: string;
    state: AwardState;
    stateZh: string;
    amountFen: Fen | null;
    fromMonth: YearMonth;
    lastMonth: YearMonth | null;
    /** Why it ended or waits, in plain words. */
    why: string | null;
    /** The day on which the card is credited next; null: not now. */
    nextPayOn: PlainDate | null;
  }[];
  certificate: { zh: string; stateZh: string; validTo: PlainDate; daysLeft: number } | null;
  invitations: InvitationView[];
}

/** A subsidy that another county of the country pays, or paid. */
export interface Elsewhere {
  kind: Kind;
  kindZh: string;
  place: string;
  from: YearMonth;
  to: YearMonth | null;
}

export interface NationwideContent {
  /** waiting: no answer yet; silent: given up without one. */
  state: 'unasked' | 'waiting' | 'silent' | 'clear' | 'elsewhere';
  askedAt: string | null;
  asOf: PlainDate | null;
  found: readonly Elsewhere[];
  mayAsk: boolean;
}
