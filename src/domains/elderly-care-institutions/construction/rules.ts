/** 建设补贴 (5.12): beds by how they were built, fewer where too few of them are nursing beds; when a part is due. Pure. */
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export interface BuildNorms {
  readonly selfFen: Fen;
  readonly leasedFen: Fen;
  /** Percent of nursing beds from which all beds count. */
  readonly nursingShare: number;
}
export interface BuiltBeds {
  readonly selfBuilt: number;
  readonly leased: number;
  /** Of them, looked at on the spot. */
  readonly nursing: number;
}

/** With too few nursing beds only nursing ÷ share beds count, whole ones; self-built and leased lose alike. Half up to the fen. */
export function buildAmount({ selfBuilt, leased, nursing }: BuiltBeds, norms: BuildNorms): { counted: number; fen: Fen } {
  const beds = selfBuilt + leased;
  const whole = selfBuilt * norms.selfFen + leased * norms.leasedFen;
  const counted = Math.min(beds, Math.floor((nursing * 100) / norms.nursingShare));
  return { counted, fen: beds === 0 ? 0 : Math.round((whole * counted) / beds) };
}

/** A part is due so many full years after the beds were recorded. */
export const partFrom = (recordedOn: PlainDate, no: number): PlainDate => addMonths(recordedOn, 12 * no);

/** Whether a year's bed-nights reach the percent; a year in which no bed could be lived in does not. */
export const livedEnough = (nights: { lived: number; usable: number }, percent: number): boolean =>
  nights.usable > 0 && nights.lived * 100 >= nights.usable * percent;
