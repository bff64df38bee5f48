/** The platform as an operator runs it: a process of its own, its output, its signals, and what it leaves behind. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAIN = path.resolve(import.meta.dirname, '../../src/server/main.ts');

export const temporaryFolder = (within = os.tmpdir()): string => {
  const dir = fs.mkdtempSync(path.join(within, 'mz-start-'));
  fs.chmodSync(dir, 0o755);
  return dir;
};

/** Below the ports that the system gives to outgoing connections: what another test opens must not take it while a server is started again. */
const PORTS = { from: 12_000, to: 32_000 };
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}

export interface Server {
  readonly child: ChildProcess;
  readonly base: string;
  /** What it said so far, and what it complained of. */
  readonly said: { out: string; err: string };
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

type Environment = Record<string, string | undefined>;

/** What Node has read of our sources once, the next of these processes need not read again: half of the time until a start that is refused has said so. */
const COMPILED = path.join(os.tmpdir(), 'minzheng-test-compiled');

/** Starts it and does not wait. A setting that is undefined is taken out of the environment. */
export async function launch(
  dataDir: string,
  settings: Environment = {},
  account: { uid?: number; gid?: number } = {},
): Promise<Server> {
  const port = settings.PORT ?? String(await freePort());
  const { NODE_ENV: _, NODE_OPTIONS: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, 'start'], {
    ...account,
    env: {
      ...inherited,
      NODE_COMPILE_CACHE: COMPILED,
      MINZHENG_DATA: dataDir,
      MINZHENG_DEMO_RESIDENTS: '200',
      ...settings,
      PORT: port,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown')),
  );
  return { child, base: `http://127.0.0.1:${port}`, said, ended };
}

export const healthy = async (base: string): Promise<boolean> => {
  try {
    return (await fetch(`${base}/healthz`)).status === 200;
  } catch {
    return false;
  }
};

/** Waits until it answers; throws what it said when it ends before. */
export async function ready(server: Server, withinMs = 480_000): Promise<Server> {
  let over: number | string | null = null;
  void server.ended.then((how) => {
    over = how;
  });
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(50)) {
    if (await healthy(server.base)) return server;
    if (over !== null) break;
  }
  throw new Error(`not ready (${over ?? 'still running'}): ${server.said.out}\n${server.said.err}`);
}

export const start = async (dataDir: string, settings?: Environment): Promise<Server> => ready(await launch(dataDir, settings));

export async function stop(server: Server, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
  server.child.kill(signal);
  return server.ended;
}

/** Process ids of database servers that run on a data folder. */
export function databasesOf(dataDir: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words[0]!.endsWith('/postgres') && words.some((word) => word.startsWith(dataDir));
      } catch {
        return false; // it ended while we looked
      }
    })
    .map(Number);
}

export async function noDatabase(dataDir: string, withinMs = 5_000): Promise<boolean> {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(50))
    if (databasesOf(dataDir).length === 0) return true;
  return false;
}

/** A copy of a stopped city, with its owners. */
export function copyOf(dataDir: string): string {
  const copy = path.join(temporaryFolder(), 'data');
  execFileSync('cp', ['-a', dataDir, copy]);
  return copy;
}
