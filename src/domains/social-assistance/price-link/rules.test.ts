/** W13 and the edges of the trigger: every title is an example that an official can say yes or no to. */
import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { amountsOf, type PriceIndex, triggerOf } from './rules.ts';

const CITY = '421200000000';
const JIAYU = '421221000000';
const rows = loadCity('xianning').parameters.map((row, i) => ({ ...row, id: `p${i}`, knownSince: '2020-01-01' }));
const parameters = makeParameters(rows);

const index = (cpiPermille: number, foodPermille: number, month: YearMonth = '2026-08'): PriceIndex => ({
  month,
  cpiPermille,
  foodPermille,
});
const trigger = (given: PriceIndex) => {
  const result = triggerOf(given, parameters, CITY);
  if (!result.ok) throw new Error(result.code);
  return { triggered: result.value.triggered, met: result.value.clauses.filter((c) => c.verdict === 'met').map((c) => c.name) };
};
const amounts = (given: PriceIndex, county = CITY) => {
  const result = amountsOf(given, parameters, county);
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

describe('W13 物价联动', () => {
  test('CPI 1.1%、食品 6.2%：由食品启动；城市 800×1.1%＝8.8→9，不足20，按20元；农村 7.26→8，按20元', () => {
    expect(trigger(index(11, 62))).toEqual({ triggered: true, met: ['食品价格单月同比涨幅达到启动线'] });
    expect(amounts(index(11, 62))).toEqual({ urbanFen: 20_00, ruralFen: 20_00 });
  });
  test('CPI 3.6%：启动；城市 28.8→29元，农村 23.76→24元', () => {
    expect(trigger(index(36, 20)).met).toEqual(['居民消费价格单月同比涨幅达到启动线']);
    expect(amounts(index(36, 20))).toEqual({ urbanFen: 29_00, ruralFen: 24_00 });
  });
  test('CPI 3.4%、食品 5.9%：两项都没有达到，不启动', () => {
    expect(trigger(index(34, 59))).toEqual({ triggered: false, met: [] });
  });
  test('指数月份2022-09，CPI 3.0%：阶段性启动线3.0%，启动', () => {
    expect(trigger(index(30, 20, '2022-09')).triggered).toBe(true);
  });
});

describe('启动线的里外', () => {
  test('CPI 正好3.5%启动，3.4%不启动', () => {
    expect(trigger(index(35, 0)).triggered).toBe(true);
    expect(trigger(index(34, 0)).triggered).toBe(false);
  });
  test('食品正好6%启动，5.9%不启动', () => {
    expect(trigger(index(0, 60)).triggered).toBe(true);
    expect(trigger(index(0, 59)).triggered).toBe(false);
  });
  test('阶段性调整按指数月份：2022-08至2023-02用3.0%，2022-07和2023-03仍用3.5%', () => {
    const months: YearMonth[] = ['2022-07', '2022-08', '2023-02', '2023-03'];
    expect(months.map((month) => trigger(index(30, 0, month)).triggered)).toEqual([false, true, true, false]);
    expect(trigger(index(29, 0, '2022-09')).triggered).toBe(false);
  });
  test('嘉鱼县按本县标准830元、690元：CPI 3.6% → 29.88→30元，24.84→25元', () => {
    expect(amounts(index(36, 0), JIAYU)).toEqual({ urbanFen: 30_00, ruralFen: 25_00 });
  });
  test('CPI 2.5%：800×2.5%正好20元，不再进位；2.6%为20.8→21元', () => {
    expect(amounts(index(25, 60)).urbanFen).toBe(20_00);
    expect(amounts(index(26, 60)).urbanFen).toBe(21_00);
  });
  test('食品启动而CPI下降：按最低额20元', () => {
    expect(amounts(index(-5, 61))).toEqual({ urbanFen: 20_00, ruralFen: 20_00 });
  });
});
