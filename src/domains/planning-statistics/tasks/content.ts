/** What the pages of 规划任务 are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { ChangeState, ReportState, TaskState } from './terms.ts';

export interface TaskRow {
  readonly id: string;
  readonly text: string;
  readonly section: string;
  readonly planName: string;
  readonly chapterText: string;
  /** The task that it breaks down; null: it stands under its chapter. */
  readonly above: { readonly id: string; readonly text: string } | null;
  readonly unitName: string;
  readonly department: string;
  readonly lead: string;
  readonly dueOn: PlainDate;
  readonly doneOn: PlainDate | null;
  readonly state: TaskState;
  readonly stateZh: string;
  /** Days over; 0 in time. */
  readonly late: number;
  /** Progress is reported and not checked yet. */
  readonly waits: boolean;
  readonly changed: boolean;
}

export interface TaskCounts {
  readonly tasks: number;
  readonly states: readonly { readonly state: TaskState; readonly zh: string; readonly tasks: number }[];
  readonly toCheck: number;
  /** 按期: of those that count. */
  readonly onSchedule: { readonly num: number; readonly den: number };
}

export interface TaskHead {
  readonly counts: TaskCounts;
  readonly chapters: readonly { readonly value: string; readonly label: string }[];
  readonly units: readonly { readonly value: DivisionCode; readonly label: string }[];
  readonly offers: readonly Offer[];
}

export interface ReportView {
  readonly id: string;
  readonly claimZh: string;
  readonly doneOn: PlainDate | null;
  readonly says: string;
  readonly problem: string | null;
  readonly proofFile: string;
  readonly state: ReportState;
  readonly stateZh: string;
  readonly reportedAt: string;
  readonly reportedName: string;
  readonly checkedName: string | null;
  readonly checkNote: string | null;
  readonly offers: readonly Offer[];
}

export interface ChangeView {
  readonly id: string;
  /** What becomes of what, in words. */
  readonly says: readonly string[];
  readonly reason: string;
  readonly evaluation: { readonly id: string; readonly title: string } | null;
  readonly documentNo: string | null;
  readonly documentFile: string | null;
  readonly state: ChangeState;
  readonly stateZh: string;
  readonly proposed: { readonly at: string; readonly name: string };
  readonly decided: { readonly at: string; readonly name: string; readonly answer: string | null } | null;
  readonly offers: readonly Offer[];
}

export interface TaskFile {
  readonly task: TaskRow;
  readonly below: readonly TaskRow[];
  readonly reports: readonly ReportView[];
  readonly changes: readonly ChangeView[];
  readonly offers: readonly Offer[];
}
