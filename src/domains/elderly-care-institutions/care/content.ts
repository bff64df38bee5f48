/** What the pages of care at the bed are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Tone } from '../register/content.ts';

/** A line of a record; a corrected one stands before the one that corrects it. */
export interface RecordLine {
  id: string;
  resultZh: string;
  tone: Tone;
  doneAt: string;
  /** Where it was entered later than it was done: both times are said. */
  enteredAt: string | null;
  by: string;
  /** 异常, 体征 and 说明 in one sentence; empty where there is none. */
  says: string;
  late: boolean;
  bulk: boolean;
  corrected: boolean;
}

export interface TaskView {
  id: string;
  what: string;
  onDay: PlainDate;
  dueAt: string;
  state: 'waiting' | 'open' | 'missed' | 'done' | 'refused' | 'abnormal';
  lines: RecordLine[];
}

export interface DoseView {
  id: string;
  drug: string;
  dose: string;
  dueAt: string;
  state: 'waiting' | 'open' | 'missed' | 'prepared' | 'given' | 'refused';
  preparedName: string | null;
  /** Prepared by the reader's own hand: somebody else gives it. */
  mine: boolean;
  givenAt: string | null;
  givenName: string | null;
}
export interface MedicationView {
  id: string;
  drug: string;
  dose: string;
  times: string;
  doctor: string;
  entrustedBy: string;
  stock: number;
  daysLeft: number;
}

/** One bed with its person, for the phone at the bed. */
export interface BedDay {
  stayId: string;
  bedId: string;
  code: string;
  name: string;
  levelZh: string;
  away: boolean;
  /** The risks of some height, with what is done against them. */
  risks: { zh: string; levelZh: string; measure: string }[];
  wishes: string;
  doctor: string;
  planned: boolean;
  tasks: TaskView[];
  doses: DoseView[];
}

export interface CareDay {
  institutionId: string;
  name: string;
  now: string;
  beds: BedDay[];
  offers: Offer[];
}

/** 约束保护 of one resident, with each time somebody looked. */
export interface RestraintView {
  id: string;
  wayZh: string;
  reason: string;
  order: string;
  consentBy: string;
  startAt: string;
  maxHours: number;
  endedAt: string | null;
  endedWhy: string | null;
  /** A look or the end is overdue. */
  late: boolean;
  nextLook: string | null;
  looks: { id: string; at: string; by: string; note: string }[];
  offers: Offer[];
}

/** The call is down: rounds made of those wanted. */
export interface OutageView {
  id: string;
  sinceAt: string;
  place: string;
  everyMinutes: number;
  nextAt: string;
  rounds: number;
  wanted: number;
  late: boolean;
}

/** 在院名单, to be printed. */
export interface RosterPage {
  institutionId: string;
  name: string;
  telephone: string;
  at: string;
  printed: { at: string; by: string } | null;
  rows: {
    stayId: string;
    bed: string;
    name: string;
    levelZh: string;
    where: string;
    here: boolean;
    contact: string;
    phone: string;
  }[];
}

export interface NursingRow {
  stayId: string;
  bed: string;
  name: string;
  levelZh: string;
  planNo: number | null;
  planDue: PlainDate;
  planLate: number;
  risksOn: PlainDate | null;
  risksDue: PlainDate | null;
  risksLate: boolean;
  open: number;
  missed: number;
  abnormal: number;
}

export interface Nursing {
  institutionId: string;
  name: string;
  rows: NursingRow[];
  bulk: { by: string; count: number; at: string }[];
  night: { on: PlainDate; patrols: number; needed: number };
  handovers: { id: string; date: PlainDate; shiftZh: string; by: string; at: string; notes: string }[];
  patrols: { id: string; at: string; by: string; findings: string; atNight: boolean }[];
  outage: OutageView | null;
  /** Past the hour and today's list of who is in the house is not on paper yet. */
  rosterDue: boolean;
  offers: Offer[];
}

export interface PlanView {
  no: number;
  fromAt: string;
  madeName: string;
  goals: string;
  wishes: string;
  doctor: string;
  items: { what: string; times: string; days: string }[];
}

export interface CareFile {
  stayId: string;
  name: string;
  bed: string;
  levelZh: string;
  planDue: PlainDate;
  plan: PlanView | null;
  earlier: { no: number; fromAt: string; madeName: string }[];
  risks: { zh: string; levelZh: string; high: boolean }[];
  measures: string;
  risksOn: PlainDate | null;
  risksDue: PlainDate | null;
  days: { day: PlainDate; tasks: TaskView[] }[];
  /** There is a health file that the home may open. */
  health: boolean;
  restraints: RestraintView[];
  medications: (MedicationView & { ended: boolean; offers: Offer[] })[];
  offers: Offer[];
}

/** 人员配比: hands by the register of care workers, against who lives in the home. */
export interface StaffPage {
  name: string;
  /** In post today, by post; `unfit`: who is in post and may not work, with why. */
  rows: { postZh: string; fit: number; unfit: string[] }[];
  residents: { levelZh: string; count: number }[];
  carers: number;
  needed: number;
  socialWorkers: number;
  socialWorkersNeeded: number;
  beds: number;
}

/** 排班 of a week: each day with its three shifts. */
export interface DutyWeek {
  name: string;
  division: DivisionCode;
  from: PlainDate;
  days: { day: PlainDate; shifts: { zh: string; people: string[] }[] }[];
  offers: Offer[];
}
/** Who read outside the shift, and why. */
export interface OffShiftPage {
  name: string;
  rows: { id: string; userName: string; reason: string; at: string; until: string }[];
  next: string | null;
}
