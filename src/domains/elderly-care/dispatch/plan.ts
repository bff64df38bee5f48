/**
 * 一天的派单 (batch): orders have their hour, so a worker's day is a chain of orders in time order, and an order has one place in it. Orders that are in hand at the
 * same instant exclude each other for a worker; who of them goes where is therefore an assignment problem, solved exactly, with what each adds to each way. First
 * hour by hour through the day; then, as long as the time lasts, the orders of some neighbourhood and instant are dealt anew, which never makes the way longer. The few routing
 * libraries of npm are native and asleep, and none knows appointments at fixed hours. Pure.
 */
import { assign, IMPOSSIBLE } from './assignment.ts';

export interface Spot {
  /** Kilometres east and north of any one point of the city. */
  readonly x: number;
  readonly y: number;
}
export interface PlanOrder extends Spot {
  /** Minutes of the day. */
  readonly start: number;
  readonly end: number;
  /** Who may do it, by index of the worker: skill, sex, certificate, employment. */
  readonly fit: Uint8Array;
  /** 固定护理员, where the elder has one, by index: comes first wherever that is possible. */
  readonly fixed: number | null;
}
export interface PlanWorker extends Spot {
  /** What the worker has already: the way goes by there, and it counts as work. */
  readonly held: readonly (Spot & { readonly start: number; readonly end: number })[];
}
export interface PlanInput {
  readonly orders: readonly PlanOrder[];
  readonly workers: readonly PlanWorker[];
  readonly limits: PlanLimits;
}
export interface PlanLimits {
  /** Between the end of one order and the beginning of the next, at least. */
  readonly bufferMinutes: number;
  readonly dayMinutes: number;
  readonly kmh: number;
  /** How long it may take. */
  readonly milliseconds: number;
}
export interface Plan {
  /** Of each order the index of its worker; -1: nobody can. */
  readonly worker: readonly number[];
  readonly km: number;
}

interface Stop extends Spot {
  readonly start: number;
  readonly end: number;
  /** -1: held already. */
  readonly order: number;
}
type Day = Stop[];

export const kmBetween = (a: Spot, b: Spot): number => Math.hypot(a.x - b.x, a.y - b.y);

/** From home through the day and back. */
export function kmOf(home: Spot, day: readonly Spot[]): number {
  let km = 0;
  let at: Spot = home;
  for (const stop of day) {
    km += kmBetween(at, stop);
    at = stop;
  }
  return km + kmBetween(at, home);
}

export class Board {
  readonly input: PlanInput;
  readonly days: Day[];
  readonly minutes: number[];
  readonly at: Int32Array;
  readonly stops: Stop[];

  constructor(input: PlanInput) {
    this.input = input;
    this.days = input.workers.map(({ held }) => held.map((stop) => ({ ...stop, order: -1 })).sort((a, b) => a.start - b.start));
    this.minutes = this.days.map((day) => day.reduce((sum, { start, end }) => sum + end - start, 0));
    this.at = new Int32Array(input.orders.length).fill(-1);
    this.stops = input.orders.map(({ x, y, start, end }, order) => ({ x, y, start, end, order }));
  }

  /** Whether one can go from a stop to the next in time. */
  follows(before: Stop, after: Stop): boolean {
    const { bufferMinutes, kmh } = this.input.limits;
    return before.end + Math.max(bufferMinutes, (kmBetween(before, after) / kmh) * 60) <= after.start;
  }
  /** What the order would add to the worker's way; infinite where it does not fit. */
  added(order: number, worker: number): number {
    if (this.input.orders[order]!.fit[worker] !== 1) return Number.POSITIVE_INFINITY;
    const stop = this.stops[order]!;
    if (this.minutes[worker]! + stop.end - stop.start > this.input.limits.dayMinutes) return Number.POSITIVE_INFINITY;
    let before: Stop | null = null;
    let after: Stop | null = null;
    for (const other of this.days[worker]!) {
      if (other.start < stop.start) before = other;
      else {
        after = other;
        break;
      }
    }
    if (before && !this.follows(before, stop)) return Number.POSITIVE_INFINITY;
    if (after && !this.follows(stop, after)) return Number.POSITIVE_INFINITY;
    const home = this.input.workers[worker]!;
    const [from, to] = [before ?? home, after ?? home];
    return kmBetween(from, stop) + kmBetween(stop, to) - kmBetween(from, to);
  }
  put(order: number, worker: number): void {
    const stop = this.stops[order]!;
    const day = this.days[worker]!;
    let i = 0;
    while (i < day.length && day[i]!.start < stop.start) i++;
    day.splice(i, 0, stop);
    this.minutes[worker]! += stop.end - stop.start;
    this.at[order] = worker;
  }
  take(order: number): void {
    const worker = this.at[order]!;
    const stop = this.stops[order]!;
    const day = this.days[worker]!;
    day.splice(day.indexOf(stop), 1);
    this.minutes[worker]! -= stop.end - stop.start;
    this.at[order] = -1;
  }
  kmOfDay(worker: number): number {
    return kmOf(this.input.workers[worker]!, this.days[worker]!);
  }
  /** Orders with a fixed worker go there where that is possible, the earliest first. */
  putFixed(): void {
    for (const order of this.inTime()) {
      const { fixed } = this.input.orders[order]!;
      if (fixed !== null && this.added(order, fixed) < Number.POSITIVE_INFINITY) this.put(order, fixed);
    }
  }
  inTime(): number[] {
    const { orders } = this.input;
    return orders.map((_, i) => i).sort((a, b) => orders[a]!.start - orders[b]!.start || a - b);
  }
  plan(): Plan {
    return { worker: [...this.at], km: this.days.reduce((sum, _, worker) => sum + this.kmOfDay(worker), 0) };
  }
}

/** What a dispatcher does by hand: each order in time order to the free worker who is nearest. For comparison. */
export function greedyPlan(input: PlanInput): Plan {
  const board = new Board(input);
  board.putFixed();
  for (const order of board.inTime()) {
    if (board.at[order]! >= 0) continue;
    let best = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (let worker = 0; worker < input.workers.length; worker++) {
      if (board.added(order, worker) === Number.POSITIVE_INFINITY) continue;
      const before = board.days[worker]!.findLast(({ start }) => start < input.orders[order]!.start);
      const km = kmBetween(before ?? input.workers[worker]!, input.orders[order]!);
      if (km < nearest) [best, nearest] = [worker, km];
    }
    if (best >= 0) board.put(order, best);
  }
  return board.plan();
}

/** Numbers that look random and are the same each time (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The `count` spots that are nearest; metres and index in one number, as numbers sort fastest. */
function nearest(from: Spot, spots: readonly Spot[], count: number): number[] {
  const keys = new Float64Array(spots.length);
  for (let i = 0; i < spots.length; i++) keys[i] = Math.round(kmBetween(from, spots[i]!) * 1000) * spots.length + i;
  return [...keys.sort().subarray(0, count)].map((key) => key % spots.length);
}

/** Orders that exclude each other, each to one of these workers, at the least addition to all ways; `-1` where that cannot be. */
function deal(board: Board, orders: readonly number[], workers: readonly number[]): number[] {
  const cost = orders.map((order) => Float64Array.from(workers, (worker) => Math.min(IMPOSSIBLE, board.added(order, worker))));
  // No more rows than columns: those for whom there is no worker get a column that nobody can take.
  const idle = Math.max(0, orders.length - workers.length);
  const wide = idle === 0 ? cost : cost.map((row) => Float64Array.from([...row, ...new Array<number>(idle).fill(IMPOSSIBLE)]));
  return assign(wide).map((column) => (column < 0 ? -1 : workers[column]!));
}

const [DEALT, HOMES] = [40, 4];

/** Deals anew what is in hand around one order: among those who have it, and those who live near. Undone where somebody would be left without. */
function improve(board: Board, over: () => boolean): void {
  const { orders, workers, limits } = board.input;
  const free = orders.map((_, i) => i).filter((i) => board.at[i]! < 0 || board.at[i] !== orders[i]!.fixed);
  if (free.length === 0) return;
  const random = numbersFrom(free.length);
  const known = new Map<number, number[]>();
  const homesNear = (order: number): number[] => {
    const found = known.get(order) ?? nearest(orders[order]!, workers, HOMES);
    known.set(order, found);
    return found;
  };
  while (!over()) {
    const seed = orders[free[Math.floor(random() * free.length)]!]!;
    const inHand = free.filter((i) => orders[i]!.start <= seed.start && orders[i]!.end + limits.bufferMinutes > seed.start);
    const spots = inHand.map((i) => orders[i]!);
    const dealt = nearest(seed, spots, DEALT).map((i) => inHand[i]!);
    const before = dealt.map((order) => board.at[order]!);
    const among = [...new Set([...before.filter((worker) => worker >= 0), ...dealt.flatMap(homesNear)])];
    for (const order of dealt) if (board.at[order]! >= 0) board.take(order);
    const after = deal(board, dealt, among);
    const worse = after.some((worker, i) => worker < 0 && before[i]! >= 0);
    for (const [i, worker] of (worse ? before : after).entries()) if (worker >= 0) board.put(dealt[i]!, worker);
  }
}

/** `now`: a clock in milliseconds. */
export function planDay(input: PlanInput, now: () => number): Plan {
  const until = now() + input.limits.milliseconds;
  const board = new Board(input);
  board.putFixed();
  const everybody = input.workers.map((_, i) => i);
  const left = () => board.inTime().filter((order) => board.at[order]! < 0);
  for (const hour of Map.groupBy(left(), (order) => input.orders[order]!.start).values())
    for (const [i, worker] of deal(board, hour, everybody).entries()) if (worker >= 0) board.put(hour[i]!, worker);
  improve(board, () => now() > until);
  // A shorter way may have made room for those whom nobody could take.
  for (const order of left()) {
    const [worker] = deal(board, [order], everybody);
    if (worker! >= 0) board.put(order, worker!);
  }
  return board.plan();
}
