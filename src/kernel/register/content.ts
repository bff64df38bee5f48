/** What the server answers about a register, for its pages. */
import type { ConsultationState } from '../consultation/index.ts';
import type { Offer } from '../offer/index.ts';
import type { FormField, PlainDate } from '../schema/index.ts';
import type { Tone } from './define.ts';

export interface RegisterBrief {
  readonly key: string;
  readonly zh: string;
  readonly open: number;
  readonly late: number;
}

export interface RegisterRow {
  readonly id: string;
  readonly title: string;
  readonly divisionName: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly dueOn: PlainDate | null;
  /** Days past the limit; 0 in time. */
  readonly late: number;
  readonly enteredOn: string;
  readonly byName: string;
}

/** An entry as it stands on the page of what it is about. */
export interface AboutRow extends Pick<RegisterRow, 'id' | 'title' | 'stateZh' | 'tone' | 'dueOn' | 'late'> {
  readonly key: string;
  readonly zh: string;
}

export interface RegisterHead {
  readonly key: string;
  readonly zh: string;
  readonly lead: string;
  readonly enters: string;
  readonly states: readonly { value: string; label: string }[];
  /** Empty: this duty enters nothing here. */
  readonly form: readonly FormField[];
}

/** The limit that runs. */
export interface RunningLimit {
  readonly zh: string;
  readonly dueOn: PlainDate;
  /** “还剩5个工作日” without its verb: 5个工作日. */
  readonly left: string;
  readonly late: boolean;
}

export interface RecordView {
  readonly id: string;
  readonly key: string;
  /** The page that it is listed on. */
  readonly shelf: string;
  readonly zh: string;
  readonly title: string;
  readonly division: string;
  readonly divisionName: string;
  readonly state: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly version: number;
  readonly limit: RunningLimit | null;
  /** What may follow as it stands, and by whom; ending it for no good is left out. */
  readonly next: readonly { zh: string; by: string }[];
  readonly consultation: {
    readonly id: string;
    readonly state: ConsultationState;
    readonly stateZh: string;
    readonly endsOn: PlainDate;
    readonly opinions: number;
  } | null;
  readonly facts: readonly { label: string; value: string }[];
  readonly steps: readonly {
    no: number;
    zh: string;
    toZh: string;
    onDate: PlainDate;
    byName: string;
    answers: readonly { label: string; value: string }[];
    /** What was uploaded with the step, as files. */
    files: readonly string[];
  }[];
  readonly offers: readonly Offer[];
}

/** A record as it stands beside the work of another domain. */
export interface BesideRow {
  readonly id: string;
  readonly zh: string;
  readonly title: string;
  readonly stateZh: string;
  readonly tone: Tone;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}
