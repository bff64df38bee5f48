/** What the server answers about supervision. */
import type { DrawInput, Drawn } from '../../../../kernel/inspection/index.ts';
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'now';

export interface DrawBrief {
  id: string;
  no: string;
  matter: string;
  divisionName: string;
  state: string;
  stateZh: string;
  tone: Tone;
  windowFrom: PlainDate;
  windowTo: PlainDate;
  objects: number;
  drawn: number | null;
}

export interface DrawsOverview {
  plans: {
    id: string;
    year: number;
    matter: string;
    division: string;
    divisionName: string;
    rates: Record<'A' | 'B' | 'C' | 'D', number>;
    caps: Record<'A' | 'B' | 'C', number>;
    state: string;
    stateZh: string;
    draftedName: string;
    approvedName: string | null;
    publishedOn: PlainDate | null;
    offers: Offer[];
  }[];
  draws: DrawBrief[];
  inspectors: {
    id: string;
    no: string;
    name: string;
    division: string;
    divisionName: string;
    certNo: string;
    certTo: PlainDate;
    expiring: boolean;
    absences: { from: PlainDate; to: PlainDate }[];
    ties: { objectName: string; tieZh: string; until: PlainDate | null }[];
    offers: Offer[];
  }[];
  offers: Offer[];
}

export interface DrawRoomView extends DrawBrief {
  division: string;
  announced: boolean;
  counties: { code: string; name: string }[];
  input: DrawInput;
  objectHash: string;
  inspectorHash: string;
  beaconSource: string;
  promise: string | null;
  promisedAt: string | null;
  callableAt: string | null;
  beacon: string | null;
  beaconOn: PlainDate | null;
  secret: string | null;
  seed: string | null;
  result: Drawn | null;
  voidReason: string | null;
  voidAsked: { reason: string; name: string } | null;
  hands: { zh: string; name: string; at: string }[];
  replay: string;
  offers: Offer[];
}

export interface CheckBrief {
  id: string;
  no: string;
  objectName: string;
  divisionName: string;
  causeZh: string;
  matter: string;
  state: string;
  stateZh: string;
  tone: Tone;
  windowFrom: PlainDate;
  windowTo: PlainDate;
  late: boolean;
  pair: string[];
  resultZh: string | null;
  publishBy: PlainDate | null;
  publishLate: boolean;
  publishedOn: PlainDate | null;
  unscanned: boolean;
}

export interface CheckView extends CheckBrief {
  division: string;
  version: number;
  causeNote: string;
  offices: string;
  arrivedAt: string | null;
  arrivedWay: 'scan' | 'number' | null;
  finishedAt: string | null;
  note: string | null;
  objectSigner: string | null;
  items: {
    code: string;
    section: string;
    zh: string;
    rule: string;
    answerZh: string | null;
    broken: boolean;
    place: string | null;
    note: string | null;
    photo: string | null;
  }[];
  dangers: { id: string; no: string; rule: string; place: string; gradeZh: string }[];
  objection: { text: string; on: PlainDate; answer: string | null; answeredOn: PlainDate | null } | null;
  objectionBy: PlainDate | null;
  offers: Offer[];
  visit: { arrival: FormField[] | null; check: FormField[]; api: string } | null;
}

export interface DangerBrief {
  id: string;
  no: string;
  objectName: string;
  divisionName: string;
  sourceZh: string;
  rule: string;
  place: string;
  foundOn: PlainDate;
  grade: string | null;
  gradeZh: string | null;
  stateZh: string;
  tone: Tone;
  dueOn: PlainDate | null;
  daysLate: number;
  overdueZh: string | null;
  supervised: boolean;
  rebound: boolean;
  extensionZh: string | null;
  reviewBy: PlainDate | null;
  closedOn: PlainDate | null;
}

export interface DangerList {
  funnel: { state: string; zh: string; n: number }[];
  late: number;
  onTime: { num: number; den: number };
  rows: DangerBrief[];
  offers: Offer[];
}

export interface DangerView extends DangerBrief {
  division: string;
  measures: string;
  reportedName: string;
  firstDueOn: PlainDate | null;
  taskId: string | null;
  steps: { seq: number; zh: string; note: string; photo: string | null; at: string; byName: string }[];
  offers: Offer[];
}

export interface Standing {
  id: string;
  name: string;
  divisionName: string;
  stateZh: string;
  points: number;
  riskClass: string;
  badFaith: boolean;
  level: number;
  open: number;
  major: number;
  late: number;
  visitedAt: string | null;
  unvisited: boolean;
  selfChecked: boolean;
}
export interface Standings {
  rows: Standing[];
  classes: { letter: string; n: number }[];
  unvisited: number;
  major: number;
}

export interface RatingRow {
  id: string;
  no: string;
  name: string;
  level: number;
  stateZh: string;
  tone: Tone;
  appliedOn: PlainDate;
  materialsBy: PlainDate | null;
  selfTotal: number;
  total: number | null;
  lines: { zh: string; max: number; self: number; scored: number | null }[];
  decidedLevel: number | null;
  noticeTo: PlainDate | null;
  grantedOn: PlainDate | null;
  refusedReason: string | null;
  offers: Offer[];
}

export interface StandingFile {
  id: string;
  name: string;
  division: string;
  points: number;
  riskClass: string;
  badFaith: boolean;
  level: number;
  validTo: PlainDate | null;
  forMonth: { month: string; level: number };
  forNext: { month: string; level: number };
  entries: { id: string; onDate: PlainDate; points: number; reasonZh: string; note: string; offers: Offer[] }[];
  repairs: {
    id: string;
    reasonZh: string;
    points: number;
    done: string;
    askedOn: PlainDate;
    decideBy: PlainDate;
    stateZh: string;
    opinion: string | null;
    offers: Offer[];
  }[];
  grades: { id: string; level: number; issuedOn: PlainDate; validTo: PlainDate; endedOn: PlainDate | null; offers: Offer[] }[];
  selfChecks: { month: string; doneOn: PlainDate; looked: string; found: number }[];
  ratings: RatingRow[];
  offers: Offer[];
}
