/** Shapes that the page of the beds reads. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const MONTH_PROGRAMME = 'family-bed-month';
export const bedLists = { active: '在用', ended: '已经撤床' } as const;
export const monthStates = { open: '待核定', paid: '已核定，发放', 'not-due': '已核定，不发' } as const;

export interface BedRow {
  readonly id: string;
  readonly caseId: string;
  readonly name: string;
  readonly villageName: string;
  readonly provider: string;
  readonly visitsPlanned: number;
  readonly fromOn: PlainDate;
  readonly reviewOn: PlainDate;
  readonly endedOn: PlainDate | null;
  readonly endReason: string | null;
  /** The month that is looked at; null where the bed did not run the whole of it. */
  readonly month: {
    readonly visits: number;
    readonly hoursOnline: number;
    readonly hoursTotal: number;
    readonly typed: boolean;
    readonly stateZh: string;
    readonly amountFen: Fen | null;
  } | null;
  readonly offers: readonly Offer[];
}
export interface BedPage {
  readonly month: YearMonth;
  readonly rows: readonly BedRow[];
  readonly next: string | null;
}

/** Who checks the months and ends a bed, who serves one, who reads. */
export const bedCheckers = ['county-clerk'] as const;
export const bedBodies = ['home-care-manager'] as const;
export const bedReaders = ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'] as const;
