import { expect, test } from 'vitest';
import { makeParameters, withParameters } from '../../../kernel/policy/index.ts';
import { loadCity } from '../../../server/city.ts';
import { allItems, type HomeItem } from './items.ts';
import { againstMarket, priceKey } from './prices.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const price = (item: HomeItem, fen: number, quantity = 1) => {
  const read = withParameters({ parameters, division: '421202000000', date: '2026-03-11' }, (r) =>
    againstMarket({ item, fen, quantity }, r),
  );
  if (!read.ok) throw new Error(read.code);
  return read.value;
};

test('淋浴椅参考价每件200元，高出20%以上的标出来：240元（正好）不标，240.01元标', () => {
  expect(price('shower-chair', 240_00)).toEqual({ referenceFen: 200_00, overPercent: null });
  expect(price('shower-chair', 240_01)).toEqual({ referenceFen: 200_00, overPercent: 20 });
  expect(price('shower-chair', 500_00).overPercent).toBe(150);
});
test('按平方米的看单价：防滑处理4平方米480元不标，2平方米480元高出一倍', () => {
  expect(price('floor-antislip', 480_00, 4).overPercent).toBeNull();
  expect(price('floor-antislip', 480_00, 2).overPercent).toBe(100);
});
test('清单上的每一项都有参考价', () => {
  const keys = new Set(loadCity('xianning').parameters.map(({ key }) => key));
  expect((Object.keys(allItems) as HomeItem[]).filter((item) => !keys.has(priceKey(item)))).toEqual([]);
});
