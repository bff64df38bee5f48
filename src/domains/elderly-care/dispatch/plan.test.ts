import { expect, test } from 'vitest';
import { assign } from './assignment.ts';
import { madeUpDay } from './fixtures.ts';
import { greedyPlan, kmBetween, type Plan, type PlanInput, planDay } from './plan.ts';
import { planBeside } from './planner.ts';

/** A clock that goes by so much at each look: the same everywhere, however busy the machine. */
const clock = (step: number) => {
  let now = 0;
  return () => {
    now += step;
    return now;
  };
};

/** What is wrong with a plan; nothing, if it is right. */
function faultsOf(input: PlanInput, plan: Plan): string[] {
  const faults: string[] = [];
  for (const worker of input.workers.keys()) {
    const own = plan.worker.flatMap((at, i) => (at === worker ? [input.orders[i]!] : []));
    const day = [...own, ...input.workers[worker]!.held].sort((a, b) => a.start - b.start);
    for (const order of own) if (order.fit[worker] !== 1) faults.push(`${worker} 做不了`);
    for (const [i, stop] of day.entries()) {
      const next = day[i + 1];
      const way = next ? Math.max(20, (kmBetween(stop, next) / input.limits.kmh) * 60) : 0;
      if (next && stop.end + way > next.start) faults.push(`${worker} 赶不上`);
    }
    if (day.reduce((sum, { start, end }) => sum + end - start, 0) > 480) faults.push(`${worker} 超过八小时`);
  }
  return faults;
}

test('300单、120名护理员：没有人重叠、赶不上、做不了、超过八小时；比按时间就近派的路程少一成以上，接的不少', () => {
  const input = madeUpDay({ orders: 300, workers: 120, seed: 3, limits: { milliseconds: 400 } });
  const [plan, greedy] = [planDay(input, clock(1)), greedyPlan(input)];
  expect(faultsOf(input, plan)).toEqual([]);
  expect(faultsOf(input, greedy)).toEqual([]);
  const served = (of: Plan) => of.worker.filter((worker) => worker >= 0).length;
  expect(served(plan)).toBeGreaterThanOrEqual(served(greedy));
  expect(plan.km).toBeLessThan(greedy.km * 0.9);
});

test('固定护理员有空就是他；已经接的单不动，前后留出路上的时间', () => {
  const limits = { bufferMinutes: 20, dayMinutes: 480, kmh: 30, milliseconds: 10 };
  const all = Uint8Array.of(1, 1);
  const order = (x: number, start: number, fixed: number | null = null) => ({ x, y: 0, start, end: start + 60, fit: all, fixed });
  const held = [{ x: 0, y: 0, start: 600, end: 660 }];
  const workers = [
    { x: 0, y: 0, held },
    { x: 100, y: 0, held: [] },
  ];
  // 10公里要20分钟：11:20开始的赶得上，11:19的只能叫远处的人
  const who = (start: number, fixed: number | null = null) =>
    planDay({ orders: [order(10, start, fixed)], workers, limits }, clock(5)).worker;
  expect([who(680), who(679), who(680, 1)]).toEqual([[0], [1], [1]]);
});

test('两单同一小时、一个护理员：只派一单，另一单没有人；在旁边的线程里算，结果一样', async () => {
  const fit = Uint8Array.of(1);
  const order = { x: 1, y: 0, start: 600, end: 660, fit, fixed: null };
  const input = {
    orders: [order, { ...order, x: 2 }],
    workers: [{ x: 0, y: 0, held: [] }],
    limits: { bufferMinutes: 20, dayMinutes: 480, kmh: 30, milliseconds: 10 },
  };
  expect(planDay(input, clock(5)).worker).toEqual([0, -1]);
  expect(await planBeside(input)).toEqual({ worker: [0, -1], km: 2 });
});

test('指派：三个人三件事，总和最小，不是各挑各的', () => {
  const cost = [
    [1, 2, 9],
    [1, 9, 9],
    [9, 3, 4],
  ].map((row) => Float64Array.from(row));
  expect(assign(cost)).toEqual([1, 0, 2]);
});
