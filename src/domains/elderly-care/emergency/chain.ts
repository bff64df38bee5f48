/**
 * 响应链 (elderly-care 4.11, 5.10): who is called when, and who is told when nobody answers. Safety steps follow the clock of the server and never move for
 * nights and holidays. Pure: from what has happened so far follows what is due now.
 */
import type { Helper, Level, SignalKind } from './terms.ts';

/** Seconds until the next one is called; dated standards of the city. */
export interface ChainLimits {
  /** 未接: shown on every desk of the county. */
  readonly overflow: number;
  /** 仍未接: shown to the city as well. */
  readonly neighbour: number;
  /** Of a device that tells of danger to life: 120 is called without waiting for a desk. */
  readonly ambulance: number;
  /** A responder who does not accept: the next one. */
  readonly accept: number;
}

/** Levels that a signal is taken for until somebody has classified it. No answer is never taken for a false alarm. */
export const presumedLevel = (signal: SignalKind): Level =>
  signal === 'test' ? 0 : signal === 'pressed' || signal === 'no-motion' ? 2 : 1;

/**
 * A device that calls again while its call is not resolved has made the same call. Once help has come and gone, the next press is a new call, however soon: a press
 * that is laid to a call which nobody looks at any more would be lost (the specification merges within five minutes; it says nothing of who would see it).
 */
export const isSameCall = (first: { readonly t6: string | null; readonly closedAt: string | null }): boolean =>
  first.t6 === null && first.closedAt === null;

/** A call whose device says that it is older than this is handled now and marked late. */
export const isLate = (deviceAt: string | null, now: string, lateSeconds: number): boolean =>
  deviceAt !== null && Date.parse(now) - Date.parse(deviceAt) > lateSeconds * 1000;

export const unanswered = ['overflow', 'neighbour', 'ambulance'] as const;
export type Unanswered = (typeof unanswered)[number];

/** What is due for a call that nobody has answered: each step once, in order. 120 only for signals of danger to life. */
export function dueWhileRinging(
  call: { readonly t0: string; readonly presumed: Level; readonly done: readonly Unanswered[] },
  now: string,
  limits: ChainLimits,
): Unanswered[] {
  const waited = Date.parse(now) - Date.parse(call.t0);
  return unanswered.filter(
    (step) => !call.done.includes(step) && waited >= limits[step] * 1000 && (step !== 'ambulance' || call.presumed === 1),
  );
}

/** The next instant at which something is due while a call rings; null when there is nothing more. */
export function nextWhileRinging(
  call: { readonly t0: string; readonly presumed: Level; readonly done: readonly Unanswered[] },
  limits: ChainLimits,
): string | null {
  const rest = unanswered.filter((step) => !call.done.includes(step) && (step !== 'ambulance' || call.presumed === 1));
  const soonest = Math.min(...rest.map((step) => limits[step]));
  return rest.length === 0 ? null : new Date(Date.parse(call.t0) + soonest * 1000).toISOString();
}

/** Somebody who can be called, in the order of the chain. */
export interface Candidate {
  readonly helper: Helper;
  /** Of the register of responders or of the contacts; null for a desk (120, township, county). */
  readonly id: string | null;
  readonly name: string;
}
export interface Called {
  readonly helper: Helper;
  readonly id: string | null;
  readonly calledAt: string;
  readonly answer: 'accepted' | 'declined' | null;
}

const CHAIN: readonly Helper[] = ['responder', 'responder', 'village', 'township', 'county'];

/**
 * Whom to call now, once help is to be sent. Level 1: 120 first, then the two nearest responders and the first contact together. Level 2: the chain one by
 * one, and the first contact. A responder who neither accepts nor declines in time is followed by the next; nobody is called twice.
 */
export function toCall<C extends Candidate>(
  level: Level,
  candidates: readonly C[],
  called: readonly Called[],
  now: string,
  acceptSeconds: number,
): C[] {
  if (level !== 1 && level !== 2) return [];
  const fresh = (candidate: C): boolean => !called.some(({ helper, id }) => helper === candidate.helper && id === candidate.id);
  const of = (helper: Helper): C[] => candidates.filter((c) => c.helper === helper && fresh(c));
  const first = of('contact')
    .filter(() => !called.some(({ helper }) => helper === 'contact'))
    .slice(0, 1);
  if (called.length === 0)
    return level === 1
      ? [...of('ambulance'), ...(of('responder').length > 0 ? of('responder').slice(0, 2) : following(of).slice(0, 1)), ...first]
      : [...following(of).slice(0, 1), ...first];
  const chain = called.filter(({ helper }) => helper !== 'ambulance' && helper !== 'contact');
  if (chain.some(({ answer }) => answer === 'accepted')) return first;
  const waits = chain.some(
    ({ answer, calledAt }) => answer === null && Date.parse(now) - Date.parse(calledAt) < acceptSeconds * 1000,
  );
  return waits ? first : [...following(of).slice(0, 1), ...first];
}

/** Those of the chain who have not been called, in its order. */
const following = <C>(of: (helper: Helper) => C[]): C[] => [...new Set(CHAIN)].flatMap((helper) => of(helper));
