/** What the pages of incidents are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Tone } from '../register/content.ts';

/** One clock: until when, and when it was kept; at once: no time is left. */
export interface Clock {
  zh: string;
  dueAt: string | null;
  atOnce: boolean;
  doneAt: string | null;
  late: boolean;
}

export interface IncidentRow {
  id: string;
  no: number;
  typeZh: string;
  gradeZh: string;
  tone: Tone;
  home: string;
  place: string;
  persons: string[];
  foundAt: string;
  open: boolean;
  clocks: Clock[];
  /** What has run out, or is to be done at once. */
  late: boolean;
}

export interface IncidentFile extends IncidentRow {
  division: string;
  injuryZh: string;
  measureZh: string;
  what: string;
  recordedAt: string;
  recordedName: string;
  reviewBy: PlainDate | null;
  closedAt: string | null;
  missing: string[];
  steps: {
    id: string;
    zh: string;
    at: string;
    recordedAt: string;
    by: string;
    text: string;
    about: string | null;
    photos: string[];
  }[];
  offers: Offer[];
}

export interface IncidentList {
  rows: IncidentRow[];
  next: string | null;
  offers: Offer[];
}
