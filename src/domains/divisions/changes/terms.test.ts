/** Worked example 3 of divisions.md: until when a change is completed and its code published. */
import { expect, test } from 'vitest';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { CODE_MONTHS, COMPLETE_MONTHS, EXTENSION_MONTHS } from './terms.ts';

test('例3：2026年11月30日批准，12个月内完成，到2027年11月30日；同意延期的到2028年5月30日；代码一个月内公布，到2026年12月30日', () => {
  expect(addMonths('2026-11-30', COMPLETE_MONTHS)).toBe('2027-11-30');
  expect(addMonths('2026-11-30', COMPLETE_MONTHS + EXTENSION_MONTHS)).toBe('2028-05-30');
  expect(addMonths('2026-11-30', CODE_MONTHS)).toBe('2026-12-30');
});
