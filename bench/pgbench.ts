/** The statements that the server sent for one request, as a script for Debian's pgbench: same text, values written in, fresh ids for each run. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cpuOfEndedChildren } from './measure.ts';
import type { Sent } from './server.ts';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const madeAt = (uuid: string): number => Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'`;
  if (Array.isArray(value))
    return `'{${value.map((v) => (v instanceof Uint8Array ? `"\\\\x${Buffer.from(v).toString('hex')}"` : JSON.stringify(String(v)))).join(',')}}'`;
  return `'${(typeof value === 'object' ? JSON.stringify(value) : String(value)).replaceAll("'", "''")}'`;
}

/**
 * The script. `since` tells which ids were made for this request (their time is in them): each run makes its own, in the order of
 * time as the server does. `unique` are other values that may not repeat.
 */
export function scriptOf(statements: readonly Sent[], given: { since: number; unique: readonly string[] }): string {
  const ids = new Map<string, string>();
  const freshId = (uuid: string): string => {
    if (madeAt(uuid) < given.since && !given.unique.includes(uuid)) return uuid;
    // Twelve digits at the end from the run's number, the place within the request before them.
    const fresh = ids.get(uuid) ?? `019b0000-${String(ids.size).padStart(4, '0')}-7000-8000-:k`;
    ids.set(uuid, fresh);
    return fresh;
  };
  const lines = statements.map(({ text, values }) => {
    let whole = text.replace(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1])).replace(UUID, freshId);
    for (const value of given.unique) whole = whole.replaceAll(value, 'bench-:k');
    return `${whole.replace(/\s*\n\s*/g, ' ').replace(/;(?=set local)/g, '\\;')};`;
  });
  return ['\\set n :n + 1', '\\set k :base + :n * 100 + :client_id', ...lines, ''].join('\n');
}

let runs = 0;

/** Runs the script as the application role for some seconds. */
export async function runPgbench(
  script: string,
  given: { socketDir: string; schema: string; clients: number; seconds: number },
): Promise<{ perSecond: number; done: number; cpuSeconds: number }> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mzp-'));
  const file = path.join(dir, 'script.sql');
  fs.writeFileSync(file, script);
  const before = cpuOfEndedChildren();
  const options = [
    '-n',
    '-M',
    'simple',
    '-c',
    given.clients,
    '-j',
    1,
    '-T',
    given.seconds,
    '-f',
    file,
    '-D',
    'n=0',
    '-D',
    `base=${100_000_000_000 + ++runs * 1_000_000_000}`,
  ];
  try {
    const { stdout, stderr } = await promisify(execFile)(
      'pgbench',
      [...options.map(String), '-h', given.socketDir, '-U', 'minzheng_app', 'minzheng'],
      {
        env: { ...process.env, PGOPTIONS: `-c search_path=${given.schema},extensions -c timezone=UTC` },
      },
    );
    const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1];
    const done = Number(/actually processed: (\d+)/.exec(stdout)?.[1]);
    if (!done || (failed && failed !== '0') || /ERROR/.test(stderr)) throw new Error(`pgbench: ${stderr.slice(0, 2000)}`);
    return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]), done, cpuSeconds: cpuOfEndedChildren() - before };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
