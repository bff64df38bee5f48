import { describe, expect, test } from 'vitest';
import { isFairPrice, lastDayOf, milestoneProblem, natureRefusal, scoreOf } from './index.ts';

describe('负面清单', () => {
  test('招聘、劳务派遣不得以购买服务名义用工，写在需求里也一样', () => {
    expect(natureRefusal('labour', '窗口人员')).toEqual({ code: 'PURCHASE_LABOUR' });
    expect(natureRefusal('service', '社工站劳务派遣5人')).toEqual({ code: 'PURCHASE_LABOUR' });
    expect(natureRefusal('service', '为独居老人上门探访')).toBeNull();
  });
  test('工程、货物、融资、政府直接履职和职责以外的，都不收，写明是哪一类', () => {
    expect(
      (['works', 'goods', 'financing', 'government-only', 'outside'] as const).map((n) => natureRefusal(n, '')?.code),
    ).toEqual(Array(5).fill('PURCHASE_NOT_SERVICE'));
    expect(natureRefusal('goods', '')).toMatchObject({ what: '货物' });
  });
});

test('2026-01-01起的合同：1年最晚到2027-01-01，3年最晚到2029-01-01；闰日起的到2月底', () => {
  expect([lastDayOf('2026-01-01', 1), lastDayOf('2026-01-01', 3), lastDayOf('2024-02-29', 1)]).toEqual([
    '2027-01-01',
    '2029-01-01',
    '2025-02-28',
  ]);
});

test('标准单价100元，90元到110元可以，89.99元、110.01元不行', () => {
  expect([90_00, 110_00, 89_99, 110_01].map((price) => isFairPrice(price, 100_00, 10))).toEqual([true, true, false, false]);
});

describe('付款的节点', () => {
  const part = (dueOn: string, amount: number) => ({ name: '节点', dueOn: dueOn as '2026-01-01', amount });
  const of = { total: 100_000_00, from: '2026-01-01', to: '2026-12-31', lastPercent: 10 } as const;
  test('最后一笔正好10%可以，少一分不行', () => {
    expect(milestoneProblem([part('2026-06-30', 90_000_00), part('2026-12-31', 10_000_00)], of)).toBeNull();
    expect(milestoneProblem([part('2026-06-30', 90_000_01), part('2026-12-31', 9_999_99)], of)).toMatchObject({
      path: 'milestones.1.amount',
    });
  });
  test('合计不等于合同金额、日期在期限以外、先后颠倒、一个节点也没有，都写明', () => {
    expect(milestoneProblem([part('2026-12-31', 99_999_00)], of)?.message).toBe('各节点之和99999元，须等于合同金额100000元');
    expect(milestoneProblem([part('2027-01-01', 100_000_00)], of)?.path).toBe('milestones.0.dueOn');
    expect(milestoneProblem([part('2026-12-31', 1), part('2026-06-30', 1)], of)?.path).toBe('milestones.1.dueOn');
    expect(milestoneProblem([], of)?.path).toBe('milestones');
  });
});

test('质量35、数量28、满意度18、合规10：91分', () => {
  expect(scoreOf({ quality: 35, amount: 28, satisfaction: 18, compliance: 10 })).toBe(91);
});
