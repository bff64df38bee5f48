import { expect, test } from 'vitest';
import { riseOf } from './asked.ts';

test('上月12张、这月15张：多3张，要告诉发表的单位；少了或者一样的不提', () => {
  expect([riseOf([9, 12, 15]), riseOf([12, 12]), riseOf([15, 12])]).toEqual([3, 0, 0]);
});
test('第一个月没有上月可比，从0算起', () => {
  expect([riseOf([4]), riseOf([])]).toEqual([4, 0]);
});
