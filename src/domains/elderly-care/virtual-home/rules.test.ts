import { expect, test } from 'vitest';
import { statementOf } from './rules.ts';

const plan = { orders: 4, meals: 22, calls: 4, visits: 1, device: true, feeFen: 30_00 };

test('一个月一张：上门两项、22餐、服务费30元，每一分钱只算一次，本人付的加起来对得上', () => {
  const { lines, totalFen, ownFen } = statementOf(
    {
      orders: [
        { zh: '居室保洁', done: 3, totalFen: 216_00, quotaFen: 180_00, voucherFen: 18_00 },
        { zh: '助浴', done: 1, totalFen: 120_00, quotaFen: 0, voucherFen: 60_00 },
      ],
      meals: { done: 22, totalFen: 264_00, subsidyFen: 66_00 },
      calls: 5,
      visits: 1,
      devices: 1,
    },
    plan,
  );
  expect(lines.map(({ zh, done, planned, ownFen: own }) => [zh, done, planned, own])).toEqual([
    ['上门服务', 4, 4, 0],
    ['居室保洁', 3, null, 18_00],
    ['助浴', 1, null, 60_00],
    ['老年助餐', 22, 22, 198_00],
    ['通话关怀', 5, 4, 0],
    ['上门探访', 1, 1, 0],
    ['紧急呼叫设备（台）', 1, 1, 0],
    ['月服务费', null, null, 30_00],
  ]);
  expect([totalFen, ownFen]).toEqual([630_00, 306_00]);
  for (const line of lines) expect(line.quotaFen + line.voucherFen + line.subsidyFen + line.ownFen).toBe(line.totalFen);
});

test('什么都没有用、不收服务费：只有通话，一分不收；说好的没有做到也看得出来', () => {
  const { lines, ownFen } = statementOf(
    { orders: [], meals: { done: 0, totalFen: 0, subsidyFen: 0 }, calls: 0, visits: 0, devices: 0 },
    { ...plan, orders: 0, meals: 0, visits: 0, device: false, feeFen: 0 },
  );
  expect(lines.map(({ zh, done, planned }) => [zh, done, planned])).toEqual([['通话关怀', 0, 4]]);
  expect(ownFen).toBe(0);
});
