/** What the charts of the board read. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface Bar {
  zh: string;
  count: number;
}
export interface MapRow {
  township: string;
  county: string;
  name: string;
  helped: number;
  /** Null where nobody has registered the figure. */
  residents: number | null;
}
/** What is open in a township: warnings and clues that nobody has closed. */
export interface HeatRow {
  township: string;
  county: string;
  name: string;
  /** Somebody may need help; somebody may no longer qualify. One clue may be both. */
  enter: number;
  leave: number;
  overdue: number;
  open: number;
}
export interface Board {
  asOf: PlainDate;
  year: number;
  funnel: Bar[];
  aid: (Bar & { sumFen: Fen })[];
  ages: Bar[];
  returns: Bar[];
  map: MapRow[];
  heat: HeatRow[];
}
