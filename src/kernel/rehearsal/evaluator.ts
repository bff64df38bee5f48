/** The threads that compute: pages go to whichever is free, and each page comes back whole. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { KeyHandles } from '../protect/server.ts';
import { type AssessedSubject, assessSubject, makeReady, type Subject, type Task, type Tools } from './assess.ts';
import { type RehearsalRules, rehearsalRules } from './index.ts';
import type { Answer, Given, PageOrder } from './worker.ts';

export interface Evaluator {
  /** Pages that can be computed at once. */
  readonly threads: number;
  assess(subjects: readonly Subject[], bytes: Uint8Array<ArrayBuffer>): Promise<readonly (AssessedSubject | null)[]>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(rows: readonly (AssessedSubject | null)[]): void;
  reject(error: Error): void;
  /** The thread that has the page. */
  worker: Worker;
}

/** A thread takes longer to start than a few households to compute: those are computed here. */
export function startHere(tools: Tools, task: Task): Evaluator {
  const ready = makeReady(task);
  return {
    threads: 1,
    assess: async (subjects, bytes) => subjects.map((subject) => assessSubject(ready, subject, bytes, tools)),
    stop: async () => {},
  };
}

/** Half of the processors: the other half serves people and the database. */
export const usualThreads = (): number => Math.max(1, Math.floor(os.availableParallelism() / 2));

export const modulesOf = (rules: readonly RehearsalRules[] = rehearsalRules()): string[] => [
  ...new Set(rules.map((r) => r.module)),
];

export function startEvaluator(keys: KeyHandles, task: Task, threads: number): Evaluator {
  const waiting = new Map<number, Waiting>();
  const failAll = (worker: Worker, error: Error) => {
    for (const [page, wait] of waiting) {
      if (wait.worker !== worker) continue;
      waiting.delete(page);
      wait.reject(error);
    }
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { keys, task } satisfies Given });
    worker.on('message', (answer: Answer) => {
      const wait = waiting.get(answer.page);
      waiting.delete(answer.page);
      if ('error' in answer) wait?.reject(new Error(answer.error));
      else wait?.resolve(answer.rows);
    });
    worker.on('error', (error) => failAll(worker, error as Error));
    worker.on('exit', (code) => failAll(worker, new Error(`a computing thread ended early (${code})`)));
    return worker;
  });
  let pages = 0;
  return {
    threads,
    assess: (subjects, bytes) =>
      new Promise((resolve, reject) => {
        const page = ++pages;
        const worker = workers[page % workers.length]!;
        waiting.set(page, { resolve, reject, worker });
        worker.postMessage({ page, subjects, bytes } satisfies PageOrder, [bytes.buffer]);
      }),
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
