/** What every paper of this domain names: the application it speaks of, and who decides. Pure. */
import { longDate } from '../../kernel/calendar/index.ts';
import type { Contact } from '../../kernel/document/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';

export interface Application {
  readonly applicantName: string;
  /** Null until it is accepted. */
  readonly caseNumber: string | null;
  readonly appliedOn: PlainDate;
}

export interface Authority {
  readonly contact: Contact;
  /** The government that the deciding office belongs to. */
  readonly reconsiderationBody: string;
}

export type About = Application & Authority;

/** How a decision begins: 您于2026年11月22日提出的…申请（受理号…）. */
export const openingOf = (of: Application, asked: string): string =>
  `您于${longDate(of.appliedOn)}提出的${asked}申请${of.caseNumber ? `（受理号${of.caseNumber}）` : ''}`;
