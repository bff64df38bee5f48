/** What the pages of settlements read. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import type { Deduction } from './rules.ts';

export interface SettlementRow {
  readonly id: string;
  readonly providerName: string;
  readonly month: YearMonth;
  readonly stateZh: string;
  readonly lines: number;
  readonly filedFen: Fen;
  readonly payFen: Fen | null;
}

export interface SettlementLine {
  readonly orderId: string;
  readonly no: string;
  readonly personName: string;
  readonly itemName: string;
  readonly workerName: string | null;
  readonly start: string;
  readonly actualMinutes: number | null;
  readonly fen: Fen;
  readonly flagsZh: readonly string[];
  readonly sampleZh: string | null;
  readonly resultZh: string | null;
  readonly note: string | null;
  readonly offers: readonly Offer[];
}

export interface SettlementFile extends SettlementRow {
  readonly digest: string;
  readonly beacon: string | null;
  /** Public once the number is there: anybody computes the sample again. */
  readonly secret: string | null;
  readonly seed: string | null;
  readonly deduction: Deduction | null;
  readonly checkedName: string | null;
  readonly documentId: string | null;
  readonly rows: readonly SettlementLine[];
  readonly offers: readonly Offer[];
}
