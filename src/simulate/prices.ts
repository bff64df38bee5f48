/** How prices rise in a simulated city: most months below both lines, some on one of them or above, so that the price link starts and stops. */
import { monthAfter, plusDays } from '../kernel/calendar/index.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { type LifePlan, QUIET_DAYS } from './place.ts';
import { makeRandom } from './random.ts';
import type { PriceRise } from './world.ts';

/** Consumer prices and food, in thousandths. */
const RISES = [
  [11, 62],
  [34, 59],
  [35, 20],
  [36, 20],
  [60, 90],
] as const;
const PUBLISHED = '16';

export function pricesOf(plan: Pick<LifePlan, 'seed' | 'from' | 'to'>): PriceRise[] {
  const random = makeRandom(plan.seed * 15_485_863);
  const last = plusDays(plan.to, -QUIET_DAYS);
  const prices: PriceRise[] = [];
  for (let month = monthAfter(plan.from); ; month = monthAfter(`${month}-01`)) {
    const publishedOn = `${monthAfter(`${month}-01`)}-${PUBLISHED}` as PlainDate;
    if (publishedOn > last) return prices;
    const [cpiPermille, foodPermille] = random.chance(0.35)
      ? random.pick(RISES)
      : [random.between(5, 30), random.between(-20, 50)];
    prices.push({ month, cpiPermille, foodPermille, publishedOn });
  }
}
