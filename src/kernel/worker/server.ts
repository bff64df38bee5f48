/** Background work of this process: runs when woken, and at the latest after `everyMs`. One run at a time. */
export * from './apart.ts';
export * from './due.ts';

export interface Worker {
  /** Run soon: something was committed. Never waits. */
  wake(): void;
  /** Waits for the run in progress; nothing runs afterwards. */
  stop(): Promise<void>;
}

/** A run that fails is told to `onError` and tried again at the next turn: a database that restarts must not end the work. */
export function startWorker(options: {
  everyMs: number;
  work: () => Promise<unknown>;
  onError: (error: unknown) => void;
}): Worker {
  let stopped = false;
  let woken = false;
  let rouse: () => void = () => {};
  const pause = () =>
    new Promise<void>((resolve) => {
      if (woken || stopped) return resolve();
      const timer = setTimeout(resolve, options.everyMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async () => {
    while (!stopped) {
      woken = false;
      try {
        await options.work();
      } catch (error) {
        options.onError(error);
        woken = false; // a broken machine is not helped by hurrying
      }
      await pause();
    }
  };
  const running = loop();
  return {
    wake() {
      woken = true;
      rouse();
    },
    async stop() {
      stopped = true;
      rouse();
      await running;
    },
  };
}

/** Does `work` for every item, at most `lanes` at once; the results come in the order of the items. The first failure is thrown once all lanes have stopped. */
export async function inLanes<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < items.length && !failed) {
      const i = next++;
      try {
        results[i] = await work(items[i]!);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane));
  for (const lost of settled) if (lost.status === 'rejected') throw lost.reason;
  return results;
}
