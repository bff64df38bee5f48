/** A thread that plans one day: it is given places and hours, no names, and asks no database. */
import { parentPort, workerData } from 'node:worker_threads';
import { type PlanInput, planDay } from './plan.ts';

parentPort!.postMessage(planDay(workerData as PlanInput, () => performance.now()));
