/** What the reserve's routes answer. */
import type { Fen, PlainDate, YearMonth } from '../../../../kernel/schema/index.ts';

export interface ReserveRow {
  township: string;
  name: string;
  balanceFen: Fen;
  initialFen: Fen;
  lineFen: Fen;
  low: boolean;
  refill: { id: string; amountFen: Fen; proposedOn: PlainDate } | null;
}

export interface StatementLine {
  entryId: string;
  day: PlainDate;
  amount: number;
  balanceAfter: number;
  note: string;
  referenceId: string | null;
  byName: string;
}

export interface StatementView {
  township: string;
  name: string;
  month: YearMonth;
  balanceFen: Fen;
  opening: Fen;
  incoming: Fen;
  outgoing: Fen;
  closing: Fen;
  items: readonly StatementLine[];
  next: string | null;
  outlays: Readonly<
    Record<
      string,
      {
        caseId: string;
        applicantName: string;
        firstName: string;
        secondName: string;
        receiptFile: string;
        photoFile: string;
        split: boolean;
      }
    >
  >;
}
