/** 审计: who did, saw and exported what. Rows are only ever added; batches of them are sealed by a keyed chain. */
import type { DivisionCode, Id } from '../schema/index.ts';

export { auditedNames, nameAudited, namedAfter, nameFlowActions } from './names.ts';

/** The actions that may be recorded, `thing.past-verb`, such as `person.opened`: each module adds those of its `audited.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by the modules
export interface Audited {}
export type AuditAction = keyof Audited;

/** What an audit row says beyond the actor and the time, which come from the transaction. */
export interface AuditEntry {
  action: AuditAction;
  subject?: { kind: string; id: string };
  /** The one person whose record it was. */
  personId?: string | null;
  /** The persons on a list or in an export; at most 1,000. */
  personIds?: readonly string[];
  caseId?: string | null;
  /** Who it was, where the door writes the row for somebody who is just coming in; the actor by default. */
  by?: { id: string; name: string; role: string; duty: string | null };
  /** Where it happened; the actor's division by default. */
  division?: DivisionCode | null;
  /** Why a protected value was needed: reason and case number. */
  purpose?: string | null;
  /** Codes, counts and filters only: never a protected value. */
  detail?: Readonly<Record<string, unknown>>;
}

export interface AuditRow {
  id: string;
  recordedAt: string;
  businessAt: string;
  actorId: string;
  actorName: string;
  role: string;
  duty: string | null;
  division: DivisionCode;
  action: string;
  subjectKind: string | null;
  subjectId: string | null;
  personId: Id<'Person'> | null;
  caseId: Id<'Case'> | null;
  purpose: string | null;
  detail: Record<string, unknown> | null;
}

export interface AuditFilter {
  action?: string;
  actorId?: string;
  personId?: string;
  caseId?: string;
  /** This unit and everything below it. */
  division?: DivisionCode;
  /** ISO instants of recording, `from ≤ recordedAt < to`. */
  from?: string;
  to?: string;
}

/** One page of a list; `next` is null on the last one. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export type AuditFault =
  | 'ROW_CHANGED'
  | 'ROW_REMOVED'
  | 'ROW_INSERTED'
  | 'SEAL_CHANGED'
  | 'CHAIN_BROKEN'
  | 'CHAIN_CUT'
  | 'KEY_MISSING'
  | 'HEAD_MISSING'
  | 'HEAD_DAMAGED';

export interface AuditProblem {
  fault: AuditFault;
  /** Number of the seal concerned; null when the rows lie outside every seal. */
  seal: number | null;
  /** A Chinese sentence. */
  message: string;
}

export interface AuditReport {
  seals: number;
  sealedRows: number;
  /** Rows that no seal covers yet: they could still be changed unnoticed. */
  unsealed: { count: number; oldest: string | null };
  /** The first 100; `problemCount` counts all. */
  problems: AuditProblem[];
  problemCount: number;
}
