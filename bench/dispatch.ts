/**
 * A day of home services planned at once, in a thread: 2,000 orders and 800 workers, against a dispatcher who sends each order in time order to the free worker
 * who is nearest then. Both know skills, sex, fixed carers, travel, the buffer between two orders and the eight hours. The way is from home through the day and back.
 * `node bench/dispatch.ts [--orders 2000] [--workers 800] [--seeds 3]`
 */
import { parseArgs } from 'node:util';
import { madeUpDay, usualLimits } from '../src/domains/elderly-care/dispatch/fixtures.ts';
import { greedyPlan, type Plan } from '../src/domains/elderly-care/dispatch/plan.ts';
import { planBeside } from '../src/domains/elderly-care/dispatch/planner.ts';
import { machine, print, round, say } from './measure.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '2000' },
    workers: { type: 'string', default: '800' },
    seeds: { type: 'string', default: '3' },
  },
});
const [orders, workers, seeds] = [Number(values.orders), Number(values.workers), Number(values.seeds)];
const served = (plan: Plan) => plan.worker.filter((worker) => worker >= 0).length;

const days = [];
for (let seed = 1; seed <= seeds; seed++) {
  const input = madeUpDay({ orders, workers, seed });
  const began = performance.now();
  const ours = await planBeside(input);
  const seconds = round((performance.now() - began) / 1000, 2);
  const greedy = greedyPlan(input);
  days.push({
    seed,
    seconds,
    km: { greedy: round(greedy.km, 0), ours: round(ours.km, 0), lessPercent: round(100 * (1 - ours.km / greedy.km), 1) },
    served: { greedy: served(greedy), ours: served(ours) },
  });
  say(JSON.stringify(days.at(-1)));
}
print({
  bench: 'dispatch',
  orders,
  workers,
  budgetMilliseconds: usualLimits.milliseconds,
  days,
  limits: { seconds: 5, lessPercent: 15 },
  machine: machine(),
});
