/** What is kept of a project's course, and the file of one project as a page is sent it. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { EntryView } from '../entry/content.ts';
import type { ProjectLevel } from '../projects/place.ts';
import type { Alarm, ReportState, Side, Source, Stage, StepKind } from './terms.ts';

export interface ProjectRow {
  id: string;
  plan: string;
  /** Null: no table prints it. */
  tableId: string | null;
  rowNo: number;
  category: string;
  subcategory: string;
  name: string;
  location: string;
  implementer: string;
  level: ProjectLevel;
  division: DivisionCode;
  units: number;
  printedFen: Fen;
  investmentFen: Fen;
  adjustedFen: Fen | null;
  investedFen: Fen;
  stage: Stage;
  stageOn: PlainDate | null;
  side: Side;
  mergedProject: string | null;
  feasibilityFen: Fen | null;
  feasibilityNo: string | null;
  designFen: Fen | null;
  designNo: string | null;
  reportedBackNo: string | null;
  plannedStartOn: PlainDate | null;
  plannedFinishOn: PlainDate | null;
  enteredOn: PlainDate;
  reportedMonth: YearMonth | null;
  updatedOn: PlainDate | null;
  alarms: Alarm[];
  version: number;
  changedName: string;
}

export interface FundingRow {
  source: Source;
  plannedFen: Fen;
  arrivedFen: Fen;
  paidFen: Fen;
}

export interface StepRow {
  id: string;
  kind: StepKind;
  fromState: string | null;
  toState: string;
  steppedOn: PlainDate;
  reason: string;
  documentNo: string | null;
  beforeFen: Fen | null;
  afterFen: Fen | null;
  recordedAt: string;
  recordedName: string;
}

export interface ReportRow {
  id: string;
  projectId: string;
  month: YearMonth;
  version: number;
  state: ReportState;
  stage: Stage;
  stageOn: PlainDate | null;
  reason: string | null;
  investedFen: Fen;
  done: string;
  problem: string | null;
  correction: string | null;
  reportedAt: string;
  reportedBy: string;
  reportedName: string;
  checkedAt: string | null;
  checkedName: string | null;
  checkNote: string | null;
  money: { source: Source; arrivedFen: Fen; paidFen: Fen }[];
}

/** A project as the lists show it, beside its printed row. */
export interface ListedProject {
  id: string;
  rowNo: number;
  printed: boolean;
  category: string;
  subcategory: string;
  serialNo: number | null;
  name: string;
  location: string;
  implementer: string;
  investmentFen: Fen;
  levelZh: string;
  division: DivisionCode;
  divisionName: string;
  units: number;
}

export interface MoneyView extends FundingRow {
  sourceZh: string;
}

export interface ReportView extends Omit<ReportRow, 'money' | 'reportedBy'> {
  stateZh: string;
  stageZh: string;
  money: { source: Source; sourceZh: string; arrivedFen: number; paidFen: number }[];
  photos: { id: string; name: string; mediaType: string }[];
  offers: Offer[];
}

export interface StepView extends StepRow {
  kindZh: string;
  says: string;
}

export interface ProjectFile {
  project: ListedProject &
    Pick<
      ProjectRow,
      | 'stage'
      | 'stageOn'
      | 'side'
      | 'adjustedFen'
      | 'investedFen'
      | 'feasibilityFen'
      | 'feasibilityNo'
      | 'designFen'
      | 'designNo'
      | 'reportedBackNo'
      | 'plannedStartOn'
      | 'plannedFinishOn'
      | 'reportedMonth'
      | 'updatedOn'
    > & { workingFen: number; stageZh: string; sideZh: string; weight: number; mergedInto: { id: string; name: string } | null };
  ceiling: { fen: number; zh: string };
  alarms: { alarm: Alarm; zh: string; says: string }[];
  funding: MoneyView[];
  reports: ReportView[];
  /** By which it came into the library; null: it is printed. */
  entry: EntryView | null;
  /** Facilities that other parts of the house keep, and which this project is. */
  facilities: { id: string; name: string; link: string }[];
  steps: StepView[];
  offers: Offer[];
}

/** One bar of the plan and one of what came. */
export interface GanttRow {
  id: string;
  rowNo: number;
  name: string;
  divisionName: string;
  stage: Stage;
  stageZh: string;
  sideZh: string | null;
  plannedStartOn: PlainDate | null;
  plannedFinishOn: PlainDate | null;
  startedOn: PlainDate | null;
  completedOn: PlainDate | null;
  usedOn: PlainDate | null;
  /** Begun or finished later than planned, or not yet. */
  late: boolean;
}

interface SourceSums {
  rows: number;
  plannedFen: Fen;
  arrivedFen: Fen;
  paidFen: Fen;
}
export interface MoneyByStage {
  stages: { stage: Stage; zh: string; rows: number; units: number; investmentFen: Fen; investedFen: Fen }[];
  sources: (SourceSums & { source: Source; zh: string; byStage: (SourceSums & { stage: Stage })[] })[];
  /** 取消和合并的. */
  left: { rows: number; investmentFen: Fen };
}

export interface YearOfPlan {
  year: number;
  toStart: number;
  toStartFen: Fen;
  started: number;
  toFinish: number;
  toFinishFen: Fen;
  finished: number;
  doneFen: Fen;
}

/** One picture of a monthly report. */
export interface SitePhoto {
  id: string;
  projectId: string;
  name: string;
  divisionName: string;
  month: YearMonth;
  stageZh: string;
}
