/** The thread of an opener. */
import { parentPort, workerData } from 'node:worker_threads';
import type { OpenerAnswer, OpenerOrder } from './opener.ts';
import { type KeyHandles, keyRingOf } from './server.ts';

const keys = keyRingOf(workerData as KeyHandles);
const tell = (answer: OpenerAnswer) => parentPort!.postMessage(answer);

parentPort!.on('message', ({ id, bytes, ends, places }: OpenerOrder) => {
  try {
    tell({ id, texts: ends.map((end, i) => keys.open(bytes.subarray(i === 0 ? 0 : ends[i - 1]!, end), places[i]!)) });
  } catch (error) {
    tell({ id, error: (error as Error).message });
  }
});
