/** What everybody is shown of an institution. */
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import type { Shown } from './family/evaluation-rules.ts';

export interface HomeRow {
  id: string;
  name: string;
  kindZh: string;
  operationZh: string;
  divisionName: string;
  address: string;
  telephone: string;
  lon: number | null;
  lat: number | null;
  recorded: boolean;
  stateZh: string;
  open: boolean;
  free: { ordinary: number; nursing: number };
  confirmedAt: string | null;
  /** The lowest bed fee of a month in force; null where none is published. */
  bedFromFen: Fen | null;
  levels: string[];
  /** Star grade that is good today; 0: none. */
  grade: number;
  /** Published dangers that are still open. */
  dangers: number;
}

export interface HomePage extends HomeRow {
  prices: {
    itemZh: string;
    name: string;
    unit: string;
    amountFen: Fen;
    fromOn: PlainDate;
    documentNo: string | null;
    later: boolean;
  }[];
  beds: { id: string; code: string; priceClass: string; nursing: boolean; sexZh: string | null; monthlyFen: Fen | null }[];
  waiting: number;
  /** A major danger that is open: nobody is taken in. */
  stopped: { rule: string; dueOn: PlainDate } | null;
  /** The last on-site check that was published. */
  lastCheck: { on: PlainDate; resultZh: string } | null;
  /** 运营补贴 that are on notice, approved or paid. */
  subsidies: { id: string; quarterZh: string; amountFen: Fen; noticeTo: PlainDate }[];
  built: { id: string; amountFen: Fen; countedBeds: number; noticeTo: PlainDate }[];
  /** 医养示范机构, by level. */
  titles: { levelZh: string; namedOn: PlainDate; documentNo: string }[];
  /** `revoked`: taken back, with the reason; what it was is no longer said (行政处罚法第四十八条). */
  penalties: { on: PlainDate; no: string; what: string; revoked: { on: PlainDate; reason: string } | null }[];
  /** 家属评价 of the last four quarters. */
  evaluation: Shown;
  /** Out of turn, with the published reason; without names. */
  jumps: { no: number; reason: string }[];
}
