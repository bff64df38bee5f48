import { expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { cheapOf, growthOf, originsOf, pitchesOf, type Sold } from './alarm-rules.ts';

const norms = { growth: 20, least: 3, counties: 3, cheap: 50, pitches: 2 };
const days = { today: '2026-11-30' as PlainDate, before: '2026-10-31' as PlainDate };
const card = (signedOn: string, more: Partial<Sold> = {}): Sold => ({
  kind: 'member',
  signedOn: signedOn as PlainDate,
  refundedOn: null,
  amountFen: 10_000_00,
  months: 12,
  origin: '421202',
  ...more,
});
const cards = (n: number, on: string) => Array.from({ length: n }, () => card(on));

test('会员卡一个月从15张到18张，正好20%不提醒；到19张提醒；退掉的不算', () => {
  expect(growthOf([...cards(15, '2026-10-31'), ...cards(3, '2026-11-01')], days, norms)).toBeNull();
  expect(growthOf([...cards(15, '2026-10-31'), ...cards(4, '2026-11-01')], days, norms)).toBe('会员卡一个月从15张到19张');
  const returned = card('2026-11-02', { refundedOn: '2026-11-20' as PlainDate });
  expect(growthOf([...cards(15, '2026-10-31'), ...cards(3, '2026-11-01'), returned], days, norms)).toBeNull();
});
test('上个月一张没有，这个月3张就提醒；两张变三张不算', () => {
  expect(growthOf(cards(3, '2026-11-15'), days, norms)).toBe('会员卡一个月从0张到3张');
  expect(growthOf([...cards(2, '2026-10-01'), card('2026-11-15')], days, norms)).toBeNull();
});
test('来自3个县不提醒，4个县提醒', () => {
  const from = (...counties: string[]) => counties.map((origin) => card('2026-11-01', { origin }));
  expect(originsOf(from('421202', '421221', '421222'), days.today, norms)).toBeNull();
  expect(originsOf(from('421202', '421221', '421222', '421223'), days.today, norms)).toBe('交钱的老人来自4个县（市、区）');
});
test('公布的最低一个月1,500元：一年收9,000元正好一半不提醒，8,999元提醒', () => {
  const service = (amountFen: number) => [card('2026-11-01', { kind: 'service', amountFen })];
  expect(cheapOf(service(9000_00), { today: days.today, monthlyFen: 1500_00 }, norms)).toBeNull();
  expect(cheapOf(service(8999_00), { today: days.today, monthlyFen: 1500_00 }, norms)).toBe('1笔服务费不到公布价格的50%');
  expect(cheapOf(service(1), { today: days.today, monthlyFen: null }, norms)).toBeNull();
});
test('三个月里一次讲座不提醒，两次提醒', () => {
  expect(pitchesOf(1, norms)).toBeNull();
  expect(pitchesOf(2, norms)).toBe('三个月里2次送礼品、旅游、讲座');
});
