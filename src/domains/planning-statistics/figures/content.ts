/** What the page of the plan is sent: each indicator with its target, what was printed, published and counted. */
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { ConflictView, Judged, MatrixRow } from '../values/content.ts';
import type { Qualifier, Status } from './progress.ts';
import type { FigureDomain } from './terms.ts';

export type FigureKind = '约束性' | '预期性' | '未注明';

/** A value of an indicator as printed, with where it stands. */
export interface Printed {
  year: string;
  value: string;
  qualifier: Qualifier;
  section: string;
  phrase: string;
}
export interface PlanIndicatorView {
  id: string;
  name: string;
  unit: string;
  kindZh: FigureKind;
  domainZh: string;
  base: Printed | null;
  /** The version in force; `version` 1 is what is printed. */
  target: (Printed & { version: number }) | null;
  /** Printed of the year of the target, or the last one that was. */
  actual: Printed | null;
  /** Every actual value that a plan prints, in the order of the plans. */
  printed: Printed[];
  /** Published last within the plan, of the actor's county, else of the city. */
  published: (Judged & { unitName: string }) | null;
  /** Everything that was published of that place, in order of its days; what nobody has decided between is left out. */
  publishedValues: { periodEnd: PlainDate; num: number; den: number }[];
  /** Counted now, of the actor's own division; null where no domain of the program counts it. */
  counted: { key: string; zh: string; definition: string; num: number; den: number; text: string | null; parts: string } | null;
  met: boolean | null;
  /** Shares of 1; null where they cannot be said. */
  completion: number | null;
  progress: number | null;
  status: Status | null;
  statusZh: string | null;
  note: string | null;
}

export interface PlanView {
  code: string;
  name: string;
  from: PlainDate;
  to: PlainDate;
  /** A share of 1. */
  time: number;
  indicators: PlanIndicatorView[];
}

/** 预警: an indicator that lies behind its time, at a place. */
export interface BehindView {
  readonly indicator: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly unitName: string;
  readonly periodZh: string;
  readonly status: Status;
  readonly statusZh: string;
  /** Shares of 1. */
  readonly progress: number;
  readonly time: number;
  /** When its unit was told of it; null: it will be tomorrow. */
  readonly toldOn: PlainDate | null;
}

/** 状态墙. */
export interface Wall {
  readonly plans: readonly PlanView[];
  readonly behind: readonly BehindView[];
  /** Only where counties have published values. */
  readonly matrix: readonly MatrixRow[];
  /** Those that nobody has decided first. */
  readonly conflicts: readonly ConflictView[];
  readonly domains: Readonly<Record<FigureDomain, string>>;
}
