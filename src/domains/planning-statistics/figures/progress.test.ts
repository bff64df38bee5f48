/** 指标进度的算例（规划统计 第10节）. */
import { describe, expect, test } from 'vitest';
import { shown } from '../../../kernel/indicator/index.ts';
import { compare, completion, decimal, isMet, progressFrom, score, statusOf, timeProgress } from './progress.ts';

const PLAN = { from: '2021-01-01', to: '2025-12-31' } as const;
const BANDS = { behind: 5, farBehind: 20 };
const percent = (value: number): string => (value * 100).toFixed(2);

test('算例一：护理型床位11140张／18577张＝59.9666%，显示59.9%“接近，未达标”；11147张＝60.0043%，显示60.0%，达标', () => {
  const target = { num: 60, den: 100 };
  const value = { num: 11_140, den: 18_577 };
  expect([isMet(value, target, '≥'), shown(value, target)]).toEqual([false, { percent: '59.9', verdict: 'near' }]);
  const more = { num: 11_147, den: 18_577 };
  expect([isMet(more, target, '≥'), shown(more, target)]).toEqual([true, { percent: '60.0', verdict: 'reached' }]);
});

test('算例二、三、六、十四：每千名老人床位30.3张；增长70.7%；68／70＝97.1%未达标；社工人才0.17‰', () => {
  expect(((11_967 / 395_500) * 1000).toFixed(1)).toBe('30.3');
  expect(compare({ num: 11_967_000, den: 395_500 }, decimal('30.3'))).toBeLessThan(0);
  expect(shown({ num: 7476 - 4380, den: 4380 }, null).percent).toBe('70.7');
  expect(shown({ num: 68, den: 70 }, { num: 1, den: 1 })).toEqual({ percent: '97.1', verdict: 'missed' });
  expect(((457 / 2_650_000) * 1000).toFixed(2)).toBe('0.17');
  // 1.4‰ 是3710人：差一人也没有达到
  const talents = (persons: number) => isMet({ num: persons, den: 2_650_000 }, { num: 14, den: 10_000 }, '=');
  expect([talents(3710), talents(3709)]).toEqual([true, false]);
});

test('算例四：2023年末时间进度59.97%，2024年末80.01%；期前为0、期满为100%', () => {
  expect(percent(timeProgress(PLAN, '2023-12-31'))).toBe('59.97');
  expect(percent(timeProgress(PLAN, '2024-12-31'))).toBe('80.01');
  expect([timeProgress(PLAN, '2020-12-31'), timeProgress(PLAN, '2026-03-01')]).toEqual([0, 1]);
});

test('算例五：护理型床位从32%到60%，2023年末49%为60.71%正常，44%为42.86%滞后，39%为25%严重滞后', () => {
  const time = timeProgress(PLAN, '2023-12-31');
  const of = (value: string) => {
    const share = progressFrom(decimal('32'), decimal(value), decimal('60'), '≥')!;
    return [percent(share), statusOf({ met: false, share, time }, BANDS)];
  };
  expect(of('49')).toEqual(['60.71', 'onTime']);
  expect(of('44')).toEqual(['42.86', 'behind']);
  expect(of('39')).toEqual(['25.00', 'farBehind']);
});

test('算例八：三项指标，约束性1.00、约束性0.95、预期性1.20，得98.13分，总体不算完成', () => {
  expect(
    score([
      { kind: 'binding', completion: 1 },
      { kind: 'binding', completion: 0.95 },
      { kind: 'expected', completion: 1.2 },
    ]),
  ).toEqual({ score: 98.13, complete: false });
});

describe('没有基期、目标低于基期、越低越好', () => {
  test('没有基期只有完成率；目标不比基期好，不算进度', () => {
    expect(progressFrom(null, decimal('50'), decimal('60'), '≥')).toBeNull();
    expect(progressFrom(decimal('70'), decimal('75'), decimal('60'), '≥')).toBeNull();
    expect(completion(decimal('30'), decimal('60'), '≥')).toBe(0.5);
  });
  test('越低越好的：比目标低为达标，完成率倒过来算', () => {
    expect(isMet(decimal('3.5'), decimal('4'), '≤')).toBe(true);
    expect(completion(decimal('5'), decimal('4'), '≤')).toBe(0.8);
    expect(progressFrom(decimal('10'), decimal('7'), decimal('4'), '≤')).toBe(0.5);
  });
});
