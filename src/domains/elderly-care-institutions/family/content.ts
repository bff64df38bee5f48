/** What a family's page and the home's list of requests are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { DoseView, MedicationView, PlanView, RestraintView, TaskView } from '../care/content.ts';
import type { FamilyReferral } from '../medical/content.ts';
import type { Tone } from '../register/content.ts';
import type { BillView, PaymentRow } from '../stays/content.ts';
import type { OrderState } from './terms.ts';

export interface FamilyOrder {
  id: string;
  code: string;
  amountFen: Fen;
  methodZh: string;
  state: OrderState;
  stateZh: string;
}

export interface FamilyBill extends Omit<BillView, 'offers' | 'order'> {
  canObject: boolean;
  canPay: boolean;
  leftFen: Fen;
  order: FamilyOrder | null;
}

export interface FamilyIncident {
  id: string;
  typeZh: string;
  gradeZh: string;
  foundAt: string;
  place: string;
  injuryZh: string;
  measureZh: string;
  what: string;
  open: boolean;
  steps: { id: string; zh: string; at: string; text: string }[];
}

export interface RequestView {
  id: string;
  kindZh: string;
  days: string;
  says: string;
  state: string;
  stateZh: string;
  tone: Tone;
  answer: string;
}

export interface TourView extends RequestView {
  institutionName: string;
  telephone: string;
}

/** A level that waits for consent: what it is now, what it would be, and the assessments that stand against each other. */
export interface AskedLevelView {
  from: PlainDate;
  why: string;
  now: { levelZh: string; monthlyFen: Fen | null };
  proposed: { levelZh: string; monthlyFen: Fen | null };
  assessments: { on: PlainDate; capacityZh: string; offeredZh: string }[];
}

export interface FamilyStay {
  stayId: string;
  name: string;
  institutionName: string;
  telephone: string;
  bed: string;
  kindZh: string;
  levelZh: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  away: boolean;
  contractId: string | null;
  asked: AskedLevelView | null;
  plan: PlanView | null;
  planDue: PlainDate;
  risks: { zh: string; levelZh: string }[];
  today: TaskView[];
  medications: MedicationView[];
  doses: DoseView[];
  week: { day: PlainDate; done: number; refused: number; abnormal: number; missed: number }[];
  incidents: FamilyIncident[];
  referrals: FamilyReferral[];
  restraints: Omit<RestraintView, 'offers' | 'late' | 'nextLook'>[];
  /** What doctors advised on their rounds. */
  advice: { id: string; on: PlainDate; partner: string; doctor: string; advice: string }[];
  bills: FamilyBill[];
  /** 收款和退款, with the papers of what went back. */
  payments: PaymentRow[];
  refundDue: PlainDate | null;
  requests: RequestView[];
  visitSlots: { value: string; label: string }[];
}

export interface RequestRow extends RequestView {
  name: string;
  bed: string;
  stayId: string | null;
  askedAt: string;
  askedName: string;
  offers: Offer[];
}
