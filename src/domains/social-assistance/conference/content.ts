/** A conference as it is kept and shown. */
import type { FormField, PlainDate } from '../../../kernel/schema/index.ts';
import type { ResolutionInput } from './schema.ts';
import type { ConferenceState, ConferenceSubject } from './terms.ts';

/** What is said in it; the matter is known from the request on, the rest comes with the resolution and the minutes. */
export interface ConferenceText {
  readonly subject: ConferenceSubject;
  readonly matter: string;
  readonly held?: Omit<ResolutionInput, 'minutes'>;
}

export interface ConferenceView extends ConferenceText {
  readonly id: string;
  readonly caseId: string;
  readonly state: ConferenceState;
  readonly stateZh: string;
  readonly requestedOn: PlainDate;
  readonly requestedName: string;
  readonly dueOn: PlainDate;
  readonly late: boolean;
  readonly minutesNo: string | null;
}

export interface ConferenceContent {
  readonly conferences: readonly ConferenceView[];
  /** Whether the matter is one of the same day, by telephone. */
  readonly urgent: boolean;
  readonly forms: Readonly<Record<'request' | 'resolve' | 'minutes', readonly FormField[] | null>>;
}

/** A line of the county's list. */
export interface WaitingConference {
  readonly id: string;
  readonly caseId: string;
  readonly personName: string;
  readonly divisionName: string;
  readonly subjectZh: string;
  readonly stateZh: string;
  readonly requestedOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly late: boolean;
}
