import { expect, test } from 'vitest';
import { coverOf, gapsOf, isOverAssets, prepaidStanding, unusedFen } from './rules.ts';

const wan = (n: number) => n * 10_000_00;
const home = { assetsFen: wan(300), serviceFen: wan(80), depositFen: wan(60), memberFen: wan(150), balanceFen: wan(40) };
const limits = { yellow: 90, reserve: 20 };

test('算例X10：净资产300万，服务费80万、押金60万、会员费150万，共290万（96.7%）黄；再卖15万的卡到305万，不许；风险保证金42万，余额40万，红', () => {
  expect(prepaidStanding(home, limits)).toEqual({ totalFen: wan(290), assets: 'yellow', reserveFen: wan(42), reserve: 'red' });
  expect(isOverAssets(home, wan(15))).toBe(true);
  expect(isOverAssets(home, wan(10))).toBe(false);
  expect(isOverAssets(home, wan(10) + 1)).toBe(true);
});

test('预收费刚好到90%是黄，差一分是绿；余额刚好够保证金不红；什么都没有收的不看余额', () => {
  const of = { ...home, serviceFen: 0, depositFen: 0, balanceFen: wan(54) };
  expect(prepaidStanding({ ...of, memberFen: wan(270) }, limits).assets).toBe('yellow');
  expect(prepaidStanding({ ...of, memberFen: wan(270) - 1 }, limits).assets).toBe('good');
  expect(prepaidStanding({ ...of, memberFen: wan(270) }, limits).reserve).toBe('good');
  expect(prepaidStanding({ ...of, memberFen: wan(270) + 5 }, limits).reserve).toBe('red');
  expect(prepaidStanding({ ...of, memberFen: 0, balanceFen: null }, limits)).toMatchObject({ assets: 'good', reserve: 'good' });
});

test('预付十二个月服务费：用了五个月还剩七个月的；除不尽的零头留在后面；没有开始的全在，用完的没有了', () => {
  expect(unusedFen(24_000_00, 12, 5)).toBe(14_000_00);
  expect(unusedFen(100_00, 3, 1)).toBe(66_67);
  expect([unusedFen(100_00, 3, 0), unusedFen(100_00, 3, 3), unusedFen(100_00, 3, 9)]).toEqual([100_00, 0, 0]);
});

const policy = (fromOn: `${number}-${number}-${number}`, toOn: `${number}-${number}-${number}`, beds = 100) => ({
  fromOn,
  toOn,
  beds,
});
const day = { today: '2026-09-01', since: '2025-09-01', living: 80, remindDays: 45 } as const;

test('保险接得上是绿；断了一天是黄；到期以后没有接、有人在住是红', () => {
  const joined = [policy('2025-01-01', '2025-12-31'), policy('2026-01-01', '2026-12-31')];
  expect(gapsOf(joined, day.today)).toEqual([]);
  expect(coverOf(joined, day)).toEqual({ light: 'good', says: '保到2026-12-31' });
  const broken = [policy('2025-01-01', '2025-12-31'), policy('2026-01-02', '2026-12-31')];
  expect(gapsOf(broken, day.today)).toEqual([{ from: '2026-01-01', to: '2026-01-01' }]);
  expect(coverOf(broken, day)).toEqual({ light: 'yellow', says: '2026-01-01至2026-01-01断保' });
  const lapsed = [policy('2025-09-01', '2026-08-31')];
  expect(coverOf(lapsed, day)).toEqual({ light: 'red', says: '没有保险，在住80人' });
  expect(coverOf(lapsed, { ...day, living: 0 }).light).toBe('yellow');
  expect(coverOf([], { ...day, living: 0 }).light).toBe('good');
  expect(coverOf([], { ...day, living: 1 }).light).toBe('red');
  expect(coverOf(lapsed, { ...day, today: '2026-08-31' })).toEqual({ light: 'yellow', says: '2026-08-31到期，请续保' });
});

test('投保的床少于在住的人是黄；45天内到期、已经续了的不催', () => {
  expect(coverOf([policy('2026-01-01', '2026-12-31', 79)], day).says).toBe('投保79张床，在住80人');
  const renewed = [policy('2025-10-01', '2026-09-30'), policy('2026-10-01', '2027-09-30')];
  expect(coverOf(renewed, day)).toEqual({ light: 'good', says: '保到2026-09-30' });
});
