/** 账单的规则: the worked examples X3, X4 and X11, and their edges. */
import { describe, expect, test } from 'vitest';
import { type Charged, chargedDays, depositLimit, earliestStart, halfUp, monthLines, sharesOf, totalOf } from './rules.ts';

const yuan = (amount: number): number => Math.round(amount * 100);
const price = (amount: number, name: string, from = '2026-01-01') => [{ from: from as Charged['from'], fen: yuan(amount), name }];
const stay = (of: Partial<Charged>): Charged => ({
  month: '2026-09',
  from: '2026-09-10',
  to: null,
  bed: price(1200, '双人间'),
  care: price(900, '介助2'),
  meals: price(20, '三餐'),
  trial: price(100, '试住'),
  leaves: [],
  careBack: { minDays: 5, percent: 50 },
  ...of,
});
const lines = (of: Partial<Charged>) => monthLines(stay(of)).map((line) => [line.item, line.days, line.amountFen / 100]);

describe('X3 有请假的一个月', () => {
  const leave = { from: '2026-09-20', to: '2026-09-23', noticedAt: '2026-09-19T16:59:00+08:00' } as const;
  test('9月10日入住，请假20至22日三个整日，提前报备：床位840，护理630，餐费360，合计1830元', () => {
    expect(lines({ leaves: [leave] })).toEqual([
      ['bed', 21, 840],
      ['care', 21, 630],
      ['meals', 18, 360],
    ]);
    const bill = monthLines(stay({ leaves: [leave] }));
    expect(totalOf(bill)).toBe(yuan(1830));
    expect(bill[0]!.says).toBe('1200.00元／月×21天÷30天（9月10日至9月30日）');
    expect(bill[2]!.says).toBe('20.00元／日×18天（9月10日至9月30日，减去报备的请假3天）');
  });

  test('前一天17:00整才报备：第一天的餐费照收，后两天不收', () => {
    expect(lines({ leaves: [{ ...leave, noticedAt: '2026-09-19T17:00:00+08:00' }] })[2]).toEqual(['meals', 19, 380]);
  });

  test('请假满5个整日：这5天的护理费退一半；4天不退', () => {
    const away = (to: Charged['from']) => [{ ...leave, to }];
    expect(lines({ leaves: away('2026-09-25') })).toContainEqual(['care-back', 5, -75]);
    expect(lines({ leaves: away('2026-09-24') }).map(([item]) => item)).toEqual(['bed', 'care', 'meals']);
  });

  test('跨月的请假按整段判断，各月退各月的天数', () => {
    const leaves = [{ from: '2026-09-29', to: '2026-10-04', noticedAt: '2026-09-20T09:00:00+08:00' } as const];
    expect(lines({ leaves })).toContainEqual(['care-back', 2, -30]);
    expect(lines({ leaves, month: '2026-10' })).toContainEqual(['care-back', 3, -43.55]);
  });
});

test('X4 护理等级11月16日起由600元调到1500元：300＋750＝1050元', () => {
  const care = [...price(600, '介助1'), ...price(1500, '介护1', '2026-11-16')];
  const bill = monthLines(stay({ month: '2026-11', from: '2026-09-10', care, bed: [], meals: [] }));
  expect(bill.map((line) => [line.name, line.days, line.amountFen / 100])).toEqual([
    ['护理费（介助1）', 15, 300],
    ['护理费（介护1）', 15, 750],
  ]);
  expect(totalOf(bill)).toBe(yuan(1050));
});

test('X11 月床位费1200元，押金最多14400元', () => {
  expect(depositLimit(yuan(1200), 12)).toBe(yuan(14_400));
});

describe('哪几天收费', () => {
  test('入住那天收，退住那天不收；同一天进出收一天；去世那天不收', () => {
    const days = (from: Charged['from'], to: Charged['to']) => chargedDays({ month: '2026-09', from, to });
    expect(days('2026-09-10', '2026-09-12')).toEqual({ from: '2026-09-10', to: '2026-09-12' });
    expect(days('2026-09-10', '2026-09-10')).toEqual({ from: '2026-09-10', to: '2026-09-11' });
    expect(lines({ from: '2026-08-01', to: '2026-09-01' })).toEqual([]);
    expect(lines({ from: '2026-09-01', to: '2026-10-01' })[0]).toEqual(['bed', 30, 1200]);
  });

  test('试住按日收，转长期住的那天起按月价', () => {
    expect(lines({ trialTo: '2026-09-20' })).toEqual([
      ['trial', 10, 1000],
      ['bed', 11, 440],
      ['care', 11, 330],
      ['meals', 21, 420],
    ]);
    expect(lines({ trialTo: null }).map(([item]) => item)).toEqual(['trial', 'meals']);
  });

  test('分以下四舍五入', () => {
    expect([halfUp(1, 2), halfUp(5, 3), halfUp(4, 3), halfUp(-1, 2)]).toEqual([1, 2, 1, -1]);
  });
});

test('保险、公共资金、消费券依次抵，抵完为止；负数的账单是退费', () => {
  const offered = { insuranceFen: 500, publicFen: 800, voucherFen: 400 };
  expect(sharesOf(1500, offered)).toEqual({ insuranceFen: 500, publicFen: 800, voucherFen: 200, selfFen: 0 });
  expect(sharesOf(2000, offered)).toEqual({ ...offered, selfFen: 300 });
  expect(sharesOf(-300, offered)).toEqual({ insuranceFen: 0, publicFen: 0, voucherFen: 0, selfFen: -300 });
});

test('涨价要提前30天公布，降价当天就可以', () => {
  const of = { today: '2026-09-01', beforeFen: 120_000, noticeDays: 30 } as const;
  expect(earliestStart({ ...of, afterFen: 120_001 })).toBe('2026-10-01');
  expect(earliestStart({ ...of, afterFen: 119_999 })).toBe('2026-09-01');
  expect(earliestStart({ ...of, beforeFen: null, afterFen: 120_000 })).toBe('2026-09-01');
});
