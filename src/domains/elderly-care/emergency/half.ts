/** 半年: by which drills are asked. Pure. */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** 2026-1, 2026-2 */
export type Half = `${number}-${1 | 2}`;
export const halfOf = (day: PlainDate): Half => `${Number(day.slice(0, 4))}-${Number(day.slice(5, 7)) <= 6 ? 1 : 2}`;
export const halfBefore = (half: Half): Half => {
  const [year = 0, part] = half.split('-').map(Number);
  return part === 2 ? `${year}-1` : `${year - 1}-2`;
};
export const lastDayOf = (half: Half): PlainDate => {
  const [year, part] = half.split('-');
  return `${year}-${part === '1' ? '06-30' : '12-31'}` as PlainDate;
};
export const halfZh = (half: Half): string => {
  const [year, part] = half.split('-');
  return `${year}年${part === '1' ? '上半年' : '下半年'}`;
};

const SOON_DAYS = 30;
export type Told = 'soon' | 'overdue';
/** What is told of a half-year without a drill on this day; null: there is time. */
export const toldOn = (half: Half, today: PlainDate): Told | null =>
  today > lastDayOf(half) ? 'overdue' : plusDays(today, SOON_DAYS) >= lastDayOf(half) ? 'soon' : null;
