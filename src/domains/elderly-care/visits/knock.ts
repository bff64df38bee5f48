/** 敲门无应答 (left-behind-care 4.4): by when the calls are made, by when somebody goes again, when the emergency desk has it. Pure. */
import type { Level } from './terms.ts';

export interface KnockLimits {
  readonly callsRed: number;
  readonly calls: number;
  readonly secondRed: number;
  readonly second: number;
}

const after = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** Minutes for the calls and for the second visit; without a trace the desk has it at once after that. */
export const knockTimes = (level: Level, openedAt: string, limits: KnockLimits): { callsBy: string; secondBy: string } => ({
  callsBy: after(openedAt, level === 'red' ? limits.callsRed : limits.calls),
  secondBy: after(openedAt, level === 'red' ? limits.secondRed : limits.second),
});

export interface Knock {
  readonly level: Level;
  readonly callsBy: string;
  readonly secondBy: string;
  readonly calledAt: string | null;
  readonly secondAt: string | null;
  readonly townshipAt: string | null;
  readonly deskAt: string | null;
}

/** Who must be told by now: the township of calls not made in time and of a second knock in vain; the desk at once when it is red, else when the time is over. */
export function knockDue(of: Knock, now: string): { township: boolean; desk: boolean } {
  const township =
    of.townshipAt === null && (of.secondAt !== null || (of.calledAt === null && now >= of.callsBy) || now >= of.secondBy);
  const desk = of.deskAt === null && ((of.secondAt !== null && of.level === 'red') || now >= of.secondBy);
  return { township, desk };
}

/** When it is to be looked at again; null: everybody has it. */
export const knockNext = (of: Knock): string | null =>
  of.deskAt !== null ? null : of.calledAt === null && of.townshipAt === null ? of.callsBy : of.secondBy;
