import { expect, test } from 'vitest';
import { demoAccounts } from './accounts.ts';
import { loadCity } from './city.ts';

// `createUser` answers LOGIN_TAKEN, which a start that was killed half-way must pass over; so a second account of one login would be
// printed at the start and never exist.
test.each(['xianning', 'tiny'])('%s：演示账号的登录名和姓名各不相同，各在本市的一级', (name) => {
  const { city, divisions } = loadCity(name);
  const accounts = demoAccounts(divisions, city.code);
  for (const { login, division } of accounts) {
    expect(divisions.get(division), login).toBeDefined();
    expect(division.startsWith(city.code.slice(0, 4)), login).toBe(true);
  }
  for (const key of ['login', 'name'] as const) {
    const taken = accounts.map((account) => account[key]);
    expect(
      taken.filter((value, i) => taken.indexOf(value) !== i),
      key,
    ).toEqual([]);
  }
});
