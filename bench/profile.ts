/** Where a processor profile's time went, by what the code is for. */

import type { Profiler } from 'node:inspector';
import path from 'node:path';
import { round } from './measure.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

const KINDS: readonly [RegExp, string][] = [
  [/node_modules\/pg|src\/database\//, 'database client'],
  [
    /node_modules\/(fastify|@fastify|find-my-way|light-my-request|avvio|secure-json-parse|cookie|helmet|toad-cache|fast-|pino|abstract-logging)/,
    'http framework',
  ],
  [/node_modules\/zod/, 'validation'],
  [/node:internal\/crypto|node:crypto/, 'crypto'],
  [/node:_http|node:internal\/http/, 'http parsing'],
];

/** null: runs on behalf of whoever called it. */
function kindOf({ url, functionName }: Profiler.ProfileNode['callFrame']): string | null {
  if (functionName === '(idle)' || functionName === '(garbage collector)' || functionName === '(program)') return functionName;
  for (const [pattern, kind] of KINDS) if (pattern.test(url)) return kind;
  const own = url.startsWith('file://') ? path.relative(ROOT, new URL(url).pathname) : '';
  if (own.startsWith('bench/')) return 'the benchmark';
  if (own.startsWith('src/')) return own.split('/').slice(1, 3).join('/');
  return url.startsWith('node:') || url === '' ? null : 'other packages';
}

/** Shares of the busy time, largest first. Node's own functions count for their caller. */
export function splitOf(profile: Profiler.Profile): Record<string, number> {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const kinds = new Map<number, string>();
  const visit = (id: number, inherited: string): void => {
    const node = nodes.get(id)!;
    const kind = kindOf(node.callFrame) ?? inherited;
    kinds.set(id, kind);
    for (const child of node.children ?? []) visit(child, kind);
  };
  visit(profile.nodes[0]!.id, 'node itself');
  const sums = new Map<string, number>();
  profile.samples?.forEach((id, i) => {
    const kind = kinds.get(id)!;
    sums.set(kind, (sums.get(kind) ?? 0) + (profile.timeDeltas?.[i] ?? 0));
  });
  const functions = new Map<string, number>();
  profile.samples?.forEach((id, i) => {
    const { url, functionName, lineNumber } = nodes.get(id)!.callFrame;
    const name = `${functionName || '(anonymous)'} ${url.replace(/^.*node_modules\//, '').replace(`file://${ROOT}/`, '')}:${lineNumber + 1}`;
    functions.set(name, (functions.get(name) ?? 0) + (profile.timeDeltas?.[i] ?? 0));
  });
  if (process.env.BENCH_FUNCTIONS)
    for (const [name, v] of [...functions].sort((a, b) => b[1] - a[1]).slice(0, 45))
      process.stderr.write(`${Math.round(v / 1000)} ms ${name}\n`);
  const idle = sums.get('(idle)') ?? 0;
  for (const kind of ['(idle)', 'the benchmark']) sums.delete(kind);
  const busy = [...sums.values()].reduce((a, b) => a + b, 0);
  return {
    busy: round(busy / (busy + idle)),
    ...Object.fromEntries(
      [...sums]
        .sort((a, b) => b[1] - a[1])
        .filter(([, v]) => v > busy * 0.01)
        .map(([kind, v]) => [kind, round(v / busy, 3)]),
    ),
  };
}
