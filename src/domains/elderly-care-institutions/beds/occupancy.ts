/** 入住率 (5.5): bed-nights lived in over bed-nights that could be; each day counts the state in which the bed ended it. Pure. */
import { firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { BedState } from './terms.ts';

/** What a bed became and on which day, in order; of one day the last counts. */
export type BedHistory = readonly { readonly on: PlainDate; readonly state: BedState }[];

const unusable: readonly BedState[] = ['planned', 'maintenance', 'retired'];
const lived: readonly BedState[] = ['occupied', 'on-leave'];

export interface Occupancy {
  readonly occupied: number;
  readonly usable: number;
}

export function occupancyOf(month: YearMonth, beds: readonly BedHistory[]): Occupancy {
  let [occupied, usable] = [0, 0];
  const end = firstDayOf(plusMonths(month, 1));
  for (const history of beds) {
    let next = 0;
    let state: BedState = 'planned';
    for (let day = firstDayOf(month); day < end; day = plusDays(day, 1)) {
      for (; next < history.length && history[next]!.on <= day; next++) state = history[next]!.state;
      if (!unusable.includes(state)) usable++;
      if (lived.includes(state)) occupied++;
    }
  }
  return { occupied, usable };
}

/** 65.0%; — where no bed could be lived in. */
export const occupancyText = ({ occupied, usable }: Occupancy): string =>
  usable === 0 ? '—' : `${(Math.round((occupied * 1000) / usable) / 10).toFixed(1)}%`;
