/** 日间照料 of one facility as its page reads it. */
import type { Offer } from '../../../kernel/offer/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export interface DayCareRow {
  readonly id: string;
  readonly personName: string;
  readonly age: number;
  readonly contact: string;
  readonly fromOn: PlainDate;
  readonly here: boolean;
  readonly monthDays: number;
  readonly lastOn: PlainDate | null;
  readonly offers: readonly Offer[];
}
export interface DayCare {
  readonly places: number;
  readonly free: number;
  readonly today: number;
  readonly rows: readonly DayCareRow[];
  readonly offers: readonly Offer[];
}
