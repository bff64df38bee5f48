import { expect, test } from 'vitest';
import { isHeavier, waitsFor } from './rules.ts';

const noticed = { sayBy: '2026-09-08', mayHear: true, saidOn: null, hearingAskedOn: null, heardOn: null } as const;

test('告知以后五个工作日：最后一天还不能决定，过了可以；申请了听证的，听过才能决定', () => {
  expect(waitsFor(noticed, '2026-09-08')).toBe('time');
  expect(waitsFor(noticed, '2026-09-09')).toBeNull();
  const asked = { ...noticed, hearingAskedOn: '2026-09-07' } as const;
  expect(waitsFor(asked, '2026-10-09')).toBe('hearing');
  expect(waitsFor({ ...asked, heardOn: '2026-09-20' }, '2026-09-20')).toBeNull();
});

test('不适用听证的，陈述申辩过就可以决定；适用听证的，申辩过也要等满期限', () => {
  const said = { ...noticed, saidOn: '2026-09-03' } as const;
  expect(waitsFor({ ...said, mayHear: false }, '2026-09-04')).toBeNull();
  expect(waitsFor(said, '2026-09-04')).toBe('time');
});

test('不得因申辩加重：罚款多一分、多一种处罚都不行；减轻可以', () => {
  const announced = { kinds: ['correct', 'fine'], fineFen: 20_000_00 } as const;
  expect(isHeavier({ kinds: ['correct', 'fine'], fineFen: 20_000_01 }, announced)).toBe(true);
  expect(isHeavier({ kinds: ['warn'], fineFen: 0 }, announced)).toBe(true);
  expect(isHeavier({ kinds: ['correct'], fineFen: 0 }, announced)).toBe(false);
});
