/** 计费 (5.8, W10): by the hour in steps of a quarter, rounded down; by the visit whole, or nothing. Pure. */
import type { Fen } from '../../../kernel/schema/index.ts';
import type { Unit } from './terms.ts';

const STEP = 15;
const HOUR = 60;

export interface Served {
  readonly unit: Unit;
  /** Of an hour, or of a visit. */
  readonly priceFen: Fen;
  readonly plannedMinutes: number;
  readonly minMinutes: number;
  readonly actualMinutes: number;
  /** More than a fifth over the plan, agreed to by the elder during the service. */
  readonly extensionMinutes: number;
  /** A visit that was too short for a reason that the confirmation accepted. */
  readonly reasonAccepted: boolean;
}

export interface Bill {
  readonly minutes: number;
  readonly fen: Fen;
}

export function billOf(served: Served): Bill {
  const { unit, priceFen, plannedMinutes, minMinutes, actualMinutes, extensionMinutes, reasonAccepted } = served;
  if (unit === 'visit') return { minutes: actualMinutes, fen: actualMinutes >= minMinutes || reasonAccepted ? priceFen : 0 };
  // Twelve tenths in whole numbers, or what was agreed where that is more.
  const most = Math.max(Math.floor((plannedMinutes * 12) / 10), plannedMinutes + extensionMinutes);
  const minutes = Math.floor(Math.min(actualMinutes, most) / STEP) * STEP;
  // A quarter of an hour's price may be no whole fen: rounded down once, at the end.
  return { minutes, fen: Math.floor((minutes * priceFen) / HOUR) };
}
