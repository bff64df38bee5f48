/** 工单: what may be done in which state, and what has to hold (4.6). Pure. */
import type { OrderState } from './terms.ts';

/** What people and the clock do with an order. */
export type Act =
  | 'accept'
  | 'reject'
  | 'offer'
  | 'take'
  | 'hand-back'
  | 'set-out'
  | 'check-in'
  | 'extend'
  | 'check-out'
  | 'abort'
  | 'cancel'
  | 'pause'
  | 'resume'
  | 'excuse'
  | 'elder-absent'
  | 'worker-missed'
  | 'verify'
  | 'evaluate'
  | 'dispute'
  | 'decide'
  | 'settle'
  | 'refuse-payment';

const flow: Readonly<Record<OrderState, readonly Act[]>> = {
  submitted: ['accept', 'reject', 'cancel', 'pause'],
  accepted: ['offer', 'cancel', 'worker-missed', 'pause'],
  offered: ['offer', 'take', 'cancel', 'worker-missed', 'pause'],
  // The old person is in hospital: nobody is sent, nobody has missed it.
  paused: ['resume', 'cancel'],
  taken: ['offer', 'hand-back', 'set-out', 'check-in', 'cancel', 'elder-absent', 'worker-missed', 'pause'],
  'en-route': ['offer', 'hand-back', 'check-in', 'cancel', 'elder-absent', 'worker-missed', 'pause'],
  'checked-in': ['extend', 'check-out', 'abort'],
  'to-verify': ['verify', 'dispute', 'refuse-payment'],
  verified: ['evaluate', 'dispute', 'settle', 'refuse-payment'],
  evaluated: ['dispute', 'settle', 'refuse-payment'],
  disputed: ['decide', 'refuse-payment'],
  // Nobody came, the phone says otherwise later: it may be taken up again.
  'no-show': ['check-in', 'excuse'],
  settled: [],
  rejected: [],
  cancelled: [],
  unfilled: [],
  aborted: [],
  'not-paid': [],
};
export const may = (state: OrderState, act: Act): boolean => flow[state].includes(act);

const MINUTE = 60_000;
const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MINUTE;
export const plusMinutes = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * MINUTE).toISOString();

/** 至少提前两小时; 助急 at once. */
export const tooSoon = (plannedStart: string, now: string, given: { urgent: boolean; leadHours: number }): boolean =>
  minutesBetween(now, plannedStart) < (given.urgent ? 0 : given.leadHours * 60);

/** Free until so many hours before; later it counts as a late cancellation. */
export const isLateCancel = (plannedStart: string, now: string, freeHours: number): boolean =>
  minutesBetween(now, plannedStart) < freeHours * 60;

/** Time by the phone, bracketed by two times of the server: not before the page was fetched, not after it arrived, and not older than the queue may be. */
export const stampHolds = (given: { at: string; issuedAt: string; now: string; hours: number }): boolean =>
  minutesBetween(given.issuedAt, given.at) >= 0 &&
  minutesBetween(given.at, given.now) >= 0 &&
  minutesBetween(given.at, given.now) <= given.hours * 60;

export type CheckInFault = 'early' | 'busy' | 'far';
/** What stands in the way of a check-in; the accuracy of the phone is no hindrance, it is looked at in the settlement. */
export function checkInFault(given: {
  plannedStart: string;
  at: string;
  earlyMinutes: number;
  /** Has the worker not left another home. */
  busy: boolean;
  metres: number | null;
  fenceMetres: number;
}): CheckInFault | null {
  if (minutesBetween(given.at, given.plannedStart) > given.earlyMinutes) return 'early';
  if (given.busy) return 'busy';
  return given.metres !== null && given.metres > given.fenceMetres ? 'far' : null;
}

/** Confirmed by itself: nobody said anything for so long, the evidence is whole, and the item is none that is always called about. */
export const verifiesItself = (given: {
  checkedOutAt: string;
  now: string;
  hours: number;
  complete: boolean;
  alwaysCall: boolean;
}): boolean => given.complete && !given.alwaysCall && minutesBetween(given.checkedOutAt, given.now) >= given.hours * 60;
