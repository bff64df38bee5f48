/** What the pages of the virtual nursing homes read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { StatementLine } from './rules.ts';

export interface MemberRow {
  readonly id: string;
  readonly personName: string;
  readonly placeZh: string;
  readonly providerName: string;
  readonly stateZh: string;
  readonly tone: 'now' | 'good' | 'plain';
  readonly answerBy: PlainDate | null;
  readonly late: boolean;
  readonly joinedOn: PlainDate | null;
  readonly calledAt: string | null;
  readonly callDue: boolean;
  readonly offers: readonly Offer[];
}
export interface MemberList {
  readonly rows: readonly MemberRow[];
  readonly next: string | null;
  readonly offers: readonly Offer[];
}
export interface StatementView {
  readonly id: string;
  readonly month: YearMonth;
  readonly lines: readonly StatementLine[];
  readonly totalFen: Fen;
  readonly ownFen: Fen;
  readonly issuedAt: string;
  readonly paidZh: string | null;
  readonly offers: readonly Offer[];
}
export interface MemberFile extends MemberRow {
  readonly address: string;
  readonly phone: string;
  readonly wishes: string;
  readonly plans: readonly { readonly from: YearMonth; readonly says: string; readonly note: string }[];
  readonly calls: readonly {
    readonly id: string;
    readonly at: string;
    readonly zh: string;
    readonly said: string | null;
    readonly byName: string;
  }[];
  readonly statements: readonly StatementView[];
}
/** On the phone of the member, or of whom he lets read it. */
export interface MyVirtualHome {
  readonly member: {
    readonly personName: string;
    readonly stateZh: string;
    readonly providerName: string;
    readonly telephone: string;
    readonly says: string | null;
    readonly offers: readonly Offer[];
  } | null;
  readonly statements: readonly Omit<StatementView, 'offers'>[];
  readonly offers: readonly Offer[];
}
