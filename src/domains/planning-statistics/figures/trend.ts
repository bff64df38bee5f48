/** 走势: an indicator over the years of its plan, each value with what it is: printed, published, kept by the platform, or counted now. Pure. */
import { type Fraction, shown } from '../../../kernel/indicator/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';

export const trendKinds = { printed: '规划印出的', published: '发布的', kept: '平台当时留存的', now: '平台现在数的' } as const;
export type TrendKind = keyof typeof trendKinds;

export interface TrendPoint {
  /** 2020, or 2026-03. */
  readonly at: string;
  /** As years, for the drawing: the end of what `at` says. */
  readonly x: number;
  /** In the unit of the indicator, for the drawing alone. */
  readonly value: number;
  readonly text: string;
  readonly kind: TrendKind;
}

interface KeptValue extends Fraction {
  readonly month: YearMonth;
}

const yearOf = (month: string): number => Number(month.slice(0, 4));
const endOf = (at: string): number => (at.length === 4 ? Number(at) + 1 : yearOf(at) + Number(at.slice(5, 7)) / 12);

/** As the plan prints it: so many of a hundred, with one decimal. */
const percentOf = (share: Fraction): { value: number; text: string } | null => {
  const { percent } = shown(share, null);
  return percent === null ? null : { value: Number(percent), text: `${percent}%（${share.num}／${share.den}）` };
};

/** Of the years before `month` the last value, of its own year every month. A printed value stands beside a counted one, neither in place of the other. */
export function trendOf(of: {
  readonly unit: string;
  readonly printed: readonly { readonly year: string; readonly value: string }[];
  readonly published: readonly (Fraction & { readonly periodEnd: PlainDate })[];
  readonly kept: readonly KeptValue[];
  readonly now: Fraction | null;
  readonly month: YearMonth;
}): TrendPoint[] {
  const printed = of.printed
    .filter(({ year }) => /^\d{4}$/.test(year))
    .map(
      ({ year, value }): TrendPoint => ({
        at: year,
        x: endOf(year),
        value: Number(value),
        text: `${value}${of.unit}`,
        kind: 'printed',
      }),
    );
  const share = (at: string, fraction: Fraction, kind: TrendKind): TrendPoint[] => {
    const said = of.unit === '%' ? percentOf(fraction) : null;
    return said ? [{ at, x: endOf(at), ...said, kind }] : [];
  };
  const last = (year: number) => of.kept.findLast(({ month }) => yearOf(month) === year)?.month;
  const kept = of.kept
    .filter(({ month }) => month < of.month && (yearOf(month) === yearOf(of.month) || month === last(yearOf(month))))
    .flatMap((value) => share(value.month, value, 'kept'));
  const published = of.published.flatMap((value) => share(value.periodEnd.slice(0, 7), value, 'published'));
  return [...printed, ...published, ...kept, ...(of.now ? share(of.month, of.now, 'now') : [])].sort((a, b) => a.x - b.x);
}

/** What is drawn: where values have been published, those; the platform's own counts are another series, and stand beside them on the indicator's page. */
export const drawnOf = (points: readonly TrendPoint[]): TrendPoint[] =>
  points.some(({ kind }) => kind === 'published')
    ? points.filter(({ kind }) => kind === 'printed' || kind === 'published')
    : [...points];

/** What is known of an indicator for one year that is over. */
export function ofYear(points: readonly TrendPoint[], year: number): TrendPoint[] {
  return points.filter(({ at, kind }) => Number(at.slice(0, 4)) === year && kind !== 'now');
}
