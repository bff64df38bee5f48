/** Words and lines of the certificates register. Pure: the browser uses them too. */
import type { Performer } from '../../../kernel/access/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const certificateLists = {
  expiring: '快到期',
  expired: '已过期',
  frozen: '冻结、注销',
  all: '全部',
} as const;
export type CertificateList = keyof typeof certificateLists;
/** Who may ask for the list as a spreadsheet. */
export const certificateExporters = [
  'federation-officer',
  'township-clerk',
  'county-clerk',
  'county-leader',
  'city-clerk',
  'city-leader',
] as const satisfies readonly Performer[];
/** So many days before the end a certificate is renewed. */
export const EXPIRING_DAYS = 90;

export interface CertificateRow {
  personId: string;
  name: string;
  villageName: string;
  zh: string;
  stateZh: string;
  issuedOn: PlainDate;
  validTo: PlainDate;
  daysLeft: number;
  /** Draws a subsidy, which waits when the certificate runs out. */
  draws: boolean;
}

export interface ConfirmationRow {
  id: string;
  personId: string;
  name: string;
  villageName: string;
  dueOn: PlainDate;
  lastSeenOn: PlainDate | null;
  refusals: number;
  missed: number;
  suspended: boolean;
}

export const sexes = { male: '男', female: '女' } as const;
export type Sex = keyof typeof sexes;

/** Age bands of the pyramid, the youngest first, by their first year. */
export const ageBands = [
  { from: 0, zh: '17岁以下' },
  { from: 18, zh: '18至44岁' },
  { from: 45, zh: '45至59岁' },
  { from: 60, zh: '60至69岁' },
  { from: 70, zh: '70至79岁' },
  { from: 80, zh: '80岁以上' },
] as const;
export const bandOf = (age: number): number => ageBands.findLast((band) => age >= band.from)?.from ?? 0;

export interface DrawerRow {
  personId: string;
  name: string;
  villageName: string;
  zh: string;
  /** 女，67岁 */
  says: string;
}
