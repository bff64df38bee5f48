import { expect, test } from 'vitest';
import { buildAmount, livedEnough, partFrom } from './rules.ts';

const yuan = (n: number) => n * 100;
const norms = { selfFen: yuan(2000), leasedFen: yuan(1000), nursingShare: 40 };

test('算例X6：自建120张、护理型60张，240,000元；护理型只有36张的，36÷0.4＝90张，180,000元', () => {
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 60 }, norms)).toEqual({ counted: 120, fen: yuan(240_000) });
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 36 }, norms)).toEqual({ counted: 90, fen: yuan(180_000) });
});

test('护理型正好四成，全算；少一张就按比例；租赁改建每张1,000元；没有护理型床位，一张不算', () => {
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 48 }, norms).counted).toBe(120);
  expect(buildAmount({ selfBuilt: 120, leased: 0, nursing: 47 }, norms)).toEqual({ counted: 117, fen: yuan(234_000) });
  expect(buildAmount({ selfBuilt: 20, leased: 20, nursing: 8 }, norms)).toEqual({ counted: 20, fen: yuan(30_000) });
  expect(buildAmount({ selfBuilt: 10, leased: 0, nursing: 0 }, norms)).toEqual({ counted: 0, fen: 0 });
});

test('三期从备案满一年、两年、三年起', () => {
  expect([1, 2, 3].map((no) => partFrom('2025-04-15', no))).toEqual(['2026-04-15', '2027-04-15', '2028-04-15']);
});

test('第二期看这一年的平均入住率：正好四成够，差一床日不够', () => {
  expect(livedEnough({ lived: 2920, usable: 7300 }, 40)).toBe(true);
  expect(livedEnough({ lived: 2919, usable: 7300 }, 40)).toBe(false);
  expect(livedEnough({ lived: 0, usable: 0 }, 40)).toBe(false);
});
