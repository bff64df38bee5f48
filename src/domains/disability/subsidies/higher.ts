/**
 * 就高享受 (5.2): of a subsidy and other allowances of the same class the higher one only; equal amounts leave the one drawn already. Pure, month by
 * month: an allowance lasts from one month to another, and standards change.
 */
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import type { AllowanceClass, Kind, Months } from './facts.ts';

export interface Allowance extends Months {
  readonly class: AllowanceClass;
  readonly name: string;
  readonly amountFen: Fen;
}

/** What a subsidy is measured by in a month. */
export interface Scale {
  /** Null: no standard is known for the month, and nothing is compared. */
  readonly standardFen: Fen | null;
  /** HIGH-AGE: 高龄津贴 is drawn beside the subsidies; else it counts as one of the living type. */
  readonly oldAgeStacks: boolean;
}

/** The allowances that are weighed against a subsidy. */
export const weighedAgainst = <T extends Pick<Allowance, 'class'>>(
  kind: Kind,
  others: readonly T[],
  oldAgeStacks: boolean,
): T[] => others.filter((o) => o.class === kind || (kind === 'living' && o.class === 'old-age' && !oldAgeStacks));

export const highestOf = <T extends Pick<Allowance, 'amountFen'>>(others: readonly T[]): T | null =>
  others.reduce<T | null>((h, o) => (h === null || o.amountFen > h.amountFen ? o : h), null);

export function higherOf(given: {
  standardFen: Fen;
  others: readonly Pick<Allowance, 'amountFen' | 'from'>[];
  drawnSince: YearMonth | null;
}): { takes: 'subsidy' | 'other'; fen: Fen } {
  const { standardFen, others, drawnSince } = given;
  const highest = highestOf(others);
  if (!highest) return { takes: 'subsidy', fen: standardFen };
  if (highest.amountFen === standardFen)
    return { takes: drawnSince !== null && drawnSince < highest.from ? 'subsidy' : 'other', fen: standardFen };
  return highest.amountFen > standardFen ? { takes: 'other', fen: highest.amountFen } : { takes: 'subsidy', fen: standardFen };
}

/** Facts kept before an end was asked for have none. */
const runsIn = ({ from, to }: Months, month: YearMonth): boolean => from <= month && (!to || to >= month);

/** The allowance that is drawn in place of a subsidy in a month; null: the subsidy is, or nothing is comparable. */
export function inPlaceOf(
  kind: Kind,
  others: readonly Allowance[],
  at: { month: YearMonth; scale: Scale; drawnSince: YearMonth | null },
): Allowance | null {
  const { standardFen, oldAgeStacks } = at.scale;
  if (standardFen === null) return null;
  const running = weighedAgainst(kind, others, oldAgeStacks).filter((o) => runsIn(o, at.month));
  return higherOf({ standardFen, others: running, drawnSince: at.drawnSince }).takes === 'other' ? highestOf(running) : null;
}

/** The last month of a subsidy drawn from a month on before an allowance takes its place; null: none does, as far as is known. */
export function lastBeforeHigher(
  kind: Kind,
  others: readonly Allowance[],
  given: { from: YearMonth; until: YearMonth; scaleOf: (month: YearMonth) => Scale },
): YearMonth | null {
  if (others.length === 0) return null;
  const starts = others.map((o) => o.from).sort();
  const first = [given.from, starts[0]!].sort().at(-1)!;
  const last = [given.until, starts.at(-1)!].sort().at(-1)!;
  for (let month = first; month <= last; month = plusMonths(month, 1))
    if (inPlaceOf(kind, others, { month, scale: given.scaleOf(month), drawnSince: given.from })) return plusMonths(month, -1);
  return null;
}

/**
 * What holds of everything told about allowances, oldest news first: later news of an allowance hold from their own first month on, and leave the
 * months before as they were told.
 */
export function inForce<T extends Allowance & { readonly programme?: string }>(told: readonly T[]): T[] {
  return told.flatMap((news, i) => {
    const next = told
      .slice(i + 1)
      .filter((later) => later.class === news.class && later.programme === news.programme)
      .map((later) => plusMonths(later.from, -1))
      .sort()[0];
    const to = next !== undefined && (news.to === null || next < news.to) ? next : news.to;
    return to !== null && to < news.from ? [] : [{ ...news, to }];
  });
}
