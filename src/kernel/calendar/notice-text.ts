/**
 * The list of days in the State Council's yearly notice, as its text says it: 「二、春节：2月15日（农历腊月二十八、周日）至23日放假调休，共9天。
 * 2月14日（周六）、2月28日（周六）上班。」 Pure.
 */
import type { PlainDate } from '../schema/index.ts';
import { plusDays } from './dates.ts';

export interface NoticeDay {
  readonly date: PlainDate;
  readonly kind: 'holiday' | 'workday';
  readonly name: string;
}

const RANGE = /(?:(\d{1,2})月)?(\d{1,2})日(?:(?:至|到|-|—|～)(?:(\d{1,2})月)?(\d{1,2})日)?/g;
const LONGEST = 31;

function dateOf(year: number, month: number, day: number): PlainDate | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? (date.toISOString().slice(0, 10) as PlainDate) : null;
}

/** The days that a sentence names; a day without a month is of the month named before it. */
function daysIn(sentence: string, year: number): PlainDate[] {
  const days: PlainDate[] = [];
  let month = 0;
  for (const [, fromMonth, fromDay, toMonth, toDay] of sentence.matchAll(RANGE)) {
    month = Number(fromMonth ?? month);
    const from = dateOf(year, month, Number(fromDay));
    month = Number(toMonth ?? month);
    const to = toDay === undefined ? from : dateOf(year, month, Number(toDay));
    if (!from || !to) continue;
    for (let day = from, n = 0; day <= to && n < LONGEST; day = plusDays(day, 1), n++) days.push(day);
  }
  return days;
}

/** The days of a notice's text in the order of the year; what it does not say is not guessed. */
export function daysOfNotice(text: string, year: number): NoticeDay[] {
  const found = new Map<PlainDate, NoticeDay>();
  for (const line of text.replace(/（[^）]*）|\([^)]*\)/g, '').split(/\r?\n/)) {
    const named = /^\s*(?:[一二三四五六七八九十]+、)?\s*([^：:、，。\d]{2,12})[：:](.*)$/.exec(line);
    if (!named) continue;
    const name = named[1]!.trim();
    for (const sentence of named[2]!.split(/[。；;]/)) {
      const kind = sentence.includes('上班')
        ? 'workday'
        : sentence.includes('放假') || sentence.includes('休')
          ? 'holiday'
          : null;
      if (kind) for (const date of daysIn(sentence, year)) found.set(date, { date, kind, name });
    }
  }
  return [...found.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}
