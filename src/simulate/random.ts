/** Chance that repeats itself: the same seed gives the same city on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole number, both ends included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** UUIDv7 of a made-up instant: ordered by `tick` as real ones are by time. */
  id(tick: number): string;
}

/** 2025-01-01: simulated ids sort before everything that happens afterwards. */
const FIRST_TICK = Date.UTC(2025, 0, 1);

export function makeRandom(seed: number): Random {
  // sfc32
  let [a, b, c, d] = [seed | 0, (seed ^ 0x9e3779b9) | 0, (seed ^ 0x243f6a88) | 0, 1];
  const word = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const next = () => word() / 4294967296;
  const hex = (value: number, length: number) => (value >>> 0).toString(16).padStart(8, '0').slice(-length);
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    id(tick) {
      const time = (FIRST_TICK + tick).toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(word(), 3)}-${(0x8000 | (word() & 0x3fff)).toString(16)}-${hex(word(), 4)}${hex(word(), 8)}`;
    },
  };
}

/** Picks by weight in constant effort. */
export function weighted<T>(entries: readonly (readonly [T, number])[]): (random: Random) => T {
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  const edges: number[] = [];
  let edge = 0;
  for (const [, weight] of entries) {
    edge += weight;
    edges.push(edge);
  }
  return (random) => {
    const at = random.next() * total;
    let [low, high] = [0, edges.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return entries[low]![0];
  };
}
