/** 运营补贴 (5.11): a month by the residents of each level, the star and the credit class; nothing while a condition fails. Pure. */
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { gapsOf, type Policy } from '../money/rules.ts';

export const bands = ['low', 'two', 'three', 'four'] as const;
export type Band = (typeof bands)[number];
/** Capacity level 0–4: the first two draw the same. */
export const bandOf = (level: number): Band => bands[Math.max(0, Math.min(3, level - 1))]!;

export interface RunNorms {
  readonly rateFen: Readonly<Record<Band, Fen>>;
  /** Percent by star 0–5 and by credit class. */
  readonly star: readonly number[];
  readonly credit: Readonly<Record<'A' | 'B' | 'C' | 'D', number>>;
}
export interface RunMonth {
  readonly residents: Readonly<Record<Band, number>>;
  readonly star: number;
  readonly credit: keyof RunNorms['credit'];
  /** Insured on every day of the month. */
  readonly covered: boolean;
  /** A major danger was open past its day at the end of the month. */
  readonly dangerLate: boolean;
}

/** Half up to the fen; the reason where it is nothing. */
export function runAmount(of: RunMonth, norms: RunNorms): { fen: Fen; nothing: string | null } {
  if (!of.covered) return { fen: 0, nothing: '有没有保险的日子' };
  if (of.dangerLate) return { fen: 0, nothing: '有重大隐患逾期没有销号' };
  const sum = bands.reduce((all, band) => all + norms.rateFen[band] * of.residents[band], 0);
  const fen = Math.round((sum * norms.star[of.star]! * norms.credit[of.credit]) / 10_000);
  return { fen, nothing: sum === 0 ? '没有计入的老人' : fen === 0 ? `信用${of.credit}类` : null };
}

/** Every day of the span under some policy. */
export function coveredThroughout(policies: readonly Policy[], span: { from: PlainDate; to: PlainDate }): boolean {
  const reaching = policies.filter(({ fromOn, toOn }) => fromOn <= span.to && toOn >= span.from);
  return reaching.some(({ fromOn }) => fromOn <= span.from) && gapsOf(reaching, span.to).length === 0;
}
