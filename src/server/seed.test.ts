import { expect, test } from 'vitest';
import { demoAccounts } from './seed.ts';

// `createUser` answers LOGIN_TAKEN, which a start that was killed half-way must pass over; so a second account of one login would be
// printed at the start and never exist.
test('演示账号的登录名和姓名各不相同', () => {
  const accounts = demoAccounts('421200000000');
  for (const key of ['login', 'name'] as const) {
    const taken = accounts.map((account) => account[key]);
    expect(
      taken.filter((value, i) => taken.indexOf(value) !== i),
      key,
    ).toEqual([]);
  }
});
