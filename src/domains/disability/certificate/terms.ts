/** Words and lines of the certificates register. Pure: the browser uses them too. */
import type { PlainDate } from '../../../kernel/schema/index.ts';

export const certificateLists = {
  expiring: '快到期',
  expired: '已过期',
  frozen: '冻结、注销',
  all: '全部',
} as const;
export type CertificateList = keyof typeof certificateLists;
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
