/** X13 入住率. */
import { expect, test } from 'vitest';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type BedHistory, occupancyOf, occupancyText } from './occupancy.ts';

const day = (n: number): PlainDate => plusDays('2026-11-01', n - 1);
const open = { on: '2026-10-01', state: 'vacant' } as const;
const livedFor = (nights: number): BedHistory => [
  open,
  { on: day(1), state: 'occupied' },
  ...(nights < 30 ? [{ on: day(nights + 1), state: 'cleaning' } as const] : []),
];

test('X13 十一月100张床，4张维修10天：能住2960床日，住了1924床日，65.0%', () => {
  const beds: BedHistory[] = [
    ...Array.from(
      { length: 4 },
      (): BedHistory => [open, { on: day(5), state: 'maintenance' }, { on: day(15), state: 'vacant' }],
    ),
    ...Array.from({ length: 64 }, () => livedFor(30)),
    livedFor(4),
    ...Array.from({ length: 31 }, (): BedHistory => [open]),
  ];
  expect(beds).toHaveLength(100);
  const november = occupancyOf('2026-11', beds);
  expect(november).toEqual({ usable: 2960, occupied: 1924 });
  expect(occupancyText(november)).toBe('65.0%');
});

test('请假保留算在住，待启用的床不算能住；一天里变几次，算最后一次', () => {
  const away: BedHistory = [open, { on: day(1), state: 'occupied' }, { on: day(11), state: 'on-leave' }];
  const twice: BedHistory = [
    { on: day(1), state: 'planned' },
    { on: day(30), state: 'vacant' },
    { on: day(30), state: 'occupied' },
  ];
  expect(occupancyOf('2026-11', [away, twice])).toEqual({ usable: 31, occupied: 31 });
  expect(occupancyText({ usable: 0, occupied: 0 })).toBe('—');
});
