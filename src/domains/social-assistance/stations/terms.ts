/** Words of 协理员 and 站点. Pure: the browser uses them too. */

/** `purchased-post`: bought by the government (以钱养事); the staffing norm counts these. */
export const staffKinds = {
  'village-assistant': '村级协理员',
  'purchased-post': '政府购买服务岗位',
  'civil-servant': '民政助理（公务员）',
  'social-worker': '社工岗',
} as const;
export type StaffKind = keyof typeof staffKinds;

export const unitKinds = {
  centre: '乡镇社会救助服务中心',
  station: '村级救助服务站点',
  'care-facility': '失能特困人员照护设施',
} as const;
export type UnitKind = keyof typeof unitKinds;

export interface StaffRow {
  id: string;
  kind: StaffKind;
  kindZh: string;
  name: string;
  phone: string;
  otherPosts: string;
  fromOn: string;
  trainings: number;
  trainedOn: string | null;
}

export interface VillageRow {
  village: string;
  name: string;
  assistants: StaffRow[];
  /** Persons of the village who receive 低保 or 特困 this month: counted, never typed. */
  beneficiaries: number;
  stations: string[];
}

export interface UnitView {
  id: string;
  kind: UnitKind;
  kindZh: string;
  name: string;
  place: string;
  address: string;
  telephone: string;
  hours: string;
  covers: string[];
  staff: string[];
}

export interface TownshipRow {
  township: string;
  name: string;
  persons: number | null;
  year: number | null;
  required: number | null;
  posts: number;
  shortage: number | null;
  villages: number;
  covered: number;
  hasCentre: boolean;
  beneficiaries: number;
}

/** A county's own office at the end of a year, beside its townships. */
export interface OfficeRow {
  office: string;
  name: string;
  posts: {
    year: number;
    approved: number;
    filled: number;
    seconded: number;
    hired: number;
    source: string;
    vacant: number;
    /** In post and not elsewhere, with those who are hired. */
    working: number;
  } | null;
  before: { year: number; approved: number; filled: number } | null;
  /** Residents; null while a township has no figure. */
  persons: number | null;
  /** Townships with a figure, of all. */
  counted: number;
  townships: number;
  personsEach: number | null;
  /** Purchased posts that its townships with a figure lack; null where none has one. */
  shortage: number | null;
}

export interface TownshipView extends TownshipRow {
  says: string;
  units: UnitView[];
  staff: StaffRow[];
  villageRows: VillageRow[];
}
