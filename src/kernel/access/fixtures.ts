/** A city with accounts, for the tests of signing in. */
import { afterEach, vi } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import type { Result } from '../result/index.ts';
import { systemActor } from './index.ts';
import { createUser, signInStaff } from './server.ts';

export const 石桥镇 = '990121100000';
export const 柳湾乡 = '990121200000';
export const 上坪村 = '990121100201';
export const PASSWORD = 'correct horse 电池';

export let city: Awaited<ReturnType<typeof freshContext>>;
/** Starts what the tests need. */
export async function openCity(): Promise<void> {
  city = await freshContext({ city: 'tiny', start: '2026-03-02' });
}
export const closeCity = () => city.drop();
afterEach(() => {
  vi.useRealTimers();
});

export const system = () => systemActor('test', city.context.city);
export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'OK' : result.code);
export const MINUTE = 60_000;
/** Real time passes: security does not follow the business clock. Only Date is faked, so that PostgreSQL still answers. */
export const pass = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });

let count = 0;
export async function user(more: Partial<Parameters<typeof createUser>[1]> = {}) {
  const login = `user-${++count}`;
  const created = must(
    await city.context.write(system(), (tx) =>
      createUser(tx, {
        login,
        name: '王芳',
        division: 石桥镇,
        password: PASSWORD,
        demonstration: true,
        duties: [{ role: 'township-clerk', division: 石桥镇, domain: 'social-assistance' }],
        ...more,
      }),
    ),
  );
  return created;
}
export const signIn = (login: string, password = PASSWORD, code?: string) =>
  signInStaff(city.context, { login, password, ...(code ? { code } : {}) });
