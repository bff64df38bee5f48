/** What the pages of the analysis are sent. */
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { Spec } from './spec.ts';
import type { Table } from './table.ts';
import type { MeasurePeriod, Share, Source } from './terms.ts';

export interface MeasureView {
  readonly key: string;
  readonly zh: string;
  readonly source: Source;
  readonly sourceZh: string;
  readonly group: string;
  readonly unit: string;
  readonly definition: string;
  readonly period: MeasurePeriod;
  readonly periodZh: string;
  readonly flow: boolean;
  readonly lowest: 'county' | 'township' | 'village';
  /** Whether its records may be opened from the table. */
  readonly opens: boolean;
  /** The unit of what a chart draws. */
  readonly drawn: string;
}

export interface AnalysisView extends Table {
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly levelZh: string;
  readonly spanZh: string;
  readonly measures: readonly MeasureView[];
  readonly asOf: PlainDate;
}

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly share: Share;
  readonly shareZh: string;
  readonly ownerName: string;
  readonly placeName: string;
  readonly mine: boolean;
  readonly version: number;
  readonly changedAt: string;
  readonly spec: Spec;
}
