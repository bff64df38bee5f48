/** 支出型: the gap between what a family must spend and what it has above the minimum living allowance, paid by pieces. */
import {
  asRatio,
  atLeastZero,
  booleanValue,
  type Clause,
  ceilTo,
  compareExact,
  type Exact,
  exact,
  fenValue,
  isBelow,
  minus,
  over,
  type ParameterReader,
  ratioValue,
  roundFen,
  smaller,
  textValue,
  times,
  total,
  type Verdict,
  yuan,
} from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { assetClauses } from '../family/assets.ts';
import { checkClauses, familyGroup, householdClause, refs } from '../family/group.ts';
import { type RunContext, standardKey, standardOf } from '../family/income.ts';
import type { ExpenseFacts } from './facts.ts';
import type { AidAmount } from './rules.ts';
import { assistedStatuses } from './terms.ts';

const BASIS = '国发〔2014〕47号；民发〔2018〕23号；《社会救助法》第三十六条';

interface Gap {
  readonly gap: Exact;
  readonly spending: Exact;
  readonly formula: string;
}

interface Means {
  readonly clauses: readonly Clause[];
  readonly persons: number;
  /** Null while spending or income is open. */
  readonly gap: Gap | null;
}

/** Whether the family qualifies by its means, and its gap. Of 低保 and 特困 families only the expense is verified. */
export function expenseMeans(facts: ExpenseFacts, asOf: PlainDate, read: ParameterReader): Means {
  const family = { ...facts.family, division: facts.division, expenses: [], single: null };
  // 医疗、康复等支出在缺口里算，收入里不再扣减，同一笔钱不算两次
  const run: RunContext = { facts: family, date: asOf, judgedOn: asOf, read };
  const group = familyGroup(run);
  const persons = group.members.length;
  const spending = selfPaid(facts);
  const assisted = facts.assisted !== 'none';
  const { income } = group;
  const annual = times(over(income.countable, income.windowMonths), 12);
  const open = !group.complete || income.openIncome.length > 0;
  const minimum = times(12, standardOf(run), persons);
  const spare = assisted ? exact(0) : atLeastZero(minus(annual, minimum));
  const gap: Gap | null =
    spending === null || (!assisted && open)
      ? null
      : {
          gap: atLeastZero(minus(spending, spare)),
          spending,
          formula: assisted
            ? `${assistedStatuses[facts.assisted]}，必需支出${yuan(roundFen(spending))}`
            : `必需支出${yuan(roundFen(spending))}－(年收入${yuan(roundFen(annual))}－12×${yuan(standardOf(run))}×${persons}人，不足零按零)`,
        };
  const gapClause: Clause = {
    name: '必需支出超出家庭承受能力',
    verdict: gap === null ? 'unknown' : compareExact(gap.gap, 0) > 0 ? 'met' : 'unmet',
    value: gap && fenValue(roundFen(gap.gap)),
    limit: fenValue(0),
    relation: '大于',
    basis: BASIS,
    parameter: read.ref(standardKey(family.urbanRural)),
    ...(spending === null ? { note: '必需支出尚未查明' } : {}),
  };
  if (assisted)
    return {
      persons,
      gap,
      clauses: [
        {
          name: '已是低保、特困对象，只核实支出',
          verdict: 'met',
          value: textValue(assistedStatuses[facts.assisted]),
          limit: booleanValue(true),
          basis: '民发〔2018〕23号',
        },
        gapClause,
      ],
    };
  return {
    persons,
    gap,
    clauses: [
      householdClause(group.counting),
      incomeClause(run, annual, persons, open),
      ...assetClauses(run, refs(group.members), 'FIN-LIMIT-EDGE'),
      gapClause,
      ...checkClauses(run),
    ],
  };
}

/** Null while a bill is not known. */
function selfPaid({ spending }: ExpenseFacts): Exact | null {
  if (spending === null || spending.some((s) => s.totalFen === null || s.reimbursedFen === null)) return null;
  return total(spending.map((s) => atLeastZero(minus(s.totalFen!, s.reimbursedFen!))));
}

/** Per-capita income below last year's disposable income of the place; open items can only raise it. */
function incomeClause(run: RunContext, annual: Exact, persons: number, open: boolean): Clause {
  const parameter = run.read.ref(run.facts.urbanRural === 'urban' ? 'PCDI-U' : 'PCDI-R');
  const below = persons > 0 && isBelow(annual, times(parameter.value, persons));
  const verdict: Verdict = persons === 0 ? 'unknown' : !below ? 'unmet' : open ? 'unknown' : 'met';
  return {
    name: '家庭年人均收入低于上年度人均可支配收入',
    verdict,
    value: persons > 0 ? ratioValue(asRatio(over(annual, persons))) : null,
    limit: fenValue(Number(parameter.value)),
    relation: '低于',
    basis: BASIS,
    parameter,
    ...(open ? { note: '还有收入或家庭成员尚未查明' } : {}),
  };
}

/** TA-EXP: a share of each piece of the gap, rounded up once at the end, within the cap. */
export function expenseAmount({ gap, formula }: Gap, read: ParameterReader): AidAmount {
  const upTo = [read.fen('TA-EXP-UPTO-1'), read.fen('TA-EXP-UPTO-2'), null] as const;
  const lines: { label: string; formula: string; fen: number }[] = [];
  let lower = 0;
  let sum: Exact = exact(0);
  upTo.forEach((upper, i) => {
    const rate = read.ref(`TA-EXP-RATE-${i + 1}`).value;
    const piece = atLeastZero(minus(upper === null ? gap : smaller(gap, upper), lower));
    lower = upper ?? lower;
    if (piece.num === 0n) return;
    const part = times(rate, piece);
    sum = total([sum, part]);
    lines.push({ label: `缺口第${'一二三'[i]}段`, formula: `${yuan(roundFen(piece))}×${rate}`, fen: roundFen(part) });
  });
  const uncappedFen = ceilTo(sum, read.fen('ROUND'));
  const capFen = read.fen('TA-EXP-CAP');
  return {
    uncappedFen,
    capFen,
    breakdown: [
      { label: '支出缺口', formula, fen: roundFen(gap) },
      ...lines,
      {
        label: '救助金额',
        formula: uncappedFen > capFen ? `各段合计超过上限，按${yuan(capFen)}` : '各段合计，进位到元',
        fen: Math.min(uncappedFen, capFen),
      },
    ],
  };
}
