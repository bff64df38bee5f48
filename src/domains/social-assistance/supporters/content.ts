/** What the pages get to see of supporters. */
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { VerificationSource } from '../verification/sources.ts';
import type { SupporterAnswer, SupporterFound } from './result.ts';
import type { SupporterState, SupportRelation } from './terms.ts';

export interface SupporterLine {
  readonly id: string;
  readonly name: string;
  readonly relationZh: string;
  readonly state: SupporterState;
  readonly stateZh: string;
  /** Whether the computation counts what he or she owes. */
  readonly declared: boolean;
  readonly signedAt: string | null;
  readonly validTo: PlainDate | null;
  readonly answered: number;
  readonly asked: number;
  readonly waitingFor: readonly string[];
  /** What waits for a letter. */
  readonly letters: readonly {
    readonly queryId: string;
    readonly source: VerificationSource;
    readonly addressee: string;
    readonly sourceName: string;
    readonly dueOn: PlainDate | null;
    readonly isWritten: boolean;
  }[];
  readonly resultAt: string | null;
  readonly result: {
    readonly found: SupporterFound;
    readonly unanswered: readonly string[];
    readonly proceedReason: string | null;
    readonly difference: string | null;
    readonly answers: readonly SupporterAnswer[];
  } | null;
  readonly disposition: string | null;
  readonly reason: string | null;
}

export interface SupportersView {
  readonly rows: readonly SupporterLine[];
  readonly choices: readonly {
    readonly rows: readonly number[];
    readonly name: string;
    readonly relation: SupportRelation;
    /** As the application tells them, masked; null where it does not. */
    readonly idNumber: string | null;
    readonly phone: string | null;
  }[];
}

export interface SupportRequest {
  readonly id: string;
  readonly applicantName: string;
  readonly relationZh: string;
  readonly office: string;
  readonly telephone: string;
  readonly askedAt: string;
  readonly sources: readonly string[];
  readonly state: 'asked' | 'agreed' | 'declined' | 'withdrawn';
  readonly validTo: PlainDate | null;
  readonly consentId: string | null;
}

export interface SupporterTodo {
  readonly id: string;
  readonly caseId: string;
  readonly applicantName: string;
  readonly divisionName: string;
  readonly signedAt: string;
  readonly validTo: PlainDate;
  readonly stateZh: string;
}
