/** 保险补贴 (5.13): a share of the standard premium of a year for each bed that is insured and recorded. Pure. */
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';

export function insuranceSubsidy(
  beds: { insured: number; recorded: number },
  norms: { premiumFen: Fen; share: number },
): { beds: number; fen: Fen } {
  const counted = Math.min(beds.insured, beds.recorded);
  return { beds: counted, fen: Math.round((counted * norms.premiumFen * norms.share) / 100) };
}

/** A policy of a whole year; its last day is insured, too. */
export const isWholeYear = (policy: { fromOn: PlainDate; toOn: PlainDate }): boolean =>
  policy.toOn >= plusDays(addMonths(policy.fromOn, 12), -1);
