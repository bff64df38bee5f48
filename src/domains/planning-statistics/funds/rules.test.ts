import { describe, expect, test } from 'vitest';
import { differenceOf, growthOf, idleOf, percentText, privateBaseOf, ruralShare, shareVerdict } from './rules.ts';

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
  const city = { partFen: wan(1200), wholeFen: wan(2000) };
  const county = { partFen: wan(530), wholeFen: wan(1000) };
  test('市级1200万占2000万，60.0%，达到55%；县级530万占1000万，53.0%，未达到', () => {
    expect([percentText(city.partFen, city.wholeFen, 55), shareVerdict(city, 55)]).toEqual(['60.0%', 'met']);
    expect([percentText(county.partFen, county.wholeFen, 55), shareVerdict(county, 55)]).toEqual(['53.0%', 'missed']);
  });
  test('合计57.7%，不能替县里达标；2021年以前按50%，县级53.0%达到', () => {
    expect(percentText(wan(1730), wan(3000), 55)).toBe('57.7%');
    expect(shareVerdict(county, 50)).toBe('met');
  });
  test('正好55%达到，少一分就未达到，而且不四舍五入成55.0%', () => {
    expect(shareVerdict({ partFen: wan(55), wholeFen: wan(100) }, 55)).toBe('met');
    const short = { partFen: wan(55) - 1, wholeFen: wan(100) };
    expect([percentText(short.partFen, short.wholeFen, 55), shareVerdict(short, 55)]).toEqual(['54.9%', 'missed']);
  });
  test('当年没有分配的不评', () => {
    expect(shareVerdict({ partFen: 0, wholeFen: 0 }, 55)).toBe('none');
  });
});

test('社会办占比：养老1000万里300万，正好30%；以全部2000万为基数是15.0%，未达到', () => {
  expect([privateBaseOf(0), privateBaseOf(1)]).toEqual(['elderly', 'total']);
  expect(shareVerdict({ partFen: wan(300), wholeFen: wan(1000) }, 30)).toBe('met');
  expect([percentText(wan(300), wan(2000), 30), shareVerdict({ partFen: wan(300), wholeFen: wan(2000) }, 30)]).toEqual([
    '15.0%',
    'missed',
  ]);
});
test('退回的比用掉的还多：没有占比，不评', () => {
  expect([percentText(-wan(10), -wan(5), 55), shareVerdict({ partFen: -wan(10), wholeFen: -wan(5) }, 55)]).toEqual(['—', 'none']);
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

test('农村养老资金：用在村里的全算，社区的不算；一个县的100万元，老人六成在村里，算60万元；没有登记老人的不算农村', () => {
  expect(ruralShare(1_000_000_00, 'rural').fen).toBe(1_000_000_00);
  expect(ruralShare(1_000_000_00, 'urban').fen).toBe(0);
  expect(ruralShare(1_000_000_00, { rural: 600, all: 1000 }).fen).toBe(600_000_00);
  expect(ruralShare(1_000_000_00, { rural: 0, all: 0 })).toEqual({ fen: 0, says: '分不出城乡' });
});
