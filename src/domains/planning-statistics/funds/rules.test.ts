import { describe, expect, test } from 'vitest';
import { differenceOf, growthOf, idleOf, percentText, shareVerdict } from './rules.ts';

const wan = (n: number): number => n * 1_000_000;

describe('对账', () => {
  test('期初150万、收80万、付1,120,350.50：期末1,179,649.50；银行1,179,949.50，差异300.00', () => {
    expect(differenceOf({ opening: 1_500_000_00, incoming: 800_000_00, outgoing: 1_120_350_50, bank: 1_179_949_50 })).toEqual({
      closing: 1_179_649_50,
      difference: 300_00,
    });
  });
  test('银行少一分，差异是负一分', () => {
    expect(differenceOf({ opening: 0, incoming: 100, outgoing: 0, bank: 99 }).difference).toBe(-1);
  });
});

describe('福彩公益金用于养老，逐级评', () => {
  const city = { elderlyFen: wan(1200), totalFen: wan(2000), spentFen: 0 };
  const county = { elderlyFen: wan(530), totalFen: wan(1000), spentFen: 0 };
  test('市级1200万占2000万，60.0%，达到55%；县级530万占1000万，53.0%，未达到', () => {
    expect([percentText(city.elderlyFen, city.totalFen, 55), shareVerdict(city, 55)]).toEqual(['60.0%', 'met']);
    expect([percentText(county.elderlyFen, county.totalFen, 55), shareVerdict(county, 55)]).toEqual(['53.0%', 'missed']);
  });
  test('合计57.7%，不能替县里达标；2021年以前按50%，县级53.0%达到', () => {
    expect(percentText(wan(1730), wan(3000), 55)).toBe('57.7%');
    expect(shareVerdict(county, 50)).toBe('met');
  });
  test('正好55%达到，少一分就未达到，而且不四舍五入成55.0%', () => {
    expect(shareVerdict({ elderlyFen: wan(55), totalFen: wan(100), spentFen: 0 }, 55)).toBe('met');
    const short = { elderlyFen: wan(55) - 1, totalFen: wan(100), spentFen: 0 };
    expect([percentText(short.elderlyFen, short.totalFen, 55), shareVerdict(short, 55)]).toEqual(['54.9%', 'missed']);
  });
  test('当年没有分配的不评', () => {
    expect(shareVerdict({ elderlyFen: 0, totalFen: 0, spentFen: 0 }, 55)).toBe('none');
  });
});

describe('闲置', () => {
  const limits = { allocationDays: 30, paymentDays: 60 };
  const money = { arrivedOn: '2026-06-01', amountFen: 100_00, allocatedFen: 40_00, paidFen: 0 } as const;
  test('到账满30日不算，第31日起没有分配的60元算闲置', () => {
    expect(idleOf(money, limits, '2026-07-01')).toBeNull();
    expect(idleOf(money, limits, '2026-07-02')).toEqual({ kind: 'allocation', days: 31, amountFen: 60_00 });
  });
  test('满60日还没有支付的，第61日起100元算闲置；分配完了也算', () => {
    expect(idleOf({ ...money, allocatedFen: 100_00 }, limits, '2026-07-31')).toBeNull();
    expect(idleOf({ ...money, allocatedFen: 100_00 }, limits, '2026-08-01')).toEqual({
      kind: 'payment',
      days: 61,
      amountFen: 100_00,
    });
    expect(idleOf({ ...money, allocatedFen: 100_00, paidFen: 100_00 }, limits, '2026-12-31')).toBeNull();
  });
});

test('自然增长：100万到105万是5%，增长率定5%正好达到，定6%没有达到；上年没有预算的不算', () => {
  expect(growthOf(wan(105), wan(100), 5)).toEqual({ percent: 5, met: true });
  expect(growthOf(wan(105), wan(100), 6)).toEqual({ percent: 5, met: false });
  expect(growthOf(wan(1), 0, 0)).toBeNull();
});
