/** What the pages of 资金 are sent. Types only. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { ShareVerdict } from './rules.ts';
import type { AllocationState, PaymentState } from './terms.ts';

export interface AccountRow {
  id: string;
  name: string;
  divisionName: string;
  bank: string;
  numberMasked: string;
  balanceFen: Fen;
  availableFen: Fen;
  toPayFen: Fen;
  owed: YearMonth[];
  openDifferences: number;
}
export interface FundBoard {
  year: number;
  years: number[];
  accounts: AccountRow[];
  sums: { budgetFen: Fen; arrivedFen: Fen; allocatedFen: Fen; paidFen: Fen };
  toPublish: number;
  overduePublish: number;
  idleFen: Fen;
  offers: Offer[];
}

/** From a source to a use to a place. */
export interface FlowRow {
  sourceZh: string;
  purposeZh: string;
  placeName: string;
  allocatedFen: Fen;
  paidFen: Fen;
}
export interface FundFlow {
  year: number;
  sources: { sourceZh: string; budgetFen: Fen; arrivedFen: Fen; allocatedFen: Fen; paidFen: Fen }[];
  rows: FlowRow[];
}

export interface IdleRow {
  id: string;
  accountId: string;
  divisionName: string;
  sourceZh: string;
  name: string;
  arrivedOn: PlainDate;
  amountFen: Fen;
  days: number;
  kindZh: string;
}
export interface DifferenceRow {
  id: string;
  accountName: string;
  divisionName: string;
  month: YearMonth;
  amountFen: Fen;
  aroseOn: PlainDate;
  days: number;
  note: string;
  settledOn: PlainDate | null;
  settlement: string | null;
  offers: Offer[];
}
export interface ShareRow {
  divisionName: string;
  elderlyFen: Fen;
  totalFen: Fen;
  spentElderlyFen: Fen;
  spentFen: Fen;
  minPercent: number;
  percent: string;
  spentPercent: string;
  verdict: ShareVerdict;
  verdictZh: string;
  /** 社会办: of the elderly part, or of the whole, as the parameter says; the other one stands beside it. */
  privateFen: Fen;
  privateMinPercent: number;
  privatePercent: string;
  privateOtherPercent: string;
  privateVerdict: ShareVerdict;
  privateVerdictZh: string;
}
export interface GrowthRow {
  divisionName: string;
  budgetFen: Fen;
  beforeFen: Fen;
  percent: number | null;
  met: boolean | null;
}
export interface FundShares {
  year: number;
  shares: ShareRow[];
  privateBaseZh: string;
  privateOtherZh: string;
  growth: GrowthRow[];
  growthPercent: number;
}

export interface AllocationRow {
  id: string;
  accountId: string;
  accountName: string;
  divisionName: string;
  sourceZh: string;
  lineName: string;
  purposeZh: string;
  placeName: string;
  unit: string;
  passedDown: boolean;
  privateRun: boolean;
  amountFen: Fen;
  committedFen: Fen;
  paidFen: Fen;
  refundedFen: Fen;
  decidedOn: PlainDate;
  decisionNo: string;
  /** The minutes, as a file. */
  decision: string;
  state: AllocationState;
  stateZh: string;
  madeName: string;
  checkedName: string | null;
  checkNote: string | null;
  publishBy: PlainDate;
  publishedOn: PlainDate | null;
  offers: Offer[];
}
export interface PaymentRow {
  id: string;
  accountName: string;
  divisionName: string;
  sourceZh: string;
  purposeZh: string;
  payee: string;
  payeeAccount: string;
  amountFen: Fen;
  refundedFen: Fen;
  reason: string;
  state: PaymentState;
  stateZh: string;
  madeName: string;
  madeAt: string;
  checkedName: string | null;
  checkNote: string | null;
  paidOn: PlainDate | null;
  paidName: string | null;
  receiptNo: string | null;
  bounceReason: string | null;
  offers: Offer[];
}

export interface LineView {
  id: string;
  year: number;
  sourceZh: string;
  name: string;
  purposesZh: string;
  budgetFen: Fen;
  arrivedFen: Fen;
  documentNo: string;
  changes: number;
  offers: Offer[];
}
export interface ArrivalView {
  id: string;
  lineName: string;
  sourceZh: string;
  arrivedOn: PlainDate;
  voucherNo: string;
  amountFen: Fen;
  allocatedFen: Fen;
  paidFen: Fen;
  idleZh: string | null;
  offers: Offer[];
}
export interface ReconciliationView {
  id: string;
  month: YearMonth;
  version: number;
  openingFen: Fen;
  inFen: Fen;
  outFen: Fen;
  closingFen: Fen;
  bankFen: Fen;
  dueOn: PlainDate;
  reconciledOn: PlainDate;
  reconciledName: string;
  differences: { amountFen: Fen; note: string; aroseOn: PlainDate; settledOn: PlainDate | null }[];
}
export interface FundFile {
  account: AccountRow & { purpose: string; openedOn: PlainDate };
  lines: LineView[];
  arrivals: ArrivalView[];
  reconciliations: ReconciliationView[];
  offers: Offer[];
}
