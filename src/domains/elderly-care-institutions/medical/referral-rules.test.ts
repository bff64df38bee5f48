import { expect, test } from 'vitest';
import { type ReferralCourse, referralAlarms, referralState } from './referral-rules.ts';

const limits = { receiveMinutes: 60, admitHours: 24, newsDays: 3 };
const course = (more: Partial<ReferralCourse> = {}): ReferralCourse => ({
  outAt: '2026-09-11T14:40:00.000Z',
  receivedAt: null,
  admittedAt: null,
  endedAs: null,
  newsAt: null,
  keepTo: null,
  ...more,
});

test('22:40转出，23:40还没有登记医院接收的提醒', () => {
  expect(referralState(course())).toBe('out');
  expect(referralAlarms(course(), limits)).toEqual([{ kind: 'receive', key: 'receive', at: '2026-09-11T15:40:00.000Z' }]);
});
test('接收了，24小时里没有说住院还是转回的提醒', () => {
  const received = course({ receivedAt: '2026-09-11T15:00:00.000Z' });
  expect(referralState(received)).toBe('received');
  expect(referralAlarms(received, limits)).toEqual([{ kind: 'admit', key: 'admit', at: '2026-09-12T15:00:00.000Z' }]);
});
test('住院：每3天问一次医院，问过的重新算；床位保留的最后一天过完提醒', () => {
  const admitted = course({
    receivedAt: '2026-09-11T15:00:00.000Z',
    admittedAt: '2026-09-11T16:00:00.000Z',
    keepTo: '2026-10-11',
  });
  expect(referralAlarms(admitted, limits).map(({ kind, at }) => [kind, at])).toEqual([
    ['news', '2026-09-14T16:00:00.000Z'],
    ['bed', '2026-10-11T16:00:00.000Z'],
  ]);
  const asked = { ...admitted, newsAt: '2026-09-13T02:00:00.000Z' };
  expect(referralAlarms(asked, limits)[0]).toMatchObject({ at: '2026-09-16T02:00:00.000Z' });
  expect(referralAlarms(asked, limits)[0]!.key).not.toBe(referralAlarms(admitted, limits)[0]!.key);
});
test('转回、退住、去世以后什么都不催', () => {
  for (const endedAs of ['returned', 'discharged', 'deceased'] as const) {
    expect(referralAlarms(course({ receivedAt: '2026-09-11T15:00:00.000Z', endedAs }), limits)).toEqual([]);
    expect(referralState(course({ endedAs }))).toBe(endedAs);
  }
});
