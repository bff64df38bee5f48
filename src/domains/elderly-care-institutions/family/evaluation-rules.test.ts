import { expect, test } from 'vitest';
import { quarterFrom, quarterOf, shownOf } from './evaluation-rules.ts';

test('9月30日是第三季度，10月1日是第四季度；第四季度从10月1日起', () => {
  expect([quarterOf('2026-09-30'), quarterOf('2026-10-01')]).toEqual(['2026-Q3', '2026-Q4']);
  expect(quarterFrom('2026-Q4')).toBe('2026-10-01');
});

test('两家评的不显示星级，三家评的显示：5、4、4星平均4.3；4、4、5、5星4.5', () => {
  const of = (stars: number[]) => {
    const sum = stars.reduce((a, b) => a + b, 0);
    const all = { overall: sum, environment: sum, facilities: sum, management: sum, service: sum };
    return { voices: stars.length, ...all, satisfied: stars.length, answered: 0, withWords: 0 };
  };
  expect(shownOf(of([5, 4]), 3)).toMatchObject({ voices: 2, stars: null });
  expect(shownOf(of([5, 4, 4]), 3).stars?.[0]).toEqual({ zh: '总的', mean: '4.3' });
  expect(shownOf(of([4, 4, 5, 5]), 3).stars?.map(({ mean }) => mean)).toEqual(Array(5).fill('4.5'));
  expect(shownOf(of([]), 0).stars).toBeNull();
});
