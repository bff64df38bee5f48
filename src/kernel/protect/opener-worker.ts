/** The thread of openers. */
import { parentPort } from 'node:worker_threads';
import type { OpenerAnswer, OpenerOrder } from './opener.ts';
import { type KeyRing, keyRingOf } from './ring.ts';

let ring: KeyRing;
const tell = (answer: OpenerAnswer) => parentPort!.postMessage(answer);

parentPort!.on('message', ({ id, keys, bytes, ends, places }: OpenerOrder) => {
  try {
    if (keys) ring = keyRingOf(keys);
    tell({ id, texts: ends.map((end, i) => ring.open(bytes.subarray(i === 0 ? 0 : ends[i - 1]!, end), places[i]!)) });
  } catch (error) {
    tell({ id, error: (error as Error).message });
  }
});
