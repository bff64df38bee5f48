/** What the server answers about boundary lines and markers. */
import type { LonLat } from '../../../../kernel/division/index.ts';
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import type { MarkerState } from '../../boundaries/terms.ts';

export interface LineBrief {
  id: string;
  name: string;
  levelZh: string;
  sides: { code: string; name: string }[];
  length: string | null;
  dueOn: PlainDate | null;
  overdue: boolean;
  warned: number;
  progress: number | null;
  markers: { good: number; all: number };
}

export interface Lines {
  rows: LineBrief[];
  next: string | null;
  form: readonly FormField[];
}

export interface MarkerRow {
  id: string;
  no: string;
  kindZh: string;
  material: string;
  divisionName: string;
  position: string;
  state: MarkerState;
  stateZh: string;
  visitedOn: PlainDate | null;
  overdue: boolean;
  offers: Offer[];
}

export interface LineView extends LineBrief {
  version: number;
  division: string;
  course: { points: readonly LonLat[]; surveyed: boolean; kindZh: string; source: string } | null;
  agreementNo: string;
  lastFinishedOn: PlainDate | null;
  inspections: {
    id: string;
    round: number;
    special: boolean;
    leadName: string;
    planned: string;
    done: string;
    progress: number | null;
    plannedOn: PlainDate;
    finishedOn: PlainDate | null;
    reportNo: string | null;
    leaders: string | null;
    filedOn: PlainDate | null;
    offers: Offer[];
  }[];
  markerRows: MarkerRow[];
  disputes: {
    id: string;
    place: string;
    facts: string;
    openedOn: PlainDate;
    state: string;
    stateZh: string;
    closedOn: PlainDate | null;
    outcome: string | null;
    offers: Offer[];
  }[];
  landUses: {
    id: string;
    project: string;
    unit: string;
    whereabouts: string;
    askedOn: PlainDate;
    filingNo: string | null;
    filedOn: PlainDate | null;
    endedOn: PlainDate | null;
    sides: { name: string; metres: number; answer: { consents: boolean; documentNo: string; opinion: string } | null }[];
    offers: Offer[];
  }[];
  assessments: {
    year: number;
    score: string;
    gradeZh: string;
    parts: { zh: string; hundredths: number; of: number }[];
    byName: string;
  }[];
  offers: Offer[];
}
