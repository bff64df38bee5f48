import { expect, test } from 'vitest';
import { averageOf, shown, targetOf } from './index.ts';

test('目标写成0.6、1、0.995：都是整数比整数', () => {
  expect([targetOf('0.6'), targetOf('1'), targetOf('0.995')]).toEqual([
    { num: 6, den: 10 },
    { num: 1, den: 1 },
    { num: 995, den: 1000 },
  ]);
});

test('1079个村有1078个：99.9%，没有达到100%', () => {
  expect(shown({ num: 1078, den: 1079 }, targetOf('1'))).toEqual({ percent: '99.9', verdict: 'missed' });
  expect(shown({ num: 1079, den: 1079 }, targetOf('1'))).toEqual({ percent: '100.0', verdict: 'reached' });
});

test('59.97%对60%：显示59.9%，接近，未达标；正好60%达到目标', () => {
  expect(shown({ num: 5997, den: 10_000 }, targetOf('0.6'))).toEqual({ percent: '59.9', verdict: 'near' });
  expect(shown({ num: 6, den: 10 }, targetOf('0.6'))).toEqual({ percent: '60.0', verdict: 'reached' });
});

test('889个中622个对70%：显示69.9%，接近，未达标；623个达到，显示70.1%', () => {
  expect(shown({ num: 622, den: 889 }, targetOf('0.7'))).toEqual({ percent: '69.9', verdict: 'near' });
  expect(shown({ num: 623, den: 889 }, targetOf('0.7'))).toEqual({ percent: '70.1', verdict: 'reached' });
});

test('没有目标的1730／3000：57.7%；99.96%没有目标也不写成100%', () => {
  expect(shown({ num: 1730, den: 3000 }, null)).toEqual({ percent: '57.7', verdict: 'none' });
  expect(shown({ num: 9996, den: 10_000 }, null).percent).toBe('99.9');
});

test('没有可数的：不是0%，也不是100%', () => {
  expect(shown({ num: 0, den: 0 }, targetOf('1'))).toEqual({ percent: null, verdict: 'none' });
});

test('人均四舍五入到分，没有人就没有人均', () => {
  expect([averageOf({ num: 10, den: 4 }), averageOf({ num: 1, den: 3 }), averageOf({ num: 0, den: 0 })]).toEqual([3, 0, null]);
});
