/**
 * 刚性支出困难家庭 (5.12; 《社会救助法》第二十二条, 刚性支出困难家庭认定办法): pure. Income below last year's disposable income per head, assets within
 * the limit, in no higher category, and what a family cannot avoid paying takes more than RIG-RATIO of its income.
 */
import { addMonths, plusDays } from '../../../kernel/calendar/index.ts';
import {
  asRatio,
  atLeastZero,
  type BreakdownLine,
  booleanValue,
  type Clause,
  compareExact,
  type Exact,
  exact,
  fenValue,
  isBelow,
  minus,
  type Outcome,
  outcomeOf,
  over,
  plus,
  ratioValue,
  roundFen,
  smaller,
  textValue,
  times,
  type Verdict,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { assetClauses } from '../family/assets.ts';
import type { MemberFacts } from '../family/facts.ts';
import { checkClauses, type familyGroup, type Group, householdClause, refs } from '../family/group.ts';
import { memberLabel } from '../family/household.ts';
import { type RunContext, standardOf } from '../family/income.ts';
import { expenseClasses } from '../family/terms.ts';

const LAW = '《社会救助法》第二十二条；《刚性支出困难家庭认定办法》';

/** Paid by the family itself over the window, exact; `open`: what is 尚未查明, which can only raise the sum. */
export interface RigidExpenses {
  readonly sum: Exact;
  readonly lines: readonly BreakdownLine[];
  readonly open: readonly string[];
}

/** Price of a public school of the same kind, a year; postgraduate and part-time study is not counted. */
const schoolPrice: Partial<Record<MemberFacts['student'], string>> = {
  school: 'RIG-EDU-SCHOOL',
  undergraduate: 'RIG-EDU-COLLEGE',
};

/** Medical, rehabilitation, education and other necessary expenses of the counted members, each net of every reimbursement. */
export function necessaryExpenses(run: RunContext, family: Group): RigidExpenses {
  const lines: BreakdownLine[] = [];
  const open: string[] = [];
  let sum = exact(0);
  for (const member of family.members)
    for (const expense of run.facts.expenses.filter((e) => e.member === member.ref)) {
      const label = `${memberLabel(member)}${expenseClasses[expense.class]}`;
      const price = expense.class === 'education' ? schoolPrice[member.student] : undefined;
      if (expense.class === 'education' && !price) continue;
      if (expense.totalFen === null || expense.reimbursedFen === null) {
        open.push(label);
        continue;
      }
      const selfPaid = atLeastZero(minus(expense.totalFen, expense.reimbursedFen));
      const limit = price ? times(run.read.fen(price), over(family.income.windowMonths, 12)) : null;
      const counted = limit ? smaller(selfPaid, limit) : selfPaid;
      const capped = limit && isBelow(limit, selfPaid) ? `，按同类公办学校${yuan(roundFen(limit))}计` : '';
      lines.push({
        label,
        formula: `${yuan(expense.totalFen)}－报销${yuan(expense.reimbursedFen)}${capped}`,
        fen: roundFen(counted),
      });
      sum = plus(sum, counted);
    }
  return { sum, lines, open };
}

/** 基本生活支出: the standard for everybody counted, over the window. */
function livingCost(run: RunContext, family: Group): { sum: Exact; line: BreakdownLine } {
  const { windowMonths } = family.income;
  const sum = times(windowMonths, standardOf(run), family.members.length);
  const formula = `${windowMonths}×${yuan(standardOf(run))}×${family.members.length}人`;
  return { sum, line: { label: '基本生活支出', formula, fen: roundFen(sum) } };
}

export const disposableIncomeKey = (urbanRural: 'urban' | 'rural'): string => (urbanRural === 'urban' ? 'PCDI-U' : 'PCDI-R');

/** I against PCDI × N, by products. What is still open can only raise it. */
export function disposableIncomeClause(run: RunContext, family: Group, basis = LAW): Clause {
  const { income, members, complete } = family;
  const key = disposableIncomeKey(run.facts.urbanRural);
  const perHead = run.read.fen(key);
  const below = isBelow(times(12, income.gross), times(perHead, members.length, income.windowMonths));
  const open = income.openIncome.length > 0 || !complete || members.length === 0;
  return {
    name: '家庭年人均收入低于上年度人均可支配收入',
    verdict: !below && complete ? 'unmet' : open ? 'unknown' : 'met',
    value: members.length ? ratioValue(asRatio(over(times(12, income.gross), income.windowMonths * members.length))) : null,
    limit: fenValue(perHead),
    relation: '低于',
    basis,
    parameter: run.read.ref(key),
    ...(open ? { note: `尚未查明：${[...(complete ? [] : ['共同生活家庭成员']), ...income.openIncome].join('、')}` } : {}),
  };
}

/** 88.00%: cut to its own side of the limit, so that nobody reads 80.00% as above 80%. */
function percentText(part: Exact, whole: Exact, limit: Exact): string {
  const share = over(part, whole);
  const hundredths = (share.num * 10_000n) / share.den;
  const text = (n: bigint) => `${n / 100n}.${String(n % 100n).padStart(2, '0')}%`;
  const isAbove = compareExact(share, limit) > 0;
  return text(isAbove && compareExact(over(hundredths, 10_000n), limit) <= 0 ? hundredths + 1n : hundredths);
}

function ratioClause(run: RunContext, family: Group, spent: RigidExpenses): Clause {
  const parameter = run.read.ref('RIG-RATIO');
  const { gross, openIncome } = family.income;
  const income = atLeastZero(gross);
  const above = compareExact(spent.sum, times(parameter.value, income)) > 0;
  const openIn = openIncome.length > 0 || !family.complete;
  // 支出没查清的只会更高，收入没查清的只会让占比更低
  const verdict: Verdict = above ? (openIn ? 'unknown' : 'met') : spent.open.length > 0 || !family.complete ? 'unknown' : 'unmet';
  const none = income.num === 0n;
  const open = [...openIncome, ...spent.open];
  const sums = `支出${yuan(roundFen(spent.sum))}，收入${yuan(roundFen(income))}`;
  return {
    name: '刚性支出占家庭收入的比例高于规定',
    verdict,
    value: textValue(none ? sums : `${percentText(spent.sum, income, exact(parameter.value))}（${sums}）`),
    limit: textValue(percentText(exact(parameter.value), exact(1), exact(0))),
    relation: '高于',
    basis: LAW,
    parameter,
    ...(open.length ? { note: `尚未查明：${open.join('、')}` } : none ? { note: '没有收入而有刚性支出的，视为高于' } : {}),
  };
}

/** Met when every higher category has been found not to apply. */
function notHigherClause(higher: readonly { readonly zh: string; readonly outcome: Outcome }[]): Clause {
  const held = higher.filter((h) => h.outcome === 'eligible');
  const open = higher.filter((h) => h.outcome === 'undetermined');
  return {
    name: '不属于保障更高的救助类别',
    verdict: held.length ? 'unmet' : open.length ? 'unknown' : 'met',
    value: booleanValue(held.length === 0 && open.length === 0),
    limit: null,
    basis: LAW,
    ...(held.length ? { note: `符合${held.map((h) => h.zh).join('、')}的条件，按其认定` } : {}),
    ...(held.length === 0 && open.length ? { note: `${open.map((h) => h.zh).join('、')}尚不能确定` } : {}),
  };
}

export interface Rigid {
  readonly outcome: Outcome;
  readonly clauses: readonly Clause[];
  /** What the family cannot avoid paying, line by line. */
  readonly breakdown: readonly BreakdownLine[];
}

/** `higher`: the outcomes of the categories tested before. */
export function rigidOf(
  run: RunContext,
  family: ReturnType<typeof familyGroup>,
  higher: readonly { readonly zh: string; readonly outcome: Outcome }[],
): Rigid {
  const living = livingCost(run, family);
  const necessary = necessaryExpenses(run, family);
  const spent = { ...necessary, sum: plus(living.sum, necessary.sum) };
  const clauses = [
    householdClause(family.counting),
    disposableIncomeClause(run, family),
    ...assetClauses(run, refs(family.members), 'FIN-LIMIT-RIGID'),
    notHigherClause(higher),
    ratioClause(run, family, spent),
    ...checkClauses(run),
  ];
  return { outcome: outcomeOf(clauses), clauses, breakdown: [living.line, ...necessary.lines] };
}

/** The last day of a validity in months: from the decision day to the day before its anniversary; 29 February becomes the 28th (5.2). */
export const validTo = (decidedOn: PlainDate, months: number): PlainDate => plusDays(addMonths(decidedOn, months), -1);
