import { expect, test } from 'vitest';
import { assessSpending } from './auxiliary.ts';

const limits = { power: 120_00, water: 30_00, travel: 0 };

test('电费、水费两项都高于本县八成享受家庭：加访一次；只有一项高的不加访', () => {
  expect(assessSpending({ power: 120_01, water: 30_01 }, limits, 2).extraVisit).toBe(true);
  expect(assessSpending({ power: 120_01, water: 30_00 }, limits, 2).extraVisit).toBe(false);
});
test('正好等于分位不算高；没有填写的不算；样本太少的不作比较', () => {
  expect(assessSpending({ power: 120_00, water: 30_01 }, limits, 2).lines.map((l) => [l.sign, l.above])).toEqual([
    ['water', true],
    ['power', false],
  ]);
  expect(assessSpending({ phone: 900_00, gas: 900_00 }, { ...limits, phone: null }, 2)).toMatchObject({ extraVisit: false });
});
test('多数家庭没有出境开支：有一笔就算高', () => {
  expect(assessSpending({ travel: 1 }, limits, 1).extraVisit).toBe(true);
});
