/**
 * Decisions with all their clauses a second, on one core over facts in memory: families of the worked examples, judged by the standards of
 * 2026; and bare outcomes with amounts (`bare`), as the whole city is computed with. Processor time beside wall time, because other work may
 * share the core.
 */
import { coupleWith, D26, familyW1 } from '../src/domains/social-assistance/dibao/fixtures.ts';
import { assessDibao, determineDibao } from '../src/domains/social-assistance/dibao/rules.ts';
import { machine, median, print } from './measure.ts';

const families = [familyW1(), coupleWith(1000), familyW1(1500), coupleWith(1599.99), coupleWith(2400)];
const TURNS = 7;
const SIZE = 60_000;

function decide(count: number): number {
  let clauses = 0;
  for (let i = 0; i < count; i++) {
    const decided = determineDibao(families[i % families.length]!, D26, '2026-03-20');
    if (!decided.ok) throw new Error(decided.code);
    clauses += decided.value.clauses.length;
  }
  return clauses;
}

function assess(count: number): number {
  let fen = 0;
  for (let i = 0; i < count; i++) {
    const assessed = assessDibao(families[i % families.length]!, D26, '2026-04-01');
    if (!assessed.ok) throw new Error(assessed.code);
    fen += assessed.value.amountFen;
  }
  return fen;
}

/** Median decisions a second by the wall and by the processor, and the best turn. */
function measure(work: (count: number) => number) {
  work(SIZE); // warm
  const turns = Array.from({ length: TURNS }, () => {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    work(SIZE);
    const { user, system } = process.cpuUsage(cpu);
    return { wall: SIZE / ((performance.now() - wall) / 1000), cpu: SIZE / ((user + system) / 1e6) };
  });
  return {
    perSecond: Math.round(median(turns.map((t) => t.wall))),
    perProcessorSecond: Math.round(median(turns.map((t) => t.cpu))),
    best: Math.round(Math.max(...turns.map((t) => t.wall))),
  };
}

print({
  bench: 'determine',
  ...measure(decide),
  clausesEach: decide(SIZE) / SIZE,
  bare: measure(assess),
  machine: machine(),
});
