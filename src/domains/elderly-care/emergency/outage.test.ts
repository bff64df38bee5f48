import { expect, test } from 'vitest';
import { isOutage } from './outage.ts';

const norms = { least: 5, percent: 80 };
test('一个厂家5台里4台没有信号是厂家平台的故障；3台不是；一共4台的看不出', () => {
  expect(isOutage({ maker: '甲', devices: 5, silent: 4 }, norms)).toBe(true);
  expect(isOutage({ maker: '甲', devices: 5, silent: 3 }, norms)).toBe(false);
  expect(isOutage({ maker: '甲', devices: 4, silent: 4 }, norms)).toBe(false);
});
