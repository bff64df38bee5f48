/** What several benchmarks need: medians, processor time of processes, and the machine that the figures belong to. */
import fs from 'node:fs';
import os from 'node:os';

/** Clock ticks a second of /proc on every Linux that Node runs on. */
const TICKS = 100;

export const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
/** The value below which `share` of the sorted values lie. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Fields of /proc/<pid>/stat after the command name: [0] state, [1] parent, [11..14] user, system, children's user, children's system. */
function statOf(pid: number | string): string[] | null {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null; // the process has just ended
  }
}

const seconds = (stat: readonly string[], fields: readonly number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat[field]), 0) / TICKS;

/** Processor seconds of a process and of the children that it has waited for. */
export const cpuOf = (pid: number): number => {
  const stat = statOf(pid);
  return stat ? seconds(stat, [11, 12, 13, 14]) : 0;
};

/** Processor seconds of children that this process has waited for. */
export const cpuOfEndedChildren = (): number => seconds(statOf('self')!, [13, 14]);

/** Processor seconds of a PostgreSQL server: the postmaster, its living children and those that have ended. */
export function cpuOfPostgres(postmaster: number): number {
  let sum = cpuOf(postmaster);
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(name);
    if (stat && Number(stat[1]) === postmaster) sum += seconds(stat, [11, 12]);
  }
  return sum;
}

/** Highest resident memory of a process until it is asked, in MB; one that has ended is left alone. */
export function watchMemory(pid: number) {
  const now = () => {
    const file = `/proc/${pid}/status`;
    return fs.existsSync(file) ? Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024 : 0;
  };
  const start = now();
  let peak = start;
  const timer = setInterval(() => {
    peak = Math.max(peak, now());
  }, 50);
  timer.unref();
  return () => {
    clearInterval(timer);
    return { before: Math.round(start), peak: Math.round(peak) };
  };
}

/** The machine, and how busy others kept it. */
export const machine = () => ({
  cpu: os.cpus()[0]?.model ?? '',
  cores: os.cpus().length,
  memoryGB: Math.round(os.totalmem() / 1e9),
  node: process.version,
  loadAverage: os.loadavg().map((value) => round(value)),
  at: new Date().toISOString(),
});

/** One line to the person who waits; figures go to standard output. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

export const print = (figures: unknown): void => void process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`);
