/** 家庭收入怎么算的: the sheet of a group with its sums, as officers, the family and the file are shown it; kept with the decision. */
import {
  type Account,
  type BreakdownLine,
  ceilFen,
  compareExact,
  type Exact,
  floorFen,
  isBelow,
  over,
  roundFen,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';
import type { Group } from './group.ts';
import type { IncomeLine } from './income.ts';

export interface IncomeAccount extends Account {
  readonly lines: readonly IncomeLine[];
}

export function incomeAccount({ members, income }: Group, standardFen: Fen): IncomeAccount {
  const { windowMonths, gross, deductions, countable, openIncome, openDeductions } = income;
  const open = openIncome.length + openDeductions.length > 0;
  const results: BreakdownLine[] = [
    {
      label: open ? '收入减扣减（未含尚未查明的）' : '收入减扣减',
      formula: `${yuan(roundFen(gross))}－${yuan(roundFen(deductions))}${isBelow(gross, deductions) ? '，不够减的按0计' : ''}`,
      fen: roundFen(countable),
    },
  ];
  if (members.length > 0)
    results.push({
      label: members.length > 1 ? '家庭月人均收入' : '月收入',
      formula: `${yuan(roundFen(countable))}÷${windowMonths}个月÷${members.length}人`,
      fen: besideStandard(over(countable, windowMonths * members.length), standardFen),
    });
  return { title: '家庭收入怎么算的', lines: income.lines, results };
}

/** Rounded, but cut to its own side of the standard, as the condition shows it. */
function besideStandard(perHead: Exact, standardFen: Fen): Fen {
  const side = compareExact(perHead, standardFen);
  const rounded = roundFen(perHead);
  if (side === 0 || rounded !== standardFen) return rounded;
  return side < 0 ? floorFen(perHead) : ceilFen(perHead);
}

/** The same account with people called by their names. */
export const withNames = (account: Account, nameOf: (ref: string) => string): Account => ({
  ...account,
  lines: (account as IncomeAccount).lines.map((line) => (line.member === null ? line : { ...line, who: nameOf(line.member) })),
});
