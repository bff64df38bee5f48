/** 月保障金额: base (补差, or its band where the place pays by bands) and top-ups of a group for one month (5.5). */
import { firstDayOf, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  atLeastZero,
  type BreakdownLine,
  ceilTo,
  compareExact,
  minus,
  over,
  type ParameterRef,
  roundFen,
  times,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import type { MemberFacts } from '../family/facts.ts';
import type { Group } from '../family/group.ts';
import { isLevelThreeMental, isSeverelyDisabled, memberLabel } from '../family/household.ts';
import { type RunContext, standardOf } from '../family/income.ts';
import { bandBase, bandOf } from './bands.ts';

export interface DibaoAmount {
  readonly month: YearMonth;
  readonly amountFen: Fen;
  readonly baseFen: Fen;
  readonly topUpFen: Fen;
  readonly breakdown: readonly BreakdownLine[];
  readonly parameters: readonly ParameterRef[];
}

const TOP_UPS = {
  severe: { key: 'TOP-SEV', label: '重度残疾、三级智力或精神残疾、重病' },
  age: { key: 'TOP-AGE', label: '高龄' },
  minor: { key: 'TOP-MIN', label: '未成年人' },
} as const;

/** 分类施保: the categories of a person in a month. Age counts from the month after the birthday; a minor's ends with the month of the 18th. */
function topUpCategories(run: RunContext, member: MemberFacts, month: YearMonth): (keyof typeof TOP_UPS)[] {
  const first = firstDayOf(month);
  const old = run.read.whole('TOP-AGE-FROM');
  const birthMonth = monthOf(member.birthDate);
  const categories: (keyof typeof TOP_UPS)[] = [];
  if (isSeverelyDisabled(member, first) || isLevelThreeMental(member, first) || member.seriousIllness) categories.push('severe');
  if (month > plusMonths(birthMonth, old * 12)) categories.push('age');
  if (month <= plusMonths(birthMonth, 18 * 12)) categories.push('minor');
  return categories;
}

/** The highest of the categories that hold: they do not add up. */
function bestTopUp(run: RunContext, member: MemberFacts, month: YearMonth): { label: string; rate: string } | null {
  let best: { label: string; rate: string } | null = null;
  for (const category of topUpCategories(run, member, month)) {
    const { key, label } = TOP_UPS[category];
    const rate = run.read.ref(key).value;
    if (best === null || compareExact(rate, best.rate) > 0) best = { label, rate };
  }
  return best;
}

interface TopUp {
  readonly member: MemberFacts;
  readonly label: string;
  readonly rate: string;
  readonly fen: Fen;
}

/** Base and top-ups; the sheet is written when it is asked for: over the whole city only the sums are. */
export interface ComputedAmount extends Omit<DibaoAmount, 'parameters' | 'breakdown'> {
  breakdown(): BreakdownLine[];
}

/** 补差: what a family lacks to the standard, up to the next whole step; by bands where the place has set them. */
function baseOf(run: RunContext, group: Group, step: Fen): { fen: Fen; label: string; formula: () => string } {
  const banded = bandOf(run, group);
  if (banded) return bandBase(run, group, banded.band);
  const standard = standardOf(run);
  const { countable, windowMonths } = group.income;
  const n = group.members.length;
  const shortfall = atLeastZero(minus(times(windowMonths, standard, n), countable));
  return {
    fen: ceilTo(over(shortfall, windowMonths), step),
    label: '补差金额',
    formula: () =>
      `(${windowMonths}×${yuan(standard)}×${n}人－${yuan(roundFen(countable))})÷${windowMonths}，按${yuan(step)}进位`,
  };
}

/** Base and top-ups of a group for a month; `run.date` is the first day of that month. */
export function amountOf(run: RunContext, group: Group, month: YearMonth): ComputedAmount {
  const standard = standardOf(run);
  const step = run.read.fen('ROUND');
  const base = baseOf(run, group, step);
  const topUps: TopUp[] = [];
  let topUpFen = 0;
  for (const member of group.members) {
    const best = bestTopUp(run, member, month);
    if (!best) continue;
    const fen = ceilTo(times(best.rate, standard), step);
    topUps.push({ member, label: best.label, rate: best.rate, fen });
    topUpFen += fen;
  }
  return {
    month,
    amountFen: base.fen + topUpFen,
    baseFen: base.fen,
    topUpFen,
    breakdown: () => [
      { label: base.label, formula: base.formula(), fen: base.fen },
      ...topUps.map(({ member, label, rate, fen }) => ({
        label: `${memberLabel(member)}分类施保（${label}）`,
        formula: `${yuan(standard)}×${rate}，取最高一项`,
        fen,
      })),
    ],
  };
}
