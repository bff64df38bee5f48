/** 行政处罚的规则 (4.10): when it may be decided, and what may be decided. Pure. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { PenaltyKind } from './terms.ts';

export interface Heard {
  readonly sayBy: PlainDate;
  readonly mayHear: boolean;
  readonly saidOn: PlainDate | null;
  readonly hearingAskedOn: PlainDate | null;
  readonly heardOn: PlainDate | null;
}
/** What a decision still waits for; null: it may be made. Who has spoken may still ask for a hearing until the last day. */
export function waitsFor(of: Heard, today: PlainDate): 'hearing' | 'time' | null {
  if (of.hearingAskedOn !== null) return of.heardOn === null ? 'hearing' : null;
  if (today > of.sayBy) return null;
  return of.saidOn !== null && !of.mayHear ? null : 'time';
}

/** Nothing heavier than what was announced: a defence never makes it worse. */
export const isHeavier = (
  decided: { kinds: readonly PenaltyKind[]; fineFen: Fen },
  announced: { kinds: readonly PenaltyKind[]; fineFen: Fen },
): boolean => decided.fineFen > announced.fineFen || decided.kinds.some((kind) => !announced.kinds.includes(kind));
