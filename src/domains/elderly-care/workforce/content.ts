/** What the pages of 养老服务人才 are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'now';

/** 考勤 of a month of one body. */
export interface MonthPage {
  readonly month: YearMonth;
  readonly earlier: YearMonth;
  /** Null: the next month is not over. */
  readonly later: YearMonth | null;
  readonly employerName: string;
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly postZh: string;
    /** Null: not filled in. */
    readonly entered: { readonly attended: number; readonly insured: boolean; readonly payFen: Fen } | null;
    readonly drawn: boolean;
  }[];
  readonly offers: readonly Offer[];
}

export interface ClassRow {
  readonly id: string;
  readonly kindZh: string;
  readonly name: string;
  readonly place: string;
  readonly hours: number;
  readonly fromOn: PlainDate;
  readonly toOn: PlainDate;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly learners: readonly {
    readonly workerId: string;
    readonly name: string;
    readonly hours: number;
    readonly inside: boolean;
  }[];
  readonly offers: readonly Offer[];
}

/** One person, whoever employs. */
export interface WorkerFile {
  readonly name: string;
  readonly code: string;
  readonly trouble: string | null;
  readonly identified: boolean;
  readonly educationZh: string | null;
  readonly graduatedOn: PlainDate | null;
  readonly course: readonly {
    readonly id: string;
    readonly employerName: string;
    readonly postZh: string;
    readonly hiredOn: PlainDate;
    readonly leftOn: PlainDate | null;
    readonly contractZh: string;
    readonly checked: boolean;
  }[];
  readonly trainings: readonly {
    readonly id: string;
    readonly kindZh: string;
    readonly name: string;
    readonly hours: number;
    readonly endedOn: PlainDate;
    readonly counts: boolean;
    readonly says: string;
    readonly offers: readonly Offer[];
  }[];
  readonly certificates: readonly {
    readonly id: string;
    readonly zh: string;
    readonly stateZh: string;
    readonly reply: string | null;
  }[];
  readonly subsidies: readonly { readonly kindZh: string; readonly outcome: string; readonly dueFen: Fen | null }[];
  readonly offers: readonly Offer[];
}

/** What could be asked for today, and what each one lacks. */
export type ClaimsReady = readonly {
  readonly kindZh: string;
  readonly amountFen: Fen;
  readonly due: readonly { readonly key: string; readonly name: string; readonly says: string; readonly fen: Fen }[];
  readonly lacking: readonly { readonly workerId: string; readonly name: string; readonly why: string }[];
  readonly offers: readonly Offer[];
}[];
