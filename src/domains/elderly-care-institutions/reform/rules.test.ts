/** Examples of the beds that are kept back, and of money for affordable beds that comes back. */
import { expect, test } from 'vitest';
import { brokenBeds, leastReserved, repayment } from './rules.ts';

test('101张床保留20%：20.2张，要留21张；100张正好20张', () => {
  expect(leastReserved(101, 20)).toBe(21);
  expect(leastReserved(100, 20)).toBe(20);
});

const promise = { beds: 100, priceFen: 2_000_00, years: 10 };
test('承诺100张、每月2000元：价格正好2000元不算违约，2000.01元全部床位违约；少了30张算30张', () => {
  expect(brokenBeds(promise, { beds: 100, priceFen: 2_000_00 })).toBe(0);
  expect(brokenBeds(promise, { beds: 100, priceFen: 2_000_01 })).toBe(100);
  expect(brokenBeds(promise, { beds: 70, priceFen: 1_800_00 })).toBe(30);
  expect(brokenBeds(promise, { beds: 120, priceFen: 1_800_00 })).toBe(0);
});

test('补助200万元、10年，2022年3月1日起，2026年9月10日发现少了30张：满54个月，退 200万×30÷100×66÷120＝33万元', () => {
  expect(repayment(2_000_000_00, promise, { broken: 30, from: '2022-03-01', on: '2026-09-10' })).toEqual({
    fullMonths: 54,
    fen: 330_000_00,
  });
});
test('承诺的年限满了以后不退；还没有开始的全退', () => {
  expect(repayment(2_000_000_00, promise, { broken: 100, from: '2010-03-01', on: '2026-09-10' }).fen).toBe(0);
  expect(repayment(2_000_000_00, promise, { broken: 100, from: '2027-03-01', on: '2026-09-10' }).fen).toBe(2_000_000_00);
});
