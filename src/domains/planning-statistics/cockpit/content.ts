/** What the cockpit says, for the server and its page. */
import type { DivisionCode, Fen, YearMonth } from '../../../kernel/schema/index.ts';
import type { Status } from '../figures/progress.ts';

export interface ProjectSums {
  readonly rows: number;
  readonly units: number;
  readonly investmentFen: Fen;
}

export interface PlaceFigures {
  readonly place: DivisionCode;
  readonly name: string;
  /** Open cases, and those past their limit. */
  readonly open: number;
  readonly overdue: number;
  /** Of the county; null of a township, whose months are not told apart. */
  readonly paidFen: Fen | null;
  readonly projects: ProjectSums;
}

/** A binding indicator of the plan, as the page of the plan has it. */
export interface Goal {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly target: { readonly value: string } | null;
  readonly actual: { readonly value: string } | null;
  readonly counted: { readonly text: string | null } | null;
  readonly met: boolean | null;
  readonly status: Status | null;
  readonly statusZh: string | null;
  readonly note: string | null;
}

export interface Cockpit {
  readonly division: DivisionCode;
  readonly name: string;
  readonly plan: { readonly name: string; readonly time: number; readonly indicators: readonly Goal[] } | null;
  readonly work: { readonly open: number; readonly overdue: number };
  /** Of the last month that has been paid; null where nothing has. */
  readonly money: {
    readonly month: YearMonth;
    readonly sumFen: Fen;
    readonly persons: number;
    readonly households: number;
  } | null;
  readonly clues: { readonly all: number; readonly overdue: number; readonly red: number };
  readonly projects: ProjectSums;
  readonly places: readonly PlaceFigures[];
}
