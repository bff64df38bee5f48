/** What the pages of the statistics are sent. */
import type { ShownDocument } from '../../../kernel/document/index.ts';
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { Finding } from './checks.ts';
import type { FormCell } from './definition.ts';
import type { ReportState } from './terms.ts';

export interface UnitState {
  readonly unit: DivisionCode;
  readonly name: string;
  readonly state: ReportState;
  readonly stateZh: string;
  readonly due: PlainDate;
  /** Days over the due date; 0 in time, or sent. */
  readonly late: number;
}

export interface PeriodView {
  readonly form: string;
  readonly name: string;
  readonly kindZh: string;
  readonly period: string;
  readonly periodZh: string;
  readonly lockedAt: string | null;
  /** The actor's own report; null where the unit has none (an auditor). */
  readonly own: UnitState | null;
  /** How many of the units below have reached which state. */
  readonly below: { readonly total: number; readonly sent: number; readonly checked: number; readonly late: number };
}

export interface CellView extends Pick<FormCell, 'key' | 'label' | 'unit' | 'group' | 'decimals'> {
  /** Computed from other cells: never typed. */
  readonly computed: boolean;
  /** What the unit itself types; of a computed cell null. */
  readonly typed: string | null;
  /** What the platform counts of it; null: 来源尚未接入, or computed. */
  readonly counted: string | null;
  readonly source: string;
  /** With the units below; null while something is missing. */
  readonly total: string | null;
  readonly before: string | null;
  readonly note: string;
}

export interface ChildView extends UnitState {
  readonly edit: number;
  /** Texts by cell, where the unit has reported. */
  readonly totals: Readonly<Record<string, string>>;
}

export interface SheetView {
  readonly form: string;
  readonly name: string;
  readonly basis: string;
  readonly period: string;
  readonly periodZh: string;
  readonly unit: DivisionCode;
  readonly unitName: string;
  readonly levelZh: string;
  /** The period before was reported by other units, which this one came of; `estimated`: shared out. */
  readonly earlier: { readonly units: readonly string[]; readonly estimated: boolean } | null;
  readonly sums: boolean;
  readonly state: ReportState;
  readonly stateZh: string;
  readonly due: PlainDate;
  readonly late: number;
  readonly version: number;
  readonly newest: number;
  readonly edit: number;
  readonly signers: { readonly prepared: string | null; readonly signed: string | null; readonly checked: string | null };
  readonly cells: readonly CellView[];
  readonly findings: readonly (Finding & { checkZh: string; kindZh: string })[];
  readonly children: readonly ChildView[];
  readonly steps: readonly { version: number; zh: string; at: string; byName: string; note: string }[];
  readonly revisions: readonly RevisionView[];
  /** Of a locked version. */
  readonly paper: ReportPaper | null;
  readonly save: boolean;
  readonly offers: readonly Offer[];
}

/** 统计报表 as issued: opened as PDF, checked by its code. */
export interface ReportPaper extends ShownDocument {
  /** SM3 over the figures of this version. */
  readonly digest: string;
  readonly says: string;
}

/** A request to change what is locked, and what became of it: the footnote of a version. */
export interface RevisionView {
  readonly id: string;
  readonly unit: DivisionCode;
  readonly unitName: string;
  readonly state: 'asked' | 'approved' | 'refused';
  readonly stateZh: string;
  readonly changes: readonly { key: string; label: string; unit: string; before: string; after: string }[];
  readonly reason: string;
  readonly askedAt: string;
  readonly askedName: string;
  readonly documentNo: string | null;
  readonly answer: string | null;
  readonly toVersion: number | null;
  readonly decidedAt: string | null;
  readonly decidedName: string | null;
  readonly offers: readonly Offer[];
}

/** 减负监测: what one office has asked of townships, month after month. */
export interface AskedRow {
  readonly issuer: DivisionCode;
  readonly issuerName: string;
  readonly mine: boolean;
  readonly counts: readonly number[];
  readonly now: readonly { zh: string; n: number }[];
  /** More than in the month before. */
  readonly rise: number;
}
/** Nothing where it is not switched on. */
export interface AskedView {
  readonly months: readonly YearMonth[];
  readonly rows: readonly AskedRow[];
}

/** A file from which a report was, or was not, filled in. */
export interface KeptFileView {
  readonly id: string;
  readonly fileName: string;
  /** SM3 of its bytes. */
  readonly content: string;
  readonly sentAt: string;
  readonly byName: string;
  /** Why it was not taken; null: it was. */
  readonly problem: string | null;
}
