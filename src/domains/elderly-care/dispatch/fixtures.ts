/** A made-up day: towns with villages around them, workers of several levels, orders at the quarters of the day. */
import { numbersFrom, type PlanInput, type PlanLimits, type Spot } from './plan.ts';

export const usualLimits: PlanLimits = { bufferMinutes: 20, dayMinutes: 480, kmh: 25, milliseconds: 3500 };

export function madeUpDay(given: { orders: number; workers: number; seed: number; limits?: Partial<PlanLimits> }): PlanInput {
  const random = numbersFrom(given.seed);
  const whole = (below: number) => Math.floor(random() * below);
  const KM = 40;
  const towns = Array.from({ length: 12 }, () => ({ x: random() * KM, y: random() * KM }));
  const spot = (): Spot => {
    if (random() < 0.3) return { x: random() * KM, y: random() * KM };
    const town = towns[whole(towns.length)]!;
    return { x: town.x + (random() + random() - 1) * 3, y: town.y + (random() + random() - 1) * 3 };
  };
  const workers = Array.from({ length: given.workers }, () => ({
    ...spot(),
    held: [],
    level: 1 + Math.floor(random() * random() * 5),
    woman: random() < 0.8,
  }));
  const orders = Array.from({ length: given.orders }, () => {
    const start = 8 * 60 + whole(36) * 15;
    const level = random() < 0.6 ? 1 : random() < 0.7 ? 2 : 3;
    // 助浴 asks for the same sex.
    const woman = random() < 0.15 ? random() < 0.6 : null;
    const fit = Uint8Array.from(workers, (w) => (w.level >= level && (woman === null || w.woman === woman) ? 1 : 0));
    const at = spot();
    const near = workers
      .map((w, i) => ({ i, km: Math.hypot(w.x - at.x, w.y - at.y) }))
      .filter(({ i }) => fit[i] === 1)
      .sort((a, b) => a.km - b.km);
    const fixed = random() < 0.2 ? (near[whole(10)]?.i ?? null) : null;
    return { ...at, start, end: start + 60 + whole(5) * 15, fit, fixed };
  });
  return {
    orders,
    workers: workers.map(({ x, y, held }) => ({ x, y, held })),
    limits: { ...usualLimits, ...given.limits },
  };
}
