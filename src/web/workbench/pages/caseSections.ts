/** What a case page may be given beside the engine's own parts; every key may be absent. */
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { DecisionView } from '../../components/Decision.tsx';

export interface CaseSections {
  facts?: readonly { title: string; rows: readonly { label: string; value: string }[] }[];
  members?: readonly { personId: string | null; name: string; relationZh: string; note?: string; diedOn?: PlainDate | null }[];
  decisions?: readonly DecisionView[];
  notice?: {
    id: string;
    applicantMasked: string;
    memberCount: number;
    amountFen: Fen | null;
    text: string;
    place: string;
    telephone: string;
    postedOn: PlainDate;
    endsOn: PlainDate;
    kind: string;
    /** Paid once, not every month. */
    once: boolean;
  } | null;
  objections?: readonly {
    id: string;
    text: string;
    name: string;
    phone: string;
    receivedAt: string;
    state: string;
    result: string | null;
  }[];
  papers?: readonly { id: string; zh: string; name: string; url: string }[];
  documents?: readonly {
    id: string;
    number: string;
    title: string;
    issuedOn: PlainDate;
    revokedOn: PlainDate | null;
    url: string;
  }[];
  entitlement?: {
    id: string;
    state: string;
    fromMonth: YearMonth;
    amountFen: Fen | null;
    versions?: readonly { amountFen: Fen }[];
  } | null;
  payments?: readonly { month: YearMonth; amountFen: Fen; stateZh: string; paidOn: PlainDate | null; last4: string }[];
  /** Parts of a domain of its own: drawn by its panels. */
  [key: string]: unknown;
}
