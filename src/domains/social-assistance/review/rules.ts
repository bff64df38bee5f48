/**
 * 动态管理规则 (4.6, 5.8, 5.14): what a review comes to. Pure: the facts as known now, the facts of the decision in force, what is paid now.
 * Source: 57号第三十一条至第三十四条, 83号, 《社会救助法》第四十八条、第七十三条.
 */
import { monthAfter, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  booleanValue,
  type Clause,
  ceilTo,
  exact,
  fenValue,
  over,
  type Parameters,
  roundFen,
  times,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { FamilyCategory, RecognitionKind } from '../classification/categories.ts';
import type { DibaoAmount } from '../dibao/amount.ts';
import { amountForMonth, type DibaoDecision, determineDibao, payingGroup } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { incomeBelow, openNote } from '../family/group.ts';
import { memberLabel } from '../family/household.ts';
import type { ReviewChange, ReviewKind } from './terms.ts';

export interface ReviewQuestion {
  readonly kind: ReviewKind;
  /** What is known now. */
  readonly facts: FamilyFacts;
  /** The facts of the decision in force. */
  readonly before: FamilyFacts;
  readonly asOf: PlainDate;
  /** What is paid now, for how many persons. */
  readonly current: { readonly amountFen: Fen; readonly persons: number };
  /** What is decided for a month by now; what is paid now when left out. */
  readonly inForce?: (month: YearMonth) => Fen;
  /**
   * The facts by which a month that is over was decided, with the deaths and 特困 known by now; null where they are not kept. Left out: today's facts
   * stand for every month.
   */
  readonly decidedBy?: (month: YearMonth) => FamilyFacts | null;
  /** From this month on what is due has changed although it was paid (a death, something hidden): else the month after the decision. */
  readonly since: YearMonth | null;
  /** The family hid it on purpose: what was paid meanwhile is asked back, and nothing fades out. */
  readonly concealed?: boolean;
  /** A member who refused suitable work three times without reason: loses the own share only. */
  readonly refusing?: string | null;
  /** First month of the last gradual exit of this household. */
  readonly lastGradualFrom: YearMonth | null;
  /** The gradual exit is under way: it runs to its end unless the family is entitled again. */
  readonly fading?: boolean;
  /** The last month where an earlier decision has ended the benefit already. */
  readonly endsWith?: YearMonth | null;
  /** The family receives as a whole now: nothing is decided of the 单人保 any more. */
  readonly takenIn?: boolean;
}

export interface DueFrom {
  readonly fromMonth: YearMonth;
  readonly amountFen: Fen;
}

export interface ReviewAnswer {
  /** Null while something is 尚未查明. */
  readonly change: ReviewChange | null;
  readonly decision: DibaoDecision;
  /** Amounts by their first month; empty when nothing changes or everything ends at once. */
  readonly amounts: readonly DueFrom[];
  /** 渐退: the amount is this many times the one before it; what changes that one afterwards changes this one, too. */
  readonly lastShare?: string;
  /** The last month paid; null while it goes on. */
  readonly lastMonth: YearMonth | null;
  /** What the review looked at beside the rule of the programme. */
  readonly clauses: readonly Clause[];
}

/** ≥ REVIEW-MARKED-PERCENT of what is paid now, or any change of N: by products. */
export function isMarked(
  now: { amountFen: Fen; persons: number },
  then: { amountFen: Fen; persons: number },
  percent: number,
): boolean {
  return now.persons !== then.persons || Math.abs(now.amountFen - then.amountFen) * 100 >= percent * then.amountFen;
}

/** The review's own conditions, with the parameters of the day. */
function gradualClauses(
  q: ReviewQuestion,
  parameters: Parameters,
): Result<{ clauses: Clause[]; months: number; rate: string }, 'PARAM_MISSING'> {
  const withoutNewWages: FamilyFacts = {
    ...q.facts,
    incomes: q.facts.incomes && [
      ...q.facts.incomes.filter((item) => item.type !== 'wage'),
      ...(q.before.incomes ?? []).filter((item) => item.type === 'wage'),
    ],
    members: q.facts.members.map((member) => {
      const then = q.before.members.find((m) => m.ref === member.ref);
      return then
        ? { ...member, employment: then.employment, exemptReason: then.exemptReason, exemptSince: then.exemptSince }
        : member;
    }),
  };
  const otherwise = determineDibao(withoutNewWages, parameters, q.asOf);
  if (!otherwise.ok) return otherwise;
  const now = determineDibao(q.facts, parameters, q.asOf);
  if (!now.ok) return now;
  return withParameters({ parameters, division: q.facts.division, date: q.asOf }, (read) => {
    const run = { facts: q.facts, date: q.asOf, judgedOn: q.asOf, read };
    const group = payingGroup(run);
    const ceiling = read.ref('GRAD-CEIL');
    const apart = read.whole('GRAD-ONCE-MONTHS');
    const others = now.value.clauses.filter((c) => c.verdict !== 'met' && c.relation !== '低于');
    const again = q.lastGradualFrom !== null && plusMonths(q.lastGradualFrom, apart) > monthAfter(q.asOf);
    const clauses: Clause[] = [
      {
        name: '收入超过标准是家庭成员就业所致',
        verdict: otherwise.value.outcome === 'eligible' ? 'met' : 'unmet',
        value: booleanValue(otherwise.value.outcome === 'eligible'),
        limit: null,
        basis: '民发〔2021〕57号第三十三条；民发〔2022〕83号',
      },
      {
        name: '家庭财产等其他条件仍符合',
        verdict: others.some((c) => c.verdict === 'unmet') ? 'unmet' : others.length > 0 ? 'unknown' : 'met',
        value: booleanValue(others.length === 0),
        limit: null,
        basis: '民发〔2022〕83号',
      },
      {
        name: `家庭月人均收入低于最低生活保障标准的${ceiling.value}倍`,
        verdict: incomeBelow(run, group, exact(ceiling.value)),
        value: null,
        limit: fenValue(roundFen(times(ceiling.value, now.value.standardFen))),
        relation: '低于',
        basis: '渐退期收入上限',
        parameter: ceiling,
        ...openNote(group),
      },
      {
        name: `${apart}个月内没有享受过渐退`,
        verdict: again ? 'unmet' : 'met',
        value: booleanValue(!again),
        limit: null,
        basis: '渐退期每户一次',
        ...(q.lastGradualFrom ? { note: `上一次渐退从${q.lastGradualFrom}起` } : {}),
      },
    ];
    return { clauses, months: read.whole('GRAD-MONTHS'), rate: read.ref('GRAD-PAY').value };
  });
}

const isAmended = (q: ReviewQuestion): boolean => q.kind === 'death-amended';
/** A family that came from another county, where nothing could be paid before this decision: its months since the move are decided by it, too. */
const isUnpaidMove = (q: ReviewQuestion): boolean => q.kind === 'move' && q.since !== null;
/** Months are compared with what was decided for each, not with what is paid now. */
const byMonth = (q: ReviewQuestion): boolean => isAmended(q) || q.decidedBy !== undefined;
const inForce = (q: ReviewQuestion, month: YearMonth): Fen => q.inForce?.(month) ?? q.current.amountFen;

/**
 * The months from one to another in which what is due differs from the month before. Months before the last of them are over: less is due in
 * them where a death made it less, never more, for more is paid from the month after the decision (4.6): a month is what was decided for it without the
 * person, whatever has changed in the family since. What was decided on a death that was none, or was on another day, is put right from its month on,
 * either way; months that were held from a move on are due by the standard of the new county, whatever the old one paid.
 */
function amountsBetween(
  q: ReviewQuestion,
  parameters: Parameters,
  from: YearMonth,
  to: YearMonth,
): Result<DueFrom[], 'PARAM_MISSING'> {
  const amounts: DueFrom[] = [];
  let paidFen = q.current.amountFen;
  for (let month = from; month <= to; month = plusMonths(month, 1)) {
    const due = amountForMonth(q.facts, parameters, month, q.asOf);
    if (!due.ok) return due;
    if (byMonth(q) && amounts.length === 0) paidFen = inForce(q, month);
    const over = month < to && !isAmended(q) && !isUnpaidMove(q);
    const then = over && q.decidedBy?.(month);
    const without = then ? amountForMonth(then, parameters, month, q.asOf) : due;
    if (!without.ok) return without;
    const overFen = Math.min(
      without.value.amountFen || due.value.amountFen,
      byMonth(q) ? inForce(q, month) : q.current.amountFen,
    );
    const amountFen = over ? overFen : due.value.amountFen;
    if (amountFen !== paidFen) amounts.push({ fromMonth: month, amountFen });
    paidFen = amountFen;
  }
  return ok(amounts);
}

/** What the review comes to on a day. */
export function reviewDibao(q: ReviewQuestion, parameters: Parameters): Result<ReviewAnswer, 'PARAM_MISSING'> {
  const judged = determineDibao(q.facts, parameters, q.asOf);
  if (!judged.ok) return judged;
  const decision = judged.value;
  const next = monthAfter(q.asOf);
  const answer = (change: ReviewChange | null, more: Partial<ReviewAnswer> = {}): Result<ReviewAnswer, never> =>
    ok({ change, decision, amounts: [], lastMonth: null, clauses: [], ...more });
  if (q.takenIn) return answer('unchanged');
  if (decision.outcome === 'undetermined') return answer(null);
  if (decision.outcome === 'not-eligible') {
    const decidedBefore = q.fading || (q.endsWith && q.endsWith <= stopOf(q));
    return decidedBefore ? answer('unchanged') : ended(q, parameters, decision, answer);
  }
  const percent = parameters.on('REVIEW-MARKED-PERCENT', q.facts.division, q.asOf);
  if (!percent.ok) return percent;
  if (q.refusing) return refused(q, parameters, decision, answer);
  // 渐退期内照渐退的金额发；恢复从决定的次月起
  const amounts = amountsBetween(q, parameters, q.fading ? next : (q.since ?? next), next);
  if (!amounts.ok) return amounts;
  if (amounts.value.length === 0) return answer('unchanged');
  const now = { amountFen: amounts.value.at(-1)!.amountFen, persons: decision.persons };
  // 复核期内没有明显变化的不调整；定期复核、标准调整、年龄变化、迁入后的重新确认、复议或诉讼的结果、县级抽查和渐退期内恢复，变化都算
  const always: readonly ReviewKind[] = ['periodic', 'standard', 'age', 'move', 'appeal', 'death-amended', 'supervision'];
  // 家里报告变化的复核里又有生日的（或查出隐瞒的），从那个月起金额本来就要变：一并按现在的情况重新定
  const joined = q.kind === 'change' && q.since !== null;
  const within = !always.includes(q.kind) && !joined && !q.fading;
  if (within && !isMarked(now, q.current, Number(percent.value.value))) return answer('not-marked');
  const less = amounts.value.some((a) => a.amountFen < (byMonth(q) ? inForce(q, a.fromMonth) : q.current.amountFen));
  return answer(less ? 'decrease' : 'increase', { amounts: amounts.value });
}

/** 《社会救助法》第七十三条: whoever hid income or property is stopped at once. */
const CONCEALED: Clause = {
  name: '如实报告收入和财产，没有隐瞒',
  verdict: 'unmet',
  value: booleanValue(false),
  limit: null,
  basis: '《中华人民共和国社会救助法》第七十三条',
};

type Answering = (change: ReviewChange | null, more?: Partial<ReviewAnswer>) => Result<ReviewAnswer, never>;

function refused(
  q: ReviewQuestion,
  parameters: Parameters,
  decision: DibaoDecision,
  answer: Answering,
): Result<ReviewAnswer, 'PARAM_MISSING'> {
  const next = monthAfter(q.asOf);
  const due = amountForMonth(q.facts, parameters, next, q.asOf);
  if (!due.ok) return due;
  const step = parameters.on('ROUND', q.facts.division, q.asOf);
  if (!step.ok) return step;
  const member = q.facts.members.find((m) => m.ref === q.refusing)!;
  const rest = withoutOwnShare(due.value, decision.persons, memberLabel(member), Number(step.value.value));
  return rest === null
    ? answer('stop', { lastMonth: monthOf(q.asOf) })
    : answer('decrease', { amounts: [{ fromMonth: next, amountFen: rest }] });
}

/** The last month of a benefit that is stopped now. */
const stopOf = (q: ReviewQuestion): YearMonth => (q.since && !isAmended(q) ? plusMonths(q.since, -1) : monthOf(q.asOf));

function ended(
  q: ReviewQuestion,
  parameters: Parameters,
  decision: DibaoDecision,
  answer: Answering,
): Result<ReviewAnswer, 'PARAM_MISSING'> {
  const stop = stopOf(q);
  if (q.concealed) return answer('stop', { clauses: [CONCEALED], lastMonth: stop });
  const family = q.facts.single ? determineDibao({ ...q.facts, single: null }, parameters, q.asOf) : null;
  if (family && !family.ok) return family;
  // 单人保的全家也低于标准了：转为全家申请，办成以前照发 (83号: 符合条件的整户纳入)
  if (family?.value.outcome === 'eligible') return answer('reclassify');
  const gradual = gradualClauses(q, parameters);
  if (!gradual.ok) return gradual;
  const { clauses, months, rate } = gradual.value;
  // 有一条不符合就不渐退，别的查不查明都一样：家里没有人了的，收入财产不会再查明
  if (clauses.some((c) => c.verdict === 'unmet')) return answer('stop', { clauses, lastMonth: stop });
  if (clauses.some((c) => c.verdict === 'unknown')) return answer(null, { clauses });
  const first = monthAfter(q.asOf);
  return answer('gradual', {
    decision,
    clauses,
    amounts: [{ fromMonth: first, amountFen: roundFen(times(rate, q.current.amountFen)) }],
    lastShare: rate,
    lastMonth: plusMonths(first, months - 1),
  });
}

/** 无正当理由连续三次拒绝适当工作 (57号第三十四条): that member's own share only — the base over N, and the member's own top-up. Null: nothing is left. */
export function withoutOwnShare(amount: DibaoAmount, persons: number, memberLabel: string, stepFen: Fen): Fen | null {
  if (persons <= 1) return null;
  const base = ceilTo(over(times(amount.baseFen, persons - 1), persons), stepFen);
  const topUps = amount.breakdown.slice(1);
  const own = topUps.find((line) => line.label.startsWith(`${memberLabel}分类施保`));
  return topUps.reduce((sum, line) => sum + line.fen, base) - (own?.fen ?? 0);
}

/** From the one that gives most to the one that gives least. */
const rank: Readonly<Record<FamilyCategory | 'none', number>> = { dibao: 0, edge: 1, rigid: 2, none: 3 };

/**
 * What the category of today means for a recognition: it stands, the family belongs under something higher, or it ends. `paid`: everybody who is left of the
 * family receives 低保 already (单人保), so that there is nothing to ask for.
 */
export function reviewRecognition(
  kind: RecognitionKind,
  { category, paid }: { category: FamilyCategory | 'none' | null; paid: boolean },
): ReviewChange | null {
  if (category === null) return null;
  if (category === kind) return 'unchanged';
  if (category === 'dibao' && paid) return 'absorbed';
  return rank[category] < rank[kind] ? 'reclassify' : 'withdraw';
}

/** 户籍跨县迁移: the old county pays up to and including the month of the move, the new one from the next; no month twice, none missed. */
export const splitMove = (movedOn: PlainDate): { oldLast: YearMonth; newFirst: YearMonth } => ({
  oldLast: monthOf(movedOn),
  newFirst: monthAfter(movedOn),
});

/**
 * Half-yearly where a member who can work lives in the family (57号第三十一条): income may change any month; else yearly. `working`: LAB-AGE-MIN and
 * LAB-AGE-MAX, both included.
 */
export function isUnsteady(
  facts: FamilyFacts,
  working: { readonly from: number; readonly to: number },
  ageOf: (birthDate: PlainDate) => number,
): boolean {
  return facts.members.some((m) => {
    const age = ageOf(m.birthDate);
    const able = m.workCapacity === 'full' || m.workCapacity === 'partial';
    return m.diedOn === null && able && age >= working.from && age <= working.to && m.student === 'none';
  });
}
