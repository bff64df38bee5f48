/** What the pages of 指标值 are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Status } from '../figures/progress.ts';
import type { TargetState } from '../targets/terms.ts';
import type { Milestone } from './measure.ts';
import type { ValueState } from './terms.ts';

/** One version of a value, with what the platform counted when it was filled in. */
export interface ValueView {
  readonly id: string;
  readonly indicator: string;
  readonly indicatorName: string;
  readonly division: DivisionCode;
  readonly unitName: string;
  readonly period: string;
  readonly periodZh: string;
  readonly sourceZh: string;
  readonly version: number;
  readonly state: ValueState;
  readonly stateZh: string;
  readonly text: string;
  readonly parts: string;
  readonly counted: string | null;
  readonly asOf: PlainDate;
  readonly sourceText: string;
  readonly proofFile: string | null;
  readonly reason: string;
  readonly revisionReason: string | null;
  readonly returnedReason: string | null;
  readonly filledName: string;
  readonly filledAt: string;
  readonly steps: readonly { readonly zh: string; readonly at: string; readonly byName: string; readonly note: string }[];
  readonly offers: readonly Offer[];
}

export interface OwedView {
  readonly indicator: string;
  readonly indicatorName: string;
  readonly period: string;
  readonly periodZh: string;
  readonly unit: DivisionCode;
  readonly unitName: string;
  readonly due: PlainDate;
  readonly late: number;
  readonly state: ValueState | null;
  readonly stateZh: string;
  readonly note: string;
  readonly offers: readonly Offer[];
}

export interface AssignmentView {
  readonly id: string;
  readonly indicator: string;
  readonly indicatorName: string;
  readonly levelZh: string;
  readonly termZh: string;
  readonly units: number;
  readonly fromZh: string;
  readonly untilZh: string | null;
  readonly issuedAt: string;
  readonly issuedName: string;
  /** Of the last period that is over. */
  readonly last: { readonly periodZh: string; readonly sent: number; readonly published: number; readonly late: number } | null;
  readonly offers: readonly Offer[];
}

export interface ValuesView {
  /** What this unit has to report. */
  readonly mine: readonly OwedView[];
  /** What waits for this actor. */
  readonly waiting: readonly ValueView[];
  /** Units below that are late; the first so many. */
  readonly late: readonly OwedView[];
  readonly assignments: readonly AssignmentView[];
  readonly offers: readonly Offer[];
}

export interface ConflictView {
  readonly id: string;
  readonly indicator: string;
  readonly indicatorName: string;
  readonly division: DivisionCode;
  readonly unitName: string;
  readonly periodEnd: PlainDate;
  readonly openedAt: string;
  readonly values: readonly {
    readonly id: string;
    readonly text: string;
    readonly parts: string;
    readonly sourceZh: string;
    readonly periodZh: string;
    readonly sourceText: string;
    readonly chosen: boolean;
  }[];
  readonly reason: string | null;
  readonly chosenAt: string | null;
  readonly chosenName: string | null;
  readonly offers: readonly Offer[];
}

export interface TargetView {
  readonly id: string | null;
  readonly division: DivisionCode;
  readonly unitName: string;
  readonly year: string;
  readonly text: string;
  readonly version: number | null;
  readonly state: TargetState;
  readonly stateZh: string;
  /** The version that counts. */
  readonly inForce: boolean;
  readonly before: string | null;
  readonly lowered: boolean;
  readonly reason: string;
  readonly evaluationId: string | null;
  readonly documentNo: string | null;
  readonly documentFile: string | null;
  readonly proposed: { readonly at: string; readonly name: string } | null;
  readonly decided: { readonly at: string; readonly name: string; readonly answer: string | null } | null;
  readonly milestoneZh: string | null;
  readonly milestone: Milestone | null;
  readonly offers: readonly Offer[];
}

/** How a place stands with an indicator on a day. */
export interface Judged {
  readonly text: string;
  readonly parts: string;
  readonly periodZh: string;
  readonly sourceZh: string;
  readonly near: boolean;
  readonly met: boolean | null;
  /** Progress from the base, else completion: a share of 1. */
  readonly share: number | null;
  /** How much of the plan was over at the end of the period: a share of 1. */
  readonly time: number;
  readonly status: Status | null;
  readonly statusZh: string | null;
  /** Sources differ and nobody has chosen: not judged. */
  readonly conflict: boolean;
}

export interface MatrixRow {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly binding: boolean;
  readonly cells: readonly { readonly division: DivisionCode; readonly name: string; readonly judged: Judged | null }[];
}

export interface TrendPoint {
  readonly label: string;
  readonly on: PlainDate;
  /** Percent, or the number itself. */
  readonly value: number;
  readonly text: string;
}

export interface IndicatorFile {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly kindZh: string;
  readonly domainZh: string;
  readonly planName: string;
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly places: readonly { readonly division: DivisionCode; readonly name: string }[];
  readonly judged: Judged | null;
  readonly counted: { readonly key: string; readonly definition: string; readonly text: string; readonly asOf: PlainDate } | null;
  readonly trend: { readonly points: readonly TrendPoint[]; readonly target: number | null; readonly targetText: string | null };
  readonly matrix: MatrixRow | null;
  readonly values: readonly ValueView[];
  readonly conflicts: readonly ConflictView[];
  readonly targets: readonly TargetView[];
  readonly offers: readonly Offer[];
}
