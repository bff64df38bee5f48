/** Words of 考核评估. Pure: the browser uses them too. */
import type { DivisionCode, FormField, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const planKinds = { year: '年度考核', midterm: '规划中期评估', final: '规划末期评估' } as const;
export type PlanKind = keyof typeof planKinds;

export const planStates = { draft: '草案，待批准', open: '进行中', published: '已公布' } as const;
export type PlanState = keyof typeof planStates;

export const sheetStates = { self: '待县自评', reported: '待市核分', told: '已告知，可提异议', published: '已公布' } as const;
export type SheetState = keyof typeof sheetStates;

/** An item of a plan: counted by the system, or judged by people. */
export interface PlanItem {
  readonly kind: 'figure' | 'judged';
  readonly indicator: string | null;
  readonly title: string;
  readonly standard: string;
  readonly weight: number;
}

export const titleOf = (kind: PlanKind, year: number): string =>
  kind === 'year' ? `${year}年度社会救助考核` : `社会救助${planKinds[kind]}（${year}年）`;

/** A button and the short form behind it. */
export interface Doing {
  readonly action: string;
  readonly zh: string;
  readonly causes: string;
  readonly fields: readonly FormField[];
  readonly initial?: Readonly<Record<string, unknown>>;
}

export interface SheetRow {
  readonly id: string;
  readonly title: string;
  readonly division: DivisionCode;
  readonly countyName: string;
  readonly selfDueOn: PlainDate;
  readonly state: SheetState;
  readonly stateZh: string;
  readonly late: boolean;
  /** 92.5分; null before it is told. */
  readonly total: string | null;
  readonly place: number | null;
}

export interface PlanView {
  readonly id: string;
  readonly title: string;
  readonly state: PlanState;
  readonly stateZh: string;
  readonly baseMonth: YearMonth;
  readonly selfDueOn: PlainDate;
  readonly drafted: string;
  readonly adopted: string | null;
  readonly conclusion: string | null;
  readonly items: readonly PlanItem[];
  readonly sheets: readonly SheetRow[];
  readonly actions: readonly Doing[];
}

export interface Standing {
  readonly county: DivisionCode;
  readonly tenths: number | null;
  readonly place: number | null;
}

export interface ScoreView {
  readonly no: number;
  readonly kind: PlanItem['kind'];
  readonly indicator: string | null;
  readonly title: string;
  readonly standard: string;
  readonly weight: number;
  /** A figure as it stands today, while it is not frozen yet. */
  readonly now: string | null;
  readonly selfPoints: number | null;
  readonly selfSays: string;
  readonly proofFile: string | null;
  /** 18.6分; 不计入; null while it is not told. */
  readonly points: string | null;
  readonly reason: string;
  readonly objection: string | null;
  readonly answer: string | null;
  readonly actions: readonly Doing[];
}

export interface SheetView extends Omit<SheetRow, 'place'> {
  readonly version: number;
  readonly baseMonth: YearMonth;
  readonly reported: string | null;
  readonly told: string | null;
  readonly objectUntil: PlainDate | null;
  readonly conclusion: string | null;
  readonly standing: readonly { countyName: string; total: string; place: number | null }[];
  readonly items: readonly ScoreView[];
  readonly actions: readonly Doing[];
}
