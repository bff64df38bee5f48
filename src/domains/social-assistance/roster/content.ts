/** 长期公布: what the village's page and everybody's page read. */
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

/** One household that draws 低保, or one person who draws 特困, in a month. */
export interface RosterLine {
  readonly id: string;
  readonly name: string;
  readonly programmeZh: string;
  readonly persons: number;
  /** 特困: the basic living only, as the grade of care tells of health. */
  readonly amountFen: Fen;
}

export interface Posting {
  readonly id: string;
  readonly month: YearMonth;
  readonly printedOn: PlainDate;
  readonly sheetUrl: string;
  readonly postedOn: PlainDate | null;
  readonly place: string | null;
  readonly photoUrl: string | null;
}

export interface VillageRow {
  readonly village: string;
  readonly name: string;
  readonly households: number;
  readonly persons: number;
  readonly amountFen: Fen;
  readonly last: Posting | null;
  /** Nothing has been posted within `ROSTER-MONTHS`. */
  readonly due: boolean;
}
