/** What the pages of planning are sent. */
import type { DivisionCode, Fen, FormField, YearMonth } from '../../../../kernel/schema/index.ts';
import type { Alarm, Side, Stage } from '../../progress/terms.ts';
import type { TableKind } from '../../projects/printed.ts';
import type { Check } from '../../projects/reconcile.ts';

export interface Sums {
  rows: number;
  units: number;
  investmentFen: Fen;
}
export interface Project {
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
  placeState: 'found' | 'open' | 'confirmed';
  placeStateZh: string;
  candidateNames: readonly { code: DivisionCode; name: string }[];
  units: number;
  unitsProposed: number | null;
  version: number;
  stage: Stage;
  stageZh: string;
  side: Side;
  sideZh: string;
  reportedMonth: YearMonth | null;
  investedFen: Fen;
  workingFen: Fen;
  alarms: readonly Alarm[];
  alarmsZh: readonly string[];
}
export interface PlaceSums extends Sums {
  place: DivisionCode;
  name: string;
  /** With everything below; else what is placed at this unit and no closer. */
  whole: boolean;
}
export interface Figures {
  plan: { code: string; name: string } | null;
  tables: readonly { id: string; kind: TableKind; importedAt: string; importedName: string; rows: number }[];
  categories: readonly (Sums & { category: string })[];
  places: readonly (PlaceSums & { townships: readonly PlaceSums[] })[];
  open: { place: number; units: number; county: number; unchecked: number; dropped: number; entered: number };
  stages: readonly (Sums & { stage: Stage; zh: string })[];
  alarms: readonly { alarm: Alarm; zh: string; rows: number }[];
}
export interface Difference extends Check {
  key: string;
  ruleZh: string;
  measureZh: string;
  state: 'open' | 'explained' | 'corrected';
  stateZh: string;
  answer: { reason: string; corrected: string | null; answeredAt: string; answeredName: string } | null;
}
export interface Reconciliation {
  plan: { code: string; name: string };
  checked: number;
  byRule: readonly { rule: string; zh: string; checked: number; differing: number }[];
  differences: readonly Difference[];
}
export type Forms = Record<'confirmation' | 'answer', readonly FormField[]>;

/** 万元 as the tables print them. */
export const tenThousands = (fen: Fen): string => (fen / 1_000_000).toLocaleString('zh-CN', { maximumFractionDigits: 2 });
