/** 购买服务: what is suspicious about a service, how many are called back, what a settlement comes to. Pure. */
import type { Fen } from '../../../kernel/schema/index.ts';
import { metresBetween } from '../../../kernel/visit/index.ts';
import type { TaskFlag } from './terms.ts';

/** One service as it was reported. */
export interface Visit {
  readonly beganAt: string;
  readonly minutes: number;
  readonly latitude: number;
  readonly longitude: number;
}

const secondOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** Two services of one worker: at the same time, or too far apart for the time between them (more than `speedKmh`). Products are compared. */
export function travelFlag(
  one: Visit,
  other: Visit,
  speedKmh: number,
): Extract<TaskFlag, 'overlapping-time' | 'impossible-travel'> | null {
  const [first, second] = one.beganAt <= other.beganAt ? [one, other] : [other, one];
  const between = secondOf(second.beganAt) - secondOf(first.beganAt) - first.minutes * 60;
  if (between < 0) return 'overlapping-time';
  return metresBetween(first, second) * 3600 > speedKmh * 1000 * between ? 'impossible-travel' : null;
}

/** At least this many of so many: the share rounded up, one where there is anything. */
export const drawCount = (of: number, rate: { readonly num: bigint; readonly den: bigint }): number =>
  of === 0 ? 0 : Math.max(1, Number((BigInt(of) * rate.num + rate.den - 1n) / rate.den));

/** Price × accepted services, and what the contract still allows. */
export function settlementOf(contract: { unitPriceFen: Fen; quantity: number; settledCount: number }, accepted: number) {
  const left = contract.quantity - contract.settledCount;
  return { amountFen: contract.unitPriceFen * accepted, within: accepted <= left, left };
}
