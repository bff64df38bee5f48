/** 设施补贴 (5.14): a year's running money by grade and open months, a rural centre's building money once. Pure. */
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { SiteGrade, SiteKind } from '../facilities/terms.ts';
import type { Purpose } from './terms.ts';

export interface SiteNorms {
  /** A year of an urban centre. */
  readonly urbanFen: Readonly<Record<SiteGrade, Fen>>;
  /** A year of a rural centre, and the percent of it by grade. */
  readonly ruralFen: Fen;
  readonly ruralShare: Readonly<Record<SiteGrade, number>>;
}

/** Which kinds draw what. */
export const drawers: Readonly<Record<Purpose, readonly SiteKind[]>> = {
  run: ['urban-centre', 'mutual-aid'],
  build: ['mutual-aid'],
};

/** The year's standard of the kind and grade ÷ 12 for each open month; half up to the fen. */
export function runYear(
  of: { kind: SiteKind; grade: SiteGrade; openMonths: number },
  norms: SiteNorms,
): { standardFen: Fen; fen: Fen } {
  const hundredths = of.kind === 'mutual-aid' ? norms.ruralFen * norms.ruralShare[of.grade] : norms.urbanFen[of.grade] * 100;
  return { standardFen: Math.round(hundredths / 100), fen: Math.round((hundredths * of.openMonths) / 1200) };
}

/** The months with enough days on which it was proved to be open. */
export const openMonths = (days: readonly { month: YearMonth; days: number }[], enough: number): number =>
  days.filter((m) => m.days >= enough).length;

export const yearSpan = (year: number): { from: PlainDate; to: PlainDate } => ({
  from: `${year}-01-01` as PlainDate,
  to: `${year}-12-31` as PlainDate,
});
