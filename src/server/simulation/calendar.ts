/** A calendar for years that nobody has announced: the holidays whose dates the law fixes, as the last year entered has them. */
import { type Calendar, type Holiday, makeCalendar, plusDays, weekday } from '../../kernel/calendar/index.ts';
import type { PlainDate } from '../../kernel/schema/index.ts';

const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

export function calendarUntil(calendar: Calendar, year: number): Calendar {
  const last = Math.max(...calendar.years);
  if (year <= last) return calendar;
  const row = (date: PlainDate, kind: Holiday['kind']): Holiday => ({
    date,
    kind,
    name: '法定节假日',
    source: '模拟',
    provisional: true,
    division: null,
  });
  const known: Holiday[] = [];
  for (const entered of calendar.years)
    for (let day = `${entered}-01-01` as PlainDate; day.startsWith(`${entered}`); day = plusDays(day, 1)) {
      const works = calendar.isWorkday(day);
      if (works === (weekday(day) % 6 === 0)) known.push(row(day, works ? 'workday' : 'holiday'));
    }
  const coming = Array.from({ length: year - last }, (_, i) => last + 1 + i).flatMap((y) =>
    FIXED.map((day) => row(`${y}-${day}` as PlainDate, 'holiday')),
  );
  return makeCalendar([...known, ...coming]);
}
