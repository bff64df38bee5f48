/** What a domain may add to a case. Every part is optional: another item has other parts, or none. */
import type { Account, BreakdownLine, Clause } from '../../../kernel/policy/index.ts';
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';

export interface CaseSections {
  /** Every category tested by one application. */
  classification?: {
    category: string | null;
    tests: readonly {
      category: string;
      zh: string;
      outcome: 'eligible' | 'not-eligible' | 'undetermined';
      clauses: readonly Clause[];
    }[];
    aid: { outcome: 'eligible' | 'not-eligible' | 'undetermined' };
  } | null;
  recognition?: {
    kind: string;
    state: string;
    validFrom: string;
    validTo: string | null;
    reviewDue: string | null;
    endedOn: string | null;
  } | null;
  help?: {
    referrals: readonly { id: string; toUnitZh: string; needZh: string; dueOn: string; state: string; reply: string | null }[];
    charity: readonly { id: string; charity: string; needZh: string; givenOn: string; what: string }[];
  } | null;
  /** What the check of a family found different from what was declared, as far as the reader may know it. */
  verification?: {
    mismatches?: {
      rows: readonly { id: string; member: string | null; text: string; source: string; settled: string | null }[];
      until: PlainDate | null;
      statements: readonly {
        id: string;
        kind: 'explain' | 'object';
        text: string;
        papers: readonly string[];
        on: PlainDate;
      }[];
      reviewDue: PlainDate | null;
      fields: readonly FormField[] | null;
    } | null;
  } | null;
  /** What was found of the applicant, who reads it without opening anything. */
  concluded?: CaseSections['facts'];
  facts?: readonly { title: string; rows: readonly { label: string; value: string }[] }[];
  decisions?: readonly {
    id: string;
    kind: string;
    kindZh: string;
    asOf: string;
    outcome: 'eligible' | 'not-eligible' | 'undetermined';
    amountFen: number | null;
    once?: boolean;
    effectiveMonth: string | null;
    clauses: readonly Clause[];
    breakdown: readonly BreakdownLine[];
    account?: Account | null;
    /** Which category was computed and why, where it is not the one that was applied for. */
    computedAs?: string | null;
    /** What the family is recognised as, where nothing is paid. */
    recognition?: string | null;
    note?: string | null;
    madeAt: string;
  }[];
  notice?: {
    id: string;
    kind: 'proposed' | 'granted';
    postedOn: string;
    endsOn: string;
    place: string;
    telephone: string;
  } | null;
  papers?: readonly { id: string; zh: string; name: string; url: string }[];
  documents?: readonly { id: string; number: string; title: string; issuedOn: string; revokedOn: string | null; url: string }[];
  review?: {
    kindZh: string;
    result?: { says: string } | null;
    before?: { amountFen: number | null; persons: number } | null;
    now?: {
      amountFen: number | null;
      persons: number;
      members: readonly { name: string; counted: boolean | null; reason: string }[];
    } | null;
  } | null;
  entitlement?: { state: string; fromMonth: string; amountFen: number } | null;
  payments?: readonly { month: string; amountFen: number; stateZh: string; paidOn?: string | null; last4?: string | null }[];
}
