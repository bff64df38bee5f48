/** Asking a process of one's own: the server and the load run apart from the benchmark, so that their processor time can be told apart. */
import { fork } from 'node:child_process';
import path from 'node:path';

interface Question {
  id: number;
  name: string;
  given: unknown;
}
interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

export interface Child {
  readonly pid: number;
  ask<T>(name: string, given?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts a file of this folder that calls `answer`. Its output goes to standard error. */
export function startChild(file: string, env: Record<string, string> = {}): Child {
  const child = fork(path.join(import.meta.dirname, file), [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    serialization: 'advanced',
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const gone = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      for (const [id, settle] of waiting) settle({ id, error: `${file} ended early (${code})` });
      resolve();
    }),
  );
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let questions = 0;
  const ask = <T>(name: string, given?: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const id = ++questions;
      waiting.set(id, ({ error, value }) => (error === undefined ? resolve(value as T) : reject(new Error(error))));
      child.send({ id, name, given } satisfies Question);
    });
  return {
    pid: child.pid!,
    ask,
    async stop() {
      if (child.exitCode !== null) return;
      await ask('stop').catch(() => child.kill('SIGTERM'));
      await gone;
    },
  };
}

/** The child's side: one function for each question. After `stop` the process ends. */
// biome-ignore lint/suspicious/noExplicitAny: each function states the shape that its asker sends
export function answer(functions: Record<string, (given: any) => unknown>): void {
  process.on('message', async ({ id, name, given }: Question) => {
    const reply = await Promise.resolve()
      .then(() =>
        name in functions ? functions[name]!(given) : name === 'stop' ? null : Promise.reject(new Error(`no ${name}`)),
      )
      .then((value): Answer => ({ id, value }))
      .catch((error: Error): Answer => ({ id, error: error.stack ?? error.message }));
    process.send!(reply, () => {
      if (name === 'stop') process.disconnect();
    });
  });
}
