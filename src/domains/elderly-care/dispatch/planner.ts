/** Plans a day beside the server, which goes on answering meanwhile. */
import { Worker } from 'node:worker_threads';
import type { Plan, PlanInput } from './plan.ts';

export const planBeside = (input: PlanInput): Promise<Plan> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: input });
    thread.once('message', (plan: Plan) => resolve(plan));
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the planning thread ended early (${code})`)));
  });
