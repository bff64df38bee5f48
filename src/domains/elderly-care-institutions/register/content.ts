/** What the pages of the register are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { AboutRow } from '../../../kernel/register/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { InstitutionState } from './terms.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'now';

export interface InstitutionRow {
  id: string;
  name: string;
  kindZh: string;
  operationZh: string;
  division: DivisionCode;
  divisionName: string;
  state: InstitutionState;
  stateZh: string;
  tone: Tone;
  recordedBeds: number;
}

export interface InstitutionFile extends InstitutionRow {
  /** What the registers say of it. */
  registers: AboutRow[];
  creditCode: string;
  siteNo: number;
  legalFormZh: string;
  managedByZh: string;
  registrarZh: string;
  address: string;
  telephone: string;
  contact: string;
  place: string | null;
  stateOn: PlainDate;
  recordNo: string | null;
  recordedOn: PlainDate | null;
  areaM2: number | null;
  ownership: string | null;
  /** 备案的时限, while it runs. */
  clock: { firstResidentOn: PlainDate; dueOn: PlainDate; left: number; late: boolean } | null;
  announcedUntil: PlainDate | null;
  filings: {
    id: string;
    kindZh: string;
    stateZh: string;
    tone: Tone;
    filedOn: PlainDate;
    beds: number;
    areaM2: number;
    ownership: string;
    guidance: string | null;
    documentId: string | null;
  }[];
  onsite: { id: string; causeZh: string; dueOn: PlainDate; doneOn: PlainDate | null; findings: string | null; late: boolean }[];
  living: number;
  /** 上个月的入住率: 65.0%（1924÷2960床日）. */
  occupancy: string;
  beds: number;
  nursing: number;
  free: number;
  steps: { id: string; zh: string; toZh: string; onDate: PlainDate; note: string; byName: string }[];
  offers: Offer[];
}
