/** A thread that computes pages: it is given key handles and sealed facts, and asks no database. */
import { parentPort, workerData } from 'node:worker_threads';
import { newId } from '../context/server.ts';
import { decisionPlace } from '../policy/server.ts';
import { type KeyHandles, keyRingOf } from '../protect/server.ts';
import { type AssessedSubject, assessSubject, readiness, type Subject, type Task } from './assess.ts';
import { standBack } from './priority.ts';

export interface Given {
  readonly keys: KeyHandles;
  /** One for each programme of the run. */
  readonly tasks: readonly Task[];
}
export interface PageOrder {
  readonly page: number;
  readonly programme: string;
  readonly subjects: readonly Subject[];
  readonly bytes: Uint8Array;
}
export type Answer =
  | { readonly page: number; readonly rows: readonly (AssessedSubject | null)[] }
  | { readonly page: number; readonly error: string };

standBack();
const { keys, tasks } = workerData as Given;
const tools = { keys: keyRingOf(keys), newId, decisionPlace };
const prepare = async () => {
  for (const module of new Set(tasks.map((task) => task.module))) await import(module);
  return readiness(tasks);
};
const preparing = prepare();

parentPort!.on('message', async ({ page, programme, subjects, bytes }: PageOrder) => {
  const tell = (answer: Answer) => parentPort!.postMessage(answer);
  try {
    const ready = (await preparing)(programme);
    tell({ page, rows: subjects.map((subject) => assessSubject(ready, subject, bytes, tools)) });
  } catch (error) {
    tell({ page, error: (error as Error).stack ?? String(error) });
  }
});
