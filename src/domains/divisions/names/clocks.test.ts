/** 备案、公告的期限: examples 6 and 7 (divisions.md 10). */
import { expect, test } from 'vitest';
import { loadCity } from '../../../server/city.ts';
import { clockOf, namingLimits } from './clocks.ts';

const { calendar } = loadCity('xianning');
const division = '421202000000';

test('例6 县政府2026年9月17日批准路名：15天到10月2日，在国庆假期里，顺延到10月8日；备案、公告都是这一天', () => {
  const limits = namingLimits(calendar, { approvedBy: 'government', approvedOn: '2026-09-17', filedOn: null, division });
  expect(limits).toEqual({ fileDueOn: '2026-10-08', announceDueOn: '2026-10-08' });
  expect(clockOf(limits.fileDueOn, '2026-10-08', '2026-10-09').lateDays).toBe(0);
  expect(clockOf(limits.fileDueOn, '2026-10-09', '2026-10-09').lateDays).toBe(1);
});

test('例7 住建部门2026年3月2日批准楼名，3月10日备案（期限3月17日）：公告期限从备案起算，3月25日', () => {
  const approval = { approvedBy: 'department', approvedOn: '2026-03-02', division } as const;
  expect(namingLimits(calendar, { ...approval, filedOn: null })).toEqual({ fileDueOn: '2026-03-17', announceDueOn: null });
  expect(namingLimits(calendar, { ...approval, filedOn: '2026-03-10' })).toEqual({
    fileDueOn: '2026-03-17',
    announceDueOn: '2026-03-25',
  });
});

test('还剩几天、超过几天：当天到期还剩0天，没有超期', () => {
  expect(clockOf('2026-10-08', null, '2026-10-01')).toMatchObject({ daysLeft: 7, lateDays: 0 });
  expect(clockOf('2026-10-08', null, '2026-10-08')).toMatchObject({ daysLeft: 0, lateDays: 0 });
  expect(clockOf('2026-10-08', null, '2026-10-10')).toMatchObject({ daysLeft: 0, lateDays: 2 });
});
