import { expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { recordStateOf, staleBy } from './record-state.ts';

const day = (text: string) => text as PlainDate;
const stale = staleBy(day('2026-09-15'), 12);

test('村里没有登记过的待核实；登记满12个月的待更新，差一天的有效', () => {
  expect([null, day('2025-09-15'), day('2025-09-16'), day('2026-09-15')].map((on) => recordStateOf(on, stale))).toEqual([
    'unverified',
    'stale',
    'valid',
    'valid',
  ]);
});
