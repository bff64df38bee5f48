import { expect, test } from 'vitest';
import { fitsCapacity } from './care.ts';

test('能力等级和自理等级：相差一档不提示，差得远才提示；提示以外什么都不变', () => {
  expect([0, 1, 2, 3, 4].map((level) => fitsCapacity('able', level))).toEqual([true, true, false, false, false]);
  expect([0, 1, 2, 3, 4].map((level) => fitsCapacity('half', level))).toEqual([false, true, true, true, false]);
  expect([0, 1, 2, 3, 4].map((level) => fitsCapacity('full', level))).toEqual([false, false, false, true, true]);
});
