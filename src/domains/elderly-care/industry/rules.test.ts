/** Examples of promised returns. */
import { expect, test } from 'vitest';
import { promisesOf } from './rules.ts';

test('承诺保本、固定回报、写明年息的，找得出来；隔着空格也一样', () => {
  expect(promisesOf('存10万元，保 本保息')).toEqual(['保本', '保息']);
  expect(promisesOf('会员享固定回报')).toEqual(['固定回报']);
  expect(promisesOf('年息约8.5%，到期返还')).toEqual(['年息约8.5%']);
});
test('讲清楚不保本的、普通的介绍，不算承诺', () => {
  expect(promisesOf('本产品不保本，也不承诺收益')).toEqual([]);
  expect(promisesOf('养老储蓄网点，周一至周五营业')).toEqual([]);
});
