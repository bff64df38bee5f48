/** What the pages of the visits show. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Point } from '../../../kernel/visit/index.ts';
import type { Level, NoAnswerStep } from './terms.ts';

export interface DutyLine {
  readonly causeZh: string;
  readonly plannedOn: PlainDate;
  /** The last day on which it is still in time. */
  readonly dueOn: PlainDate;
  readonly dueAt: string;
  readonly overdue: boolean;
}

/** One door of the walk. */
export interface TodayRow {
  readonly personId: string;
  readonly name: string;
  readonly age: number;
  readonly divisionName: string;
  readonly level: Level;
  readonly point: Point | null;
  readonly phone: string | null;
  /** Who is called when nobody answers. */
  readonly contact: { readonly name: string; readonly phone: string; readonly canOpenDoor: boolean } | null;
  readonly holderName: string | null;
  readonly lastSeenOn: PlainDate | null;
  /** Today, because planned, soon at its end, over it, or dangerous; else within the week. */
  readonly today: boolean;
  readonly duties: readonly DutyLine[];
  readonly knock: {
    readonly id: string;
    readonly step: NoAnswerStep;
    readonly by: string;
    readonly offers: readonly Offer[];
  } | null;
}
export interface TodayView {
  /** By the server: the phone counts from here, whatever its own clock says. */
  readonly now: string;
  readonly office: Point | null;
  readonly rows: readonly TodayRow[];
  readonly more: boolean;
}

export interface PlaceFigures {
  readonly division: string;
  readonly name: string;
  readonly people: number;
  readonly today: number;
  readonly overdue: number;
  readonly knocks: number;
  readonly suspects: number;
  readonly needs: number;
  readonly lower: number;
  /** Not reviewed in a year. */
  readonly stale: number;
  readonly due: number;
  readonly visited: number;
  /** Percent with one decimal. */
  readonly rate: string | null;
}
export interface BoardView {
  readonly divisionName: string;
  readonly total: PlaceFigures;
  readonly places: readonly PlaceFigures[];
  readonly warning: {
    readonly hazardZh: string;
    readonly people: number;
    readonly done: number;
    /** Not seen by the hour. */
    readonly overdue: number;
    readonly dueAt: string;
    readonly byName: string;
  } | null;
  readonly offers: readonly Offer[];
}

export const rowViews = {
  overdue: '超期没有补',
  today: '今天该走的',
  knocks: '敲门无应答',
  suspects: '有疑点的探访',
  needs: '没有办结的需求',
  unseen: '本月还没有见到',
  lower: '可以降级',
  stale: '该年度复核的',
  people: '在册的人',
} as const;
export type RowView = keyof typeof rowViews;

export interface ListedRow {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly divisionName: string;
  readonly division: string;
  readonly levelZh: string;
  readonly says: string;
  /** Of a need: the home service order that sees to it. */
  readonly orderId: string | null;
  readonly offers: readonly Offer[];
}
