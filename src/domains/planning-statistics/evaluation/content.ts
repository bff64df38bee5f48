/** What the pages of 规划评估 are sent. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { EvaluationState, RemeasureState } from './terms.ts';

/** One indicator as the report has it. */
export interface IndicatorResult {
  readonly indicator: string;
  readonly name: string;
  readonly unit: string;
  readonly binding: boolean;
  readonly targetText: string;
  /** Null: nothing was published by the base date; counts as not done. */
  readonly text: string | null;
  readonly parts: string;
  readonly from: 'published' | 'measured' | null;
  readonly near: boolean;
  readonly met: boolean;
  /** Share of 1. */
  readonly completion: number;
}

export interface EvaluationRow {
  readonly id: string;
  readonly title: string;
  readonly kindZh: string;
  readonly baseOn: PlainDate;
  readonly state: EvaluationState;
  readonly stateZh: string;
  readonly evaluator: string;
  readonly selves: { readonly total: number; readonly done: number };
  readonly score: string | null;
  readonly verdictZh: string | null;
}
export interface Evaluations {
  readonly rows: readonly EvaluationRow[];
  readonly offers: readonly Offer[];
}

export interface SelfView {
  readonly id: string;
  readonly name: string;
  readonly done: string | null;
  readonly problems: string | null;
  readonly reportedAt: string | null;
  readonly reportedName: string | null;
  readonly late: boolean;
  /** 佐证 that this reader may open. */
  readonly proofs: readonly { readonly id: string; readonly name: string; readonly to: string }[];
  readonly offers: readonly Offer[];
}

export interface MeasureView {
  /** `indicator division` */
  readonly key: string;
  readonly indicator: string;
  readonly indicatorName: string;
  readonly division: DivisionCode;
  readonly unitName: string;
  readonly reported: string;
  readonly measured: string | null;
  readonly sample: number | null;
  readonly note: string;
  readonly state: RemeasureState | null;
  readonly stateZh: string;
  readonly outcome: string | null;
  readonly byName: string | null;
  /** Whether the rows behind the platform's own count can be opened. */
  readonly rows: boolean;
  readonly offers: readonly Offer[];
}

export interface SurveyView {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly open: boolean;
  readonly copies: number;
  readonly index: string | null;
  readonly least: number;
  readonly valid: boolean;
  readonly answers: readonly { readonly zh: string; readonly copies: number }[];
  /** The most that came on one day. */
  readonly most: { readonly day: PlainDate; readonly copies: number } | null;
}

export interface EvaluationFile extends EvaluationRow {
  readonly planName: string;
  readonly method: string;
  readonly selfDueOn: PlainDate;
  readonly drafted: string;
  readonly adopted: string | null;
  readonly declared: string | null;
  readonly selfEvaluations: readonly SelfView[];
  readonly measures: readonly MeasureView[];
  readonly survey: SurveyView;
  readonly report: string | null;
  readonly results: readonly (IndicatorResult & { readonly offers: readonly Offer[] })[];
  readonly complete: boolean | null;
  readonly changesPlan: boolean | null;
  /** What is before the public; null where nothing is changed. */
  readonly consultation: {
    readonly id: string;
    readonly stateZh: string;
    readonly endsOn: PlainDate;
    readonly opinions: number;
  } | null;
  readonly reported: string | null;
  readonly approved: string | null;
  readonly published: string | null;
  readonly offers: readonly Offer[];
}

/** A record that a count counted, without whom it is about. */
export interface SampleRow {
  readonly id: string;
  readonly placeName: string;
  readonly name: string;
  readonly says: string;
  readonly counts: boolean;
}
