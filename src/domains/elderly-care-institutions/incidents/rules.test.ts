/** 4.7: grades by what happened, clocks by the grade, what rings. */
import { expect, test } from 'vitest';
import { alarmsOf, clocksOf, type Limits, leastGrade, missingToClose } from './rules.ts';

const limits: Limits = {
  familyMinutes: 30,
  searchMinutes: 15,
  seriousMinutes: 30,
  countyHours: 24,
  phoneHours: 2,
  gravePhoneHours: 1,
  writtenHours: 24,
  reviewDays: 7,
  seriousReviewDays: 10,
};
const at = (time: string, day = '2026-09-10') => new Date(`${day}T${time}:00+08:00`).toISOString();

test.each([
  ['滑倒没有受伤', { type: 'fall', injury: 'none', persons: 1 }, 'S1'],
  ['擦伤，医务室处理', { type: 'fall', injury: 'clinic', persons: 1 }, 'S2'],
  ['噎食已解除', { type: 'choking', injury: 'none', persons: 1 }, 'S2'],
  ['骨折', { type: 'fall', injury: 'hospital', persons: 1 }, 'S3'],
  ['疑似虐待，没有伤', { type: 'abuse', injury: 'none', persons: 1 }, 'S3'],
  ['突发疾病死亡', { type: 'illness', injury: 'death', persons: 1 }, 'S3'],
  ['跌倒死亡', { type: 'fall', injury: 'death', persons: 1 }, 'S4'],
  ['火灾，没有人受伤', { type: 'fire', injury: 'none', persons: 0 }, 'S4'],
  ['2人食物中毒', { type: 'food', injury: 'clinic', persons: 2 }, 'S2'],
  ['3人食物中毒', { type: 'food', injury: 'none', persons: 3 }, 'S4'],
  ['3人受伤', { type: 'activity', injury: 'clinic', persons: 3 }, 'S4'],
] as const)('%s', (_, of, grade) => {
  expect(leastGrade(of)).toBe(grade);
});

test('时限都从发现起：S1当天，S2家属30分钟、县24小时，S3马上、2小时，S4马上、1小时', () => {
  expect(clocksOf('S1', at('10:00'), limits)).toEqual({
    family: at('00:00', '2026-09-11'),
    phone: null,
    written: null,
    review: null,
  });
  expect(clocksOf('S2', at('10:00'), limits)).toEqual({
    family: at('10:30'),
    phone: null,
    written: at('10:00', '2026-09-11'),
    review: '2026-09-17',
  });
  expect(clocksOf('S3', at('10:00'), limits)).toMatchObject({ family: at('10:00'), phone: at('12:00'), review: '2026-09-20' });
  expect(clocksOf('S4', at('10:00'), limits)).toMatchObject({ family: at('10:00'), phone: at('11:00'), review: null });
});

test('走失：15分钟没有找到提醒报110，30分钟升为严重；找到了就不响', () => {
  const lost = { type: 'wandering', grade: 'S1', foundAt: at('10:00'), closed: false, untold: 0, done: [] } as const;
  expect(alarmsOf(lost, limits)).toEqual([
    { alarm: 'search', at: at('10:15') },
    { alarm: 'raise', at: at('10:30') },
  ]);
  expect(alarmsOf({ ...lost, done: ['located'] }, limits)).toEqual([]);
});

test('S3：家属没有告知30分钟响，没有电话报县2小时响；都做了不响', () => {
  const serious = { type: 'fall', grade: 'S3', foundAt: at('10:00'), closed: false, untold: 1, done: [] } as const;
  expect(alarmsOf(serious, limits).map((a) => [a.alarm, a.at])).toEqual([
    ['family', at('10:30')],
    ['phone', at('12:00')],
  ]);
  expect(alarmsOf({ ...serious, untold: 0, done: ['family', 'county'] }, limits)).toEqual([]);
});

test('结案要告知过家属，写了原因和整改', () => {
  expect(missingToClose({ type: 'fall', untold: 1, done: [] })).toEqual(['告知家属（还有1位老人的家属）', '原因', '整改']);
  expect(missingToClose({ type: 'fall', untold: 0, done: ['family', 'cause', 'correction'] })).toEqual([]);
  expect(missingToClose({ type: 'abuse', untold: 0, done: ['family', 'cause', 'correction'] })).toEqual(['报110（疑似虐待的）']);
});
