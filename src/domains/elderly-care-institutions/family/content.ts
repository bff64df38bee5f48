/** What a family's page and the home's list of requests are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { DoseView, MedicationView, PlanView, RestraintView, TaskView } from '../care/content.ts';
import type { FamilyReferral } from '../medical/content.ts';
import type { Tone } from '../register/content.ts';
import type { BillView, PaymentRow } from '../stays/content.ts';
import type { Shown } from './evaluation-rules.ts';
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
  evaluations: FamilyEvaluations;
}

export interface RequestRow extends RequestView {
  name: string;
  bed: string;
  stayId: string | null;
  askedAt: string;
  askedName: string;
  offers: Offer[];
}

/** 家属评价 of a quarter. */
export interface EvaluationView {
  id: string;
  quarterZh: string;
  overall: number;
  items: { zh: string; stars: number }[];
  words: string;
  at: string;
  answer: string | null;
  answeredAt: string | null;
  answeredName: string | null;
}
export interface FamilyEvaluations {
  /** This quarter may still be evaluated. */
  open: boolean;
  quarterZh: string;
  rows: EvaluationView[];
}
export interface EvaluationRow extends EvaluationView {
  offers: Offer[];
}
export interface EvaluationPage {
  name: string;
  division: DivisionCode;
  shown: Shown;
  quarters: { value: string; label: string }[];
  rows: EvaluationRow[];
  next: string | null;
}
