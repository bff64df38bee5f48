/** What the cockpit says, for the server and its page. */
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Status } from '../figures/progress.ts';
import type { TrendPoint } from '../figures/trend.ts';

/** The page of the workbench that a figure opens. */
export interface Opens {
  readonly to: string;
  readonly search: Readonly<Record<string, string>>;
  /** A part of that page. */
  readonly hash?: string;
}

/** A number with the list that it counts; `opens` is null only where there is nothing to open, and of what is known no closer than the unit above. */
export interface Figure {
  readonly key: string;
  readonly zh: string;
  readonly count: number;
  readonly of: 'count' | 'fen';
  /** Told in red: late, or to be decided today. */
  readonly bad: boolean;
  readonly opens: Opens | null;
}

export interface PlaceFigures {
  readonly place: DivisionCode;
  readonly name: string;
  /** Of the place itself, nothing below it. */
  readonly exact: boolean;
  readonly opens: Opens | null;
  /** In the order of `measures`. */
  readonly figures: readonly Figure[];
}

/** A binding indicator of the plan, as the page of the plan has it. */
export interface Goal {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly target: { readonly year: string; readonly value: string } | null;
  /** As it is written; null where there is none, and `note` says why. */
  readonly value: string | null;
  /** 平台现在数的，规划印出的（2020年） */
  readonly source: string | null;
  readonly met: boolean | null;
  readonly status: Status | null;
  readonly statusZh: string | null;
  readonly note: string | null;
  /** What the platform counts now, beside a published value; null where that is the value, or where nothing counts it. */
  readonly now: { readonly text: string; readonly opens: Opens } | null;
  readonly trend: readonly TrendPoint[];
  readonly opens: Opens;
}

export interface PaidMonth {
  readonly month: YearMonth;
  readonly sumFen: Fen;
  readonly persons: number;
  readonly opens: Opens;
}

/** A form of the statistics that is locked: it is told as it was reported. */
export interface LockedForm {
  readonly form: string;
  readonly name: string;
  readonly periodZh: string;
  readonly lockedOn: PlainDate;
  readonly cells: readonly { readonly key: string; readonly label: string; readonly text: string }[];
  readonly opens: Opens;
}

export interface Cockpit {
  readonly division: DivisionCode;
  readonly name: string;
  readonly level: 'city' | 'county';
  /** Of the plan's beginning up to this one. */
  readonly years: readonly number[];
  /** The one that is looked at. */
  readonly year: number;
  readonly past: boolean;
  readonly plan: { readonly name: string; readonly time: number; readonly indicators: readonly Goal[] } | null;
  readonly figures: readonly Figure[];
  /** What needs a decision, the worst first; nothing that is at nought. */
  readonly warnings: readonly Figure[];
  readonly months: readonly PaidMonth[];
  readonly places: readonly PlaceFigures[];
  readonly statistics: readonly LockedForm[];
  /** What cannot be told of a year that is over, and why. */
  readonly untold: readonly string[];
}
