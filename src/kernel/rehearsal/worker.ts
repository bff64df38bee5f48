/** A thread that computes pages: it is given key handles and sealed facts, and asks no database. */
import { parentPort, workerData } from 'node:worker_threads';
import { newId } from '../context/server.ts';
import { decisionPlace } from '../policy/server.ts';
import { type KeyHandles, keyRingOf } from '../protect/server.ts';
import { type AssessedSubject, assessSubject, makeReady, type Subject, type Task } from './assess.ts';

export interface Given {
  readonly keys: KeyHandles;
  readonly task: Task;
}
export interface PageOrder {
  readonly page: number;
  readonly subjects: readonly Subject[];
  readonly bytes: Uint8Array;
}
export type Answer =
  | { readonly page: number; readonly rows: readonly (AssessedSubject | null)[] }
  | { readonly page: number; readonly error: string };

const { keys, task } = workerData as Given;
const tools = { keys: keyRingOf(keys), newId, decisionPlace };
const prepare = async () => {
  for (const module of task.modules) await import(module);
  return makeReady(task);
};
const preparing = prepare();

parentPort!.on('message', async ({ page, subjects, bytes }: PageOrder) => {
  const tell = (answer: Answer) => parentPort!.postMessage(answer);
  try {
    const ready = await preparing;
    tell({ page, rows: subjects.map((subject) => assessSubject(ready, subject, bytes, tools)) });
  } catch (error) {
    tell({ page, error: (error as Error).stack ?? String(error) });
  }
});
