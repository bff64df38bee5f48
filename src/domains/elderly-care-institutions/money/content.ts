/** What the pages of money and safety are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export interface LightView {
  zh: string;
  tone: 'good' | 'warn' | 'bad';
}

export interface MoneyRow {
  id: string;
  name: string;
  divisionName: string;
  living: number;
  cover: LightView & { says: string };
  /** Null: no account, so nothing may be taken in advance. */
  assets: (LightView & { totalFen: Fen; assetsFen: Fen }) | null;
  reserve: (LightView & { reserveFen: Fen; balanceFen: Fen | null; balanceOn: PlainDate | null }) | null;
}

/** 流水核对: an entry of the bank, or what was taken and is not at the bank. */
export interface BankRow {
  id: string;
  onDate: PlainDate;
  serialNo: string | null;
  /** Above zero: in. */
  amountFen: Fen;
  /** Masked where it is the bank's word. */
  who: string;
  what: string;
  dueOn: PlainDate | null;
  late: boolean;
  byName: string | null;
  offers: Offer[];
}
export interface BankPage {
  name: string;
  division: DivisionCode;
  /** How far the statement reaches; null: none has come. */
  statementTo: PlainDate | null;
  rows: BankRow[];
  next: string | null;
}

export interface MoneyFile extends MoneyRow {
  division: DivisionCode;
  serviceFen: Fen;
  depositFen: Fen;
  memberFen: Fen;
  cards: number;
  recordedBeds: number;
  silent: boolean;
  /** By the bank's statement; null: none has come. */
  bank: { statementTo: PlainDate; unbanked: number; unbankedFen: Fen; unexplained: number } | null;
  escrow: { bank: string; accountTail: string; planOn: PlainDate; assetsOn: PlainDate; assetsDocument: string } | null;
  policies: {
    id: string;
    insurer: string;
    policyNo: string;
    fromOn: PlainDate;
    toOn: PlainDate;
    beds: number;
    limitFen: Fen;
    premiumFen: Fen;
    now: boolean;
  }[];
  gaps: { from: PlainDate; to: PlainDate }[];
  prepaid: {
    id: string;
    kindZh: string;
    personName: string;
    amountFen: Fen;
    owedFen: Fen;
    months: number;
    fromMonth: YearMonth;
    signedOn: PlainDate;
    contractNo: string;
    refundedOn: PlainDate | null;
    refundedFen: Fen | null;
    offers: Offer[];
  }[];
  balances: { onDate: PlainDate; balanceFen: Fen; byName: string }[];
  alerts: { id: string; ruleZh: string; light: LightView; says: string; raisedOn: PlainDate; clearedOn: PlainDate | null }[];
  offers: Offer[];
}
