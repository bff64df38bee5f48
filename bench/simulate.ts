/**
 * Years of a whole city played through the platform and compared with the oracle. `--population 100000 --years 3 --seed 1`. The figures are the
 * answer of `npm run minzheng -- simulate --format json`, with processor time and memory beside them; the run fails where the command would.
 */
import { parseArgs } from 'node:util';
import { simulateOn, withGround } from '../src/server/simulation/run.ts';
import { cpuOf, machine, print, round, say } from './measure.ts';

const { values } = parseArgs({
  options: {
    population: { type: 'string', default: '100000' },
    years: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
});
const order = {
  population: Number(values.population),
  months: Math.round(Number(values.years) * 12),
  seed: Number(values.seed),
};
const began = cpuOf(process.pid);
const { comparison, clues, lapses, books, replayed, stories, seconds } = await withGround((ground) =>
  simulateOn(ground, { ...order, say }),
);
for (const text of [...replayed.stuck, ...books, ...stories]) say(`\n${text}`);
const programmes = [...comparison.tallies.values()];
print({
  ...machine(),
  ...order,
  seconds: round(seconds),
  ownCpuSeconds: round(cpuOf(process.pid) - began),
  peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  decisions: replayed.steps.length,
  cases: replayed.cases,
  paymentLines: replayed.lines,
  casesPerSecond: round(replayed.cases / seconds),
  programmes,
  clues,
  unanswered: lapses,
  stuck: replayed.stuck.length,
  books: books.length,
});
if (replayed.stuck.length + books.length > 0 || programmes.some((t) => t.missed + t.notEntitledPaid + t.wrongAmount > 0))
  process.exitCode = 1;
