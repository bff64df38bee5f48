/** What the section `help` of a case holds, for the pages. */
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import type { NeedsAssessment } from './needs.ts';

export interface ReferralView {
  readonly id: string;
  readonly caseId: string;
  readonly personName: string;
  readonly divisionName: string;
  readonly toUnitZh: string;
  readonly needZh: string;
  readonly content: string;
  readonly dueOn: PlainDate;
  readonly createdOn: PlainDate;
  readonly state: 'open' | 'helped' | 'declined';
  readonly late: boolean;
  readonly reply: string | null;
  readonly repliedOn: PlainDate | null;
}

export interface HelpContent {
  readonly referrals: readonly ReferralView[];
  readonly needs: readonly (NeedsAssessment & {
    id: string;
    levelZh: string;
    madeOn: PlainDate;
    madeByName: string;
    note: string;
  })[];
  readonly forms: Readonly<Record<'needs' | 'referral' | 'reply', readonly FormField[] | null>>;
}
