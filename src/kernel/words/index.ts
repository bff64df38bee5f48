/** Days and months in words, as officers write them. A leaf: every sentence of the platform is filled with it. */
type PlainDate = `${number}-${number}-${number}`;
type YearMonth = `${number}-${number}`;

/** 11月22日 */
export const shortDate = (date: PlainDate): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
/** 2026年11月22日 */
export const longDate = (date: PlainDate): string => `${Number(date.slice(0, 4))}年${shortDate(date)}`;
/** 2026年11月 */
export const longMonth = (month: YearMonth): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;
/** A value that a sentence names: days and months as people read them, anything else as it is. */
export const spoken = (value: string | number): string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? longDate(value as PlainDate)
    : typeof value === 'string' && /^\d{4}-\d{2}$/.test(value)
      ? longMonth(value as YearMonth)
      : String(value);
