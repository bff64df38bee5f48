/** Rules of the reform (4.16, 4.18): beds that are kept back, and what comes back of the money for affordable beds. Pure. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { fullMonths } from '../../../kernel/subsidy/index.ts';

/** So many beds at the least are kept for people whom the government supports; a begun bed counts as one. */
export const leastReserved = (beds: number, percent: number): number => Math.ceil((beds * percent) / 100);

export interface Promise {
  readonly beds: number;
  /** The most that a bed may cost in a month. */
  readonly priceFen: Fen;
  readonly years: number;
}
export interface Kept {
  readonly beds: number;
  readonly priceFen: Fen;
}

/** Beds that are not as promised: a price above the promised one breaks it for all of them. */
export const brokenBeds = (promise: Promise, kept: Kept): number =>
  kept.priceFen > promise.priceFen ? promise.beds : Math.max(0, promise.beds - kept.beds);

/** 按比例退还: what was paid × broken beds × months that are left of the promise ÷ all promised bed-months. Half up to the fen. */
export function repayment(
  paidFen: Fen,
  promise: Promise,
  breach: { broken: number; from: PlainDate; on: PlainDate },
): { fullMonths: number; fen: Fen } {
  const months = promise.years * 12;
  const full = breach.on < breach.from ? 0 : Math.min(months, fullMonths(breach.from, breach.on));
  return { fullMonths: full, fen: Math.round((paidFen * breach.broken * (months - full)) / (promise.beds * months)) };
}
