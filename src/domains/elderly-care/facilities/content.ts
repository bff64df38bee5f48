/** What the pages of the facilities are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { AboutRow } from '../../../kernel/register/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { EstateArea, SiteState } from './terms.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'warn' | 'now';

export interface SiteRow {
  id: string;
  name: string;
  kindZh: string;
  functionsZh: string[];
  /** 四种形态; null: nobody has said. */
  formZh: string | null;
  division: DivisionCode;
  divisionName: string;
  state: SiteState;
  stateZh: string;
  tone: Tone;
  /** Days of the last whole month; null: it was not open for the whole of it. */
  openDays: number | null;
  idleSince: PlainDate | null;
  twice: boolean;
  grade: string | null;
  mustGo: boolean;
  /** Planned, and written into no plan (EC-118). */
  unplanned: boolean;
}

export interface SiteFile extends SiteRow {
  /** What the registers say of it. */
  registers: AboutRow[];
  reachZh: string;
  address: string;
  place: string | null;
  owner: string;
  operator: string;
  contact: string;
  telephone: string;
  hours: string;
  areaM2: number;
  dayPlaces: number;
  fullBeds: number;
  seats: number;
  stateOn: PlainDate;
  openedOn: PlainDate | null;
  planned: { name: string; to: string } | null;
  wantedDays: number;
  months: { month: YearMonth; days: number; people: number; enough: boolean }[];
  days: { on: PlainDate; proofZh: string; people: number; photo: string | null; byName: string }[];
  assessments: { year: number; gradeZh: string; note: string; byName: string }[];
  twins: { id: string; name: string; metres: number; offers: Offer[] }[];
  steps: { id: string; zh: string; toZh: string; onDate: PlainDate; note: string; byName: string }[];
  /** Its own services at homes, by the month: where its operator is a provider of the county; null: it has none. */
  homeServices: { providerName: string; months: { month: YearMonth; orders: number; done: number; people: number }[] } | null;
  offers: Offer[];
}

export interface EstateRow {
  id: string;
  name: string;
  divisionName: string;
  developer: string;
  area: EstateArea;
  areaZh: string;
  households: number;
  plannedPeople: number;
  planDocument: string | null;
  plannedOn: PlainDate | null;
  builtOn: PlainDate | null;
  acceptedOn: PlainDate | null;
  handedOn: PlainDate | null;
  housingAcceptedOn: PlainDate | null;
  handedM2: number;
  requiredM2: number;
  shortM2: number;
  outOfStep: boolean;
  offers: Offer[];
}
