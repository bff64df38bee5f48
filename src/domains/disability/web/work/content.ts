/** What the pages of this domain are given by the server. */

import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import type { AssessmentView } from '../../devices/rental-assessment.ts';

export type { Overview, StockRow } from '../../devices/schema.ts';

import type { CourseRow, DeviceStaffRow, LeadRow, OrderRow, StationView, TrialRow, UnitRow } from '../../devices/schema.ts';
import type { evidences, services, withdrawalGrounds } from '../../rehab/terms.ts';
import type { Waiting } from '../../rehab/waiting.ts';

export interface StationDesk {
  station: StationView;
  counts: readonly { state: string; stateZh: string; count: number }[];
  units: readonly UnitRow[];
  reserved: readonly OrderRow[];
  out: readonly OrderRow[];
  overdue: readonly OrderRow[];
  refunds: readonly OrderRow[];
  followUps: readonly { allocationId: string; name: string; dueOn: PlainDate }[];
  items: readonly { code: string; name: string }[];
  recalled: readonly { code: string; itemName: string; personName: string }[];
  trials: readonly TrialRow[];
  leads: readonly LeadRow[];
  staff: readonly DeviceStaffRow[];
  courses: readonly CourseRow[];
}

export interface UnitCard {
  unit: UnitRow;
  station: StationView;
  order: OrderRow | null;
  /** The short assessment before the rental; null: nobody has asked yet, or nobody rents it. */
  assessment: AssessmentView | null;
  holder: string | null;
  actions: readonly { action: string; zh: string; causes: string; danger: boolean; fields: readonly FormField[] }[];
  history: readonly { fromZh: string | null; toZh: string; reason: string | null; at: string }[];
}

export interface CaseloadRow {
  caseId: string;
  name: string;
  villageName: string;
  state: string;
  stateZh: string;
  dueOn: PlainDate | null;
  lastSessionOn: PlainDate | null;
  sessionsThisMonth: number;
}
export interface Caseload {
  institution: { name: string; telephone: string; capacity: number; persons: number };
  rows: readonly CaseloadRow[];
  followUps: readonly { caseId: string; name: string; dueOn: PlainDate }[];
  staff: readonly { id: string; name: string; quarterHours: number; trained: boolean }[];
}

export interface RehabContent {
  records: readonly { id: string; kind: string; madeOn: PlainDate; content: Record<string, unknown> }[];
  sessions: readonly {
    id: string;
    service: keyof typeof services;
    heldOn: PlainDate;
    startsAt: string;
    minutes: number;
    place: string;
    staffName: string;
    evidence: keyof typeof evidences;
    note: string;
    withdrawnFor: keyof typeof withdrawalGrounds | null;
    mayWithdraw: boolean;
  }[];
  staff: readonly { id: string; name: string }[];
  absences: readonly { kind: 'hospital' | 'death'; from: PlainDate; to: PlainDate | null }[];
  open: boolean;
}

export interface Funnel {
  waiting: Waiting;
  rows: readonly {
    county: string;
    countyName: string;
    registered: string;
    referredOnTime: string;
    serving: string;
    standard: string;
    hasService: boolean;
  }[];
}
export interface SettlementRow {
  id: string;
  institutionName: string;
  month: string;
  claimed: number;
  valid: number;
  cuts: Record<string, number>;
  sumFen: number;
  state: 'submitted' | 'returned' | 'checked';
  returnReason: string | null;
}
