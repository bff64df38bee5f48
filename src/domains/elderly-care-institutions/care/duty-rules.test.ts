import { expect, test } from 'vitest';
import { isOnDuty } from './duty-rules.ts';

test.each([
  ['白班8时前29分接班', 'day', '07:31', true],
  ['白班8时前31分还早', 'day', '07:29', false],
  ['白班16时后29分交班', 'day', '16:29', true],
  ['白班16时30分下班了', 'day', '16:30', false],
  ['夜班0时到8时', 'night', '03:00', true],
  ['中班的人凌晨0时20分还在交班', 'evening', '00:20', false],
] as const)('9月10日%s', (_, shift, time, on) => {
  expect(isOnDuty({ onDate: '2026-09-10', shift }, `2026-09-10T${time}:00+08:00`, 30)).toBe(on);
});

test('中班24时下班，第二天0时20分还在交班；夜班前一天23时40分来接班', () => {
  expect(isOnDuty({ onDate: '2026-09-10', shift: 'evening' }, '2026-09-11T00:20:00+08:00', 30)).toBe(true);
  expect(isOnDuty({ onDate: '2026-09-11', shift: 'night' }, '2026-09-10T23:40:00+08:00', 30)).toBe(true);
});
