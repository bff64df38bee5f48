/** What the section `help` of a case holds, for the pages. */
import type { Fen, FormField, PlainDate } from '../../../kernel/schema/index.ts';
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
  /** What is filled in for the answer; null where the reader does not record it. */
  readonly replyForm: readonly FormField[] | null;
}

export interface CharityAidView {
  readonly id: string;
  /** Null: of somebody out of sight. */
  readonly personName: string | null;
  readonly charity: string;
  readonly needZh: string;
  readonly formZh: string;
  readonly amountFen: Fen;
  readonly givenOn: PlainDate;
  readonly what: string;
  readonly again: string;
}

export interface HelpContent {
  readonly referrals: readonly ReferralView[];
  /** What the household has had from charities, whatever the case. */
  readonly charity: readonly CharityAidView[];
  readonly needs: readonly (NeedsAssessment & {
    id: string;
    levelZh: string;
    madeOn: PlainDate;
    madeByName: string;
    note: string;
  })[];
  readonly forms: Readonly<Record<'needs' | 'referral' | 'charity', readonly FormField[] | null>>;
}
