/** The platform as a newcomer starts it, `npm start`, on a data folder of its own. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const ROOT = path.resolve(import.meta.dirname, '..');
const GIVE_UP_MS = 300_000;

/** A folder that the database's own user may enter. */
export function temporaryFolder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mzb-'));
  fs.chmodSync(dir, 0o755);
  return dir;
}

export interface Running {
  url: string;
  /** Seconds from the command to the first 200 of the health page. */
  readySeconds: number;
  /** As Ctrl-C does. Gives the seconds that it took. */
  stop(): Promise<number>;
}

export async function startPlatform(given: { dataDir: string; residents: number }): Promise<Running> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, MINZHENG_DATA: given.dataDir, MINZHENG_DEMO_RESIDENTS: String(given.residents), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Its last line says how to stop it: before that it does not listen for the signal.
  const stoppable = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Ctrl-C')) resolve();
    });
  });
  let gone = false;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      gone = true;
      resolve();
    }),
  );
  for (;;) {
    if (gone) throw new Error('the server ended before it was ready');
    if (performance.now() - began > GIVE_UP_MS) throw new Error('the server was not ready in time');
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.status === 200) break;
    await sleep(20);
  }
  const readySeconds = (performance.now() - began) / 1000;
  return {
    url,
    readySeconds,
    async stop() {
      await Promise.race([stoppable, ended]);
      const stopping = performance.now();
      const { pid } = JSON.parse(fs.readFileSync(path.join(given.dataDir, 'running.json'), 'utf8')) as { pid: number };
      process.kill(pid, 'SIGINT');
      await ended;
      if (fs.existsSync(path.join(given.dataDir, 'running.json'))) throw new Error('the server did not stop cleanly');
      return (performance.now() - stopping) / 1000;
    },
  };
}
