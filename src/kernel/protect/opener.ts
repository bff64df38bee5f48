/** Opening many sealed values in a thread, so that the server goes on serving meanwhile. Each page comes back whole, in its order. */
import { Worker } from 'node:worker_threads';
import type { KeyHandles, KeyRing } from './ring.ts';

export interface SealedValue {
  readonly sealed: Uint8Array;
  readonly place: string;
}
export interface Opener {
  open(values: readonly SealedValue[]): Promise<string[]>;
  /** Nothing more is asked. */
  stop(): Promise<unknown>;
}

export const openHere = (keys: KeyRing): Opener => ({
  open: async (values) => values.map(({ sealed, place }) => keys.open(sealed, place)),
  stop: async () => {},
});

export type OpenerAnswer = { id: number; texts: string[] } | { id: number; error: string };
export interface OpenerOrder {
  id: number;
  /** Where the thread does not have them yet. */
  keys: KeyHandles | null;
  bytes: Uint8Array;
  /** End of each value in the bytes. */
  ends: number[];
  places: string[];
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, { resolve: (texts: string[]) => void; reject: (error: Error) => void }>;
  keys: KeyHandles | null;
  users: number;
  ending: NodeJS.Timeout | undefined;
}

/** Starting a thread costs as much as opening ten thousand values: one serves the whole process, and ends when nobody has asked for a while. */
const IDLE_MS = 30_000;
let shared: Thread | null = null;

function startThread(): Thread {
  const worker = new Worker(new URL('./opener-worker.ts', import.meta.url));
  worker.unref();
  const thread: Thread = { worker, waiting: new Map(), keys: null, users: 0, ending: undefined };
  const failAll = (error: Error) => {
    if (shared === thread) shared = null;
    for (const wait of thread.waiting.values()) wait.reject(error);
    thread.waiting.clear();
  };
  worker.on('message', (answer: OpenerAnswer) => {
    const wait = thread.waiting.get(answer.id);
    thread.waiting.delete(answer.id);
    if (thread.waiting.size === 0) worker.unref();
    if ('texts' in answer) wait?.resolve(answer.texts);
    else wait?.reject(new Error(answer.error));
  });
  worker.on('error', (error) => failAll(error as Error));
  worker.on('exit', (code) => failAll(new Error(`the opening thread ended early (${code})`)));
  return thread;
}

let orders = 0;
function ask(thread: Thread, keys: KeyHandles, values: readonly SealedValue[]): Promise<string[]> {
  const bytes = new Uint8Array(values.reduce((length, v) => length + v.sealed.length, 0));
  const ends: number[] = [];
  let at = 0;
  for (const { sealed } of values) {
    bytes.set(sealed, at);
    at += sealed.length;
    ends.push(at);
  }
  return new Promise((resolve, reject) => {
    const id = ++orders;
    thread.waiting.set(id, { resolve, reject });
    thread.worker.ref();
    const order: OpenerOrder = { id, keys: thread.keys === keys ? null : keys, bytes, ends, places: values.map((v) => v.place) };
    thread.keys = keys;
    thread.worker.postMessage(order, [bytes.buffer]);
  });
}

export function startOpener(keys: KeyHandles): Opener {
  shared ??= startThread();
  const thread = shared;
  thread.users++;
  clearTimeout(thread.ending);
  return {
    open: (values) => ask(thread, keys, values),
    async stop() {
      if (--thread.users > 0) return;
      thread.ending = setTimeout(() => {
        if (shared === thread) shared = null;
        void thread.worker.terminate();
      }, IDLE_MS).unref();
    },
  };
}
