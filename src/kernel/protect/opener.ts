/** Opening many sealed values in a thread, so that the server goes on serving meanwhile. Each page comes back whole, in its order. */
import { Worker } from 'node:worker_threads';
import type { KeyHandles, KeyRing } from './server.ts';

export interface SealedValue {
  readonly sealed: Uint8Array;
  readonly place: string;
}
export interface Opener {
  open(values: readonly SealedValue[]): Promise<string[]>;
  stop(): Promise<unknown>;
}

export const openHere = (keys: KeyRing): Opener => ({
  open: async (values) => values.map(({ sealed, place }) => keys.open(sealed, place)),
  stop: async () => {},
});

export type OpenerAnswer = { id: number; texts: string[] } | { id: number; error: string };
export interface OpenerOrder {
  id: number;
  bytes: Uint8Array;
  /** End of each value in the bytes. */
  ends: number[];
  places: string[];
}

export function startOpener(keys: KeyHandles): Opener {
  const worker = new Worker(new URL('./opener-worker.ts', import.meta.url), { workerData: keys });
  const waiting = new Map<number, { resolve: (texts: string[]) => void; reject: (error: Error) => void }>();
  const failAll = (error: Error) => {
    for (const wait of waiting.values()) wait.reject(error);
    waiting.clear();
  };
  worker.on('message', (answer: OpenerAnswer) => {
    const wait = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('texts' in answer) wait?.resolve(answer.texts);
    else wait?.reject(new Error(answer.error));
  });
  worker.on('error', (error) => failAll(error as Error));
  worker.on('exit', (code) => failAll(new Error(`the opening thread ended early (${code})`)));
  let orders = 0;
  return {
    open: (values) =>
      new Promise((resolve, reject) => {
        const id = ++orders;
        const bytes = new Uint8Array(values.reduce((length, v) => length + v.sealed.length, 0));
        const ends: number[] = [];
        let at = 0;
        for (const { sealed } of values) {
          bytes.set(sealed, at);
          at += sealed.length;
          ends.push(at);
        }
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, bytes, ends, places: values.map((v) => v.place) } satisfies OpenerOrder, [bytes.buffer]);
      }),
    stop: () => worker.terminate(),
  };
}
