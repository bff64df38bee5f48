/** A server that is told to stop: the step of the day that it is at is finished, the rest is done when it is back. */
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freshContext } from '../../tests/database.ts';
import type { Domain } from '../kernel/http/domain.ts';
import { developmentAdapters } from '../kernel/notice/server.ts';
import { domains } from './domains.ts';
import { startJobs } from './jobs.ts';

const all = domains as unknown as Domain[];
const did: string[] = [];
let proceed: () => void = () => {};
const [reached, held] = [Promise.withResolvers<void>(), new Promise<void>((resolve) => (proceed = resolve))];
const domain = (name: string, daily: () => Promise<void>): Domain => ({
  name,
  label: name,
  routes: [],
  subscriptions: [],
  daily,
});
const before = [...all];
let city: Awaited<ReturnType<typeof freshContext>>;

beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
  all.splice(
    0,
    all.length,
    domain('long', async () => {
      reached.resolve();
      await held;
      did.push('long');
    }),
    domain('next', async () => {
      did.push('next');
    }),
  );
});
afterAll(async () => {
  vi.useRealTimers();
  all.splice(0, all.length, ...before);
  await city?.drop();
});

test('停止的时候正在做的一步做完，后面的不再做；停得下来', async () => {
  const errors: unknown[] = [];
  const folder = path.join(os.tmpdir(), `mz-jobs-${process.pid}`);
  const jobs = startJobs(city.context, {
    dataDir: folder,
    filesDir: path.join(folder, 'files'),
    adapters: developmentAdapters,
    onError: (error) => errors.push(error),
  });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  jobs.start();
  vi.advanceTimersByTime(60_000);
  await reached.promise;
  const stopped = jobs.stop();
  proceed();
  await stopped;
  expect(did).toEqual(['long']);
  expect(errors).toEqual([]);
});
