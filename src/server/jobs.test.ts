/** What happens by itself: a server that is told to stop finishes the step of the day that it is at; what fails holds up no other. */
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
const domain = (name: string, daily: () => Promise<void>, everySecond: () => Promise<number> = async () => 0): Domain => ({
  name,
  label: name,
  routes: [],
  subscriptions: [],
  daily: [daily],
  everySecond: [everySecond],
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

test('一项失败不拖住别的：每天做的、每秒看的都做到，最后一起报', async () => {
  const folder = path.join(os.tmpdir(), `mz-jobs-apart-${process.pid}`);
  const done: string[] = [];
  let broken = true;
  all.splice(
    0,
    all.length,
    domain(
      'broken',
      async () => {
        if (broken) throw new Error('标准还没有录');
        done.push('mended');
      },
      async () => {
        if (broken) throw new Error('这一件处理不了');
        return 1;
      },
    ),
    domain(
      'sound',
      async () => void done.push('sound'),
      async () => {
        done.push('second');
        return 2;
      },
    ),
  );
  const jobs = startJobs(city.context, {
    dataDir: folder,
    filesDir: path.join(folder, 'files'),
    adapters: developmentAdapters,
    onError: () => {},
  });
  await expect(jobs.runDue()).rejects.toThrow('1 watches could not be looked after; first: 这一件处理不了');
  expect(done).toEqual(['second']);
  all[0] = { ...all[0]!, everySecond: [] };
  await expect(jobs.runDue()).rejects.toThrow('first: 标准还没有录');
  expect(done).toEqual(['second', 'second', 'sound']);
  broken = false;
  // 名单等每天做的都做完才编：这座城市没有发放日，到这里才报
  await expect(jobs.runDue()).rejects.toThrow('no pay schedule');
  expect(done.slice(3)).toEqual(['second', 'mended', 'sound']);
});
