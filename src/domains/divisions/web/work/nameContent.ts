/** What the server answers about place names. */
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import type { Clock } from '../../names/clocks.ts';
import type { Finding } from '../../names/rules.ts';
import type { Category, SignState, Status } from '../../names/terms.ts';

export interface PlaceRow {
  id: string;
  name: string;
  spelling: string;
  category: Category;
  categoryZh: string;
  status: Status;
  statusZh: string;
  divisionName: string;
  protectionZh: string | null;
  formerNames: string | null;
}

export interface NamingRow {
  id: string;
  placeId: string;
  caseId: string | null;
  name: string;
  oldName: string | null;
  kindZh: string;
  categoryZh: string;
  divisionName: string;
  approver: string;
  approvedByZh: string;
  documentNo: string;
  approvedOn: PlainDate;
  filing: Clock;
  filedWith: string | null;
  filingNo: string | null;
  announcing: Clock;
  announcement: string | null;
  offers: Offer[];
}

export interface NamingHead {
  form: readonly FormField[];
}

export interface SignRow {
  id: string;
  placeId: string;
  name?: string;
  kindZh: string;
  spot: string;
  where: string;
  state: SignState;
  stateZh: string;
  photo: string;
  seenOn: PlainDate;
  note: string;
  offers: Offer[];
}

export interface PlaceView extends Omit<PlaceRow, 'formerNames'> {
  version: number;
  division: string;
  reading: string;
  whereabouts: string;
  position: string | null;
  widthMetres: number | null;
  lengthMetres: number | null;
  areaMetres: number | null;
  origin: string;
  meaning: string;
  source: string;
  media: { id: string; kind: 'photo' | 'recording'; kindZh: string; caption: string; offers: Offer[] }[];
  protectionPlan: string;
  legacyPlan: string;
  versions: {
    no: number;
    name: string;
    spelling: string;
    validFrom: PlainDate | null;
    lastDay: PlainDate | null;
    basis: string;
  }[];
  on: { date: PlainDate; name: string | null } | null;
  signs: SignRow[];
  namings: NamingRow[];
  offers: Offer[];
}

export interface NameAnswer {
  name: string;
  reading: string;
  spelling: string;
  usable: boolean;
  findings: Finding[];
}

export interface AlikeGroup {
  key: string;
  countyName: string;
  categoryZh: string;
  names: { id: string; name: string; legacyPlan: string; where: string }[];
  open: boolean;
}

export interface Duplicates {
  equal: AlikeGroup[];
  homophones: AlikeGroup[];
}

export interface AddressRow {
  id: string;
  printed: string;
  plateOn: PlainDate | null;
}
