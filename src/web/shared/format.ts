/** Dates, amounts and numbers as people here write them. */
import { longDate, longMonth, plainDateOf } from '../../kernel/calendar/index.ts';
import type { PlainDate, YearMonth } from '../../kernel/schema/index.ts';

export { longDate, longMonth, shortDate, weekdayName } from '../../kernel/calendar/index.ts';
export { yuan, yuanDigits, yuanSign } from '../../kernel/policy/index.ts';

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
/** 09:05, of an instant, in Shanghai wherever the browser is. */
export const timeOf = (instant: string): string => clock.format(new Date(instant));
/** 2026年11月22日 09:05 */
export const longDateTime = (instant: string): string => `${longDate(plainDateOf(instant))} ${timeOf(instant)}`;

/** A day or a month, whichever the text is; other text as it is. */
export const dateText = (text: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? longDate(text as PlainDate)
    : /^\d{4}-\d{2}$/.test(text)
      ? longMonth(text as YearMonth)
      : text;

/** 6222 0212 3456: long numbers in groups, for comparing with a card. */
export function grouped(digits: string): string {
  if (/^\d{17}[\dXx]$/.test(digits)) return `${digits.slice(0, 6)} ${digits.slice(6, 14)} ${digits.slice(14)}`;
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  return digits.replace(/(.{4})(?=.)/g, '$1 ');
}
