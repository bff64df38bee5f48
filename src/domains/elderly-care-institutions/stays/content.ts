/** What the pages of admissions, stays and bills are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { OrderState, PayWay } from '../family/terms.ts';
import type { Tone } from '../register/content.ts';

export interface AdmissionRow {
  id: string;
  no: number;
  name: string;
  sexZh: string;
  age: number;
  kindZh: string;
  wantedOn: PlainDate;
  stateZh: string;
  tone: Tone;
  rankZh: string;
  /** Place in the queue, from 1; null where it does not wait. */
  place: number | null;
  answerBy: PlainDate;
  late: boolean;
  bed: string | null;
  until: string | null;
}

export interface AdmissionFile extends AdmissionRow {
  personId: string;
  institutionId: string;
  contact: string;
  phone: string;
  channelZh: string;
  standing: string[];
  levelZh: string | null;
  offeredZh: string | null;
  risks: { zh: string; levelZh: string; high: boolean }[];
  measures: string;
  missing: string[];
  contract: {
    documentId: string;
    careLevelZh: string;
    agent: string;
    emergency: string;
    depositFen: Fen;
    depositPaid: boolean;
    bedFen: Fen;
    careFen: Fen;
  } | null;
  payments: PaymentRow[];
  stayId: string | null;
  closedReason: string | null;
  jumpReason: string | null;
  offers: Offer[];
}

export interface PaymentRow {
  id: string;
  zh: string;
  amountFen: Fen;
  paidAt: string;
  documentId: string | null;
}

export interface StayRow {
  id: string;
  name: string;
  sexZh: string;
  age: number;
  bed: string;
  kindZh: string;
  levelZh: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  away: boolean;
  trialEndsOn: PlainDate | null;
}

/** Of somebody of whom the health side has told, and who is to be dealt with. */
export interface HospitalRow {
  id: string;
  name: string;
  bed: string;
  says: string;
  /** Out of hospital again. */
  left: boolean;
  offers: Offer[];
}

/** One use of a voucher on a bill, and how it was counted. */
export interface VoucherLine {
  readonly id: string;
  readonly amountFen: Fen;
  readonly says: string;
  readonly reversed: boolean;
}

export interface BillView {
  id: string;
  month: YearMonth;
  stateZh: string;
  tone: Tone;
  totalFen: Fen;
  insuranceFen: Fen;
  publicFen: Fen;
  voucherFen: Fen;
  selfFen: Fen;
  paidFen: Fen;
  issuedOn: PlainDate;
  objectBy: PlainDate;
  objection: string | null;
  answer: string | null;
  documentId: string | null;
  lines: { id: string; name: string; days: number; amountFen: Fen; says: string }[];
  /** What vouchers paid of it, use by use; those taken back too. */
  vouchers: VoucherLine[];
  /** The family's last payment order; null where there is none. */
  order: { id: string; code: string; amountFen: Fen; method: PayWay; state: OrderState; saidAt: string | null } | null;
  offers: Offer[];
}

export interface StayFile extends StayRow {
  personId: string;
  institutionId: string;
  institutionName: string;
  admissionId: string;
  /** Who reads and decides on the phone; null: the older person alone. */
  agent: string | null;
  endedZh: string | null;
  endReason: string | null;
  refundDue: PlainDate | null;
  asked: { levelZh: string; from: PlainDate; why: string } | null;
  levels: { zh: string; fromOn: PlainDate; consentBy: string }[];
  beds: { code: string; priceClass: string; fromOn: PlainDate; reason: string }[];
  leaves: { id: string; zh: string; fromOn: PlainDate; toOn: PlainDate | null }[];
  bills: BillView[];
  payments: PaymentRow[];
  depositFen: Fen;
  offers: Offer[];
}

/** What a family sees of one older person: the application, and the stay with its bills. */
export interface FamilyView {
  id: string;
  institutionId: string;
  institutionName: string;
  telephone: string;
  name: string;
  stateZh: string;
  tone: Tone;
  no: number;
  place: number | null;
  bed: string | null;
  until: string | null;
  canRelease: boolean;
  canWithdraw: boolean;
  contractId: string | null;
  /** Null while nobody lives there, or the agent has not been checked. */
  stay: {
    id: string;
    kindZh: string;
    levelZh: string;
    bed: string;
    fromOn: PlainDate;
    toOn: PlainDate | null;
    away: boolean;
    asked: { levelZh: string; from: PlainDate; why: string } | null;
    risks: { zh: string; levelZh: string }[];
    bills: (Omit<BillView, 'offers'> & { canObject: boolean })[];
  } | null;
}

export interface BillRow {
  id: string;
  stayId: string;
  name: string;
  month: YearMonth;
  totalFen: Fen;
  selfFen: Fen;
  paidFen: Fen;
  stateZh: string;
  tone: Tone;
  issuedOn: PlainDate;
}
