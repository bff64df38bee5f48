/** The threads that compute: pages go to whichever is free, and each page comes back whole. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { KeyHandles } from '../protect/server.ts';
import { type AssessedSubject, assessSubject, readiness, type Subject, type Task, type Tools } from './assess.ts';
import { canStandBack } from './priority.ts';
import type { Answer, Given, PageOrder } from './worker.ts';

export interface EvaluatorPage {
  readonly programme: string;
  readonly subjects: readonly Subject[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Evaluator {
  /** Pages that can be computed at once. */
  readonly threads: number;
  assess(page: EvaluatorPage): Promise<readonly (AssessedSubject | null)[]>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(rows: readonly (AssessedSubject | null)[]): void;
  reject(error: Error): void;
  /** The thread that has the page. */
  worker: Worker;
}

/** A thread takes longer to start than a few households to compute: those are computed here. */
export function startHere(tools: Tools, tasks: readonly Task[]): Evaluator {
  const readyFor = readiness(tasks);
  return {
    threads: 1,
    assess: async ({ programme, subjects, bytes }) =>
      subjects.map((subject) => assessSubject(readyFor(programme), subject, bytes, tools)),
    stop: async () => {},
  };
}

/**
 * Where a thread can stand behind everything else, one for each processor: people and the database come first, and what they leave is used.
 * Elsewhere half of the processors.
 */
export const usualThreads = (): number =>
  canStandBack ? os.availableParallelism() : Math.max(1, Math.floor(os.availableParallelism() / 2));

export function startEvaluator(keys: KeyHandles, tasks: readonly Task[], threads: number): Evaluator {
  const waiting = new Map<number, Waiting>();
  const failAll = (worker: Worker, error: Error) => {
    for (const [page, wait] of waiting) {
      if (wait.worker !== worker) continue;
      waiting.delete(page);
      wait.reject(error);
    }
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { keys, tasks } satisfies Given });
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
    assess: ({ programme, subjects, bytes }) =>
      new Promise((resolve, reject) => {
        const page = ++pages;
        const worker = workers[page % workers.length]!;
        waiting.set(page, { resolve, reject, worker });
        worker.postMessage({ page, programme, subjects, bytes } satisfies PageOrder, [bytes.buffer]);
      }),
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
