/** What the pages of the register are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
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
  steps: { id: string; zh: string; toZh: string; onDate: PlainDate; note: string; byName: string }[];
  offers: Offer[];
}
