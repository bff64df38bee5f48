import { expect, test } from 'vitest';
import { placeIn } from './placeIn.ts';

test('地址里写的地方不是代码、或者不在自己辖区：按没有选', () => {
  const home = '421202000000';
  expect(['421202100000', '421202100201', home].map((code) => placeIn(home, code))).toEqual([
    '421202100000',
    '421202100201',
    home,
  ]);
  for (const bad of ['abc', '', '4212021', '421222100000', '421200000000', undefined]) expect(placeIn(home, bad)).toBe(home);
});
