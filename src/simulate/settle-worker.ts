/** A worker thread that settles a part of the city. */
import { parentPort, workerData } from 'node:worker_threads';
import { type KeyFile, makeKeyRing } from '../kernel/protect/server.ts';
import { type SettlePlan, settle } from './settle.ts';

export type SettleMessage = { persons: number } | { numbers: Record<string, number> };

const { plan, keyFile } = workerData as { plan: SettlePlan; keyFile: KeyFile };
const tell = (message: SettleMessage) => parentPort?.postMessage(message);
tell({ numbers: await settle(plan, makeKeyRing(keyFile), (persons) => tell({ persons })) });
