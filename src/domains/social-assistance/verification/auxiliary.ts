/**
 * 辅助评估 (57号第十七条, 5.6): how a family spends, beside what it declares. Several signs above what most recipients of the county spend ask
 * for one more home visit. The index alone never refuses anyone: nothing that decides reads it. Pure.
 */
import type { Fen } from '../../../kernel/schema/index.ts';

export const auxiliarySigns = {
  water: '水费（月）',
  power: '电费（月）',
  gas: '燃气费（月）',
  phone: '通信费（月）',
  school: '高收费学校、择校（年）',
  travel: '出境旅游、留学（年）',
} as const;
export type AuxiliarySign = keyof typeof auxiliarySigns;
export type Spending = Readonly<Partial<Record<AuxiliarySign, Fen>>>;

export interface AuxiliaryLine {
  readonly sign: AuxiliarySign;
  readonly amountFen: Fen;
  /** What the chosen share of the county's recipients stays within; null: too few of them to say. */
  readonly limitFen: Fen | null;
  readonly above: boolean;
}

export interface AuxiliaryView {
  readonly lines: readonly AuxiliaryLine[];
  readonly extraVisit: boolean;
}

/** `limits`: by sign, null where the sample is too small. More than the limit is above it, exactly the limit is not. */
export function assessSpending(
  spending: Spending,
  limits: Readonly<Partial<Record<AuxiliarySign, Fen | null>>>,
  signsForVisit: number,
): AuxiliaryView {
  const lines = (Object.keys(auxiliarySigns) as AuxiliarySign[]).flatMap((sign): AuxiliaryLine[] => {
    const amountFen = spending[sign];
    if (amountFen === undefined) return [];
    const limitFen = limits[sign] ?? null;
    return [{ sign, amountFen, limitFen, above: limitFen !== null && amountFen > limitFen }];
  });
  return { lines, extraVisit: lines.filter((line) => line.above).length >= signsForVisit };
}
