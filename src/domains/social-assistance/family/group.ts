/** The group that is tested and the clauses that every group has: members, income against the standard, the economic-status check, 低保边缘. */
import {
  asRatio,
  booleanValue,
  type Clause,
  type ClauseValue,
  countValue,
  type Exact,
  exact,
  fenValue,
  isBelow,
  type Outcome,
  outcomeOf,
  over,
  ratioValue,
  times,
  type Verdict,
} from '../../../kernel/policy/index.ts';
import { assetClauses, assetClausesWith } from './assets.ts';
import type { MemberFacts } from './facts.ts';
import { type CountedMember, countMembers } from './household.ts';
import { computeIncome, type Income, type RunContext, standardKey, standardOf } from './income.ts';

/** The group that is tested: a whole family, or one member with the support that others owe. */
export interface Group {
  readonly members: readonly MemberFacts[];
  readonly income: Income;
  /** False while somebody's place in the household is 尚未查明. */
  readonly complete: boolean;
}

export function familyGroup(run: RunContext): Group & { readonly counting: readonly CountedMember[] } {
  const counting = countMembers(run.facts, run.judgedOn, run.date);
  const members = run.facts.members.filter((_, i) => counting[i]!.counted === true);
  const income = computeIncome(run, members, run.facts.obligors);
  return { members, income, complete: counting.every((c) => c.counted !== null), counting };
}

/** The standard itself, as a factor of it. */
export const ONCE = exact(1);

/** Y against factor × standard × persons × months: by products. Open items can only raise income, open deductions only lower it. */
export function incomeBelow(run: RunContext, group: Group, factor: Exact): Verdict {
  const { income, members } = group;
  if (!group.complete || members.length === 0) return 'unknown';
  const limit = times(factor, standardOf(run), members.length, income.windowMonths);
  // 已低于标准但还有未查明的扣减：资格虽已无疑，金额还算不出，同样等查明
  if (isBelow(income.countable, limit)) return income.openIncome.length + income.openDeductions.length ? 'unknown' : 'met';
  return income.openDeductions.length ? 'unknown' : 'unmet';
}

const NO_NOTE: { note?: string } = {};
/** What of the members and the incomes of a group is still to be found out, for a clause that rests on them. */
export function openNote({ complete, income }: Group): { note?: string } {
  if (complete && income.openIncome.length === 0 && income.openDeductions.length === 0) return NO_NOTE;
  const open = [...(complete ? [] : ['共同生活家庭成员']), ...income.openIncome, ...income.openDeductions];
  return { note: `尚未查明：${[...new Set(open)].join('、')}` };
}

const perHead = ({ members, income }: Group): ClauseValue | null =>
  members.length > 0 ? ratioValue(asRatio(over(income.countable, income.windowMonths * members.length))) : null;

export function incomeClause(run: RunContext, group: Group): Clause {
  return {
    name: group.members.length > 1 ? '家庭月人均收入低于最低生活保障标准' : '月收入低于最低生活保障标准',
    verdict: incomeBelow(run, group, ONCE),
    value: perHead(group),
    limit: fenValue(standardOf(run)),
    relation: '低于',
    basis: '《社会救助法》第十三条；民发〔2021〕57号第十三条',
    parameter: run.read.ref(standardKey(run.facts.urbanRural)),
    ...openNote(group),
  };
}

export function householdClause(counting: readonly CountedMember[]): Clause {
  const open = counting.filter((c) => c.counted === null);
  const counted = counting.filter((c) => c.counted).length;
  return {
    name: '共同生活的家庭成员已认定',
    verdict: open.length ? 'unknown' : counted > 0 ? 'met' : 'unmet',
    value: countValue(counted, '人'),
    limit: null,
    basis: '民发〔2021〕57号第七条',
    ...(open.length ? { note: open.map((c) => `${c.label}：${c.reason}`).join('；') } : NO_NOTE),
  };
}

const CHECK_DONE = '家庭经济状况核对已完成';
const DISPOSED = '核对差异均已处置';
/** Names of the clauses that only an official check can answer. */
export const CHECK_CLAUSES: readonly string[] = [CHECK_DONE, DISPOSED];

/** A check that could not run is never a pass: a partial report needs a recorded reason, an expired one a new check. */
export function checkClauses({ facts, judgedOn }: RunContext): Clause[] {
  const { check } = facts;
  const expired = check?.validTo != null && check.validTo < judgedOn;
  const partialWithReason = check?.status === 'partial' && check.proceedReason !== null;
  const done = check !== null && !expired && (check.status === 'complete' || partialWithReason);
  const missing = check?.unanswered.length ? `未反馈：${check.unanswered.join('、')}` : '';
  const reason = partialWithReason ? `继续办理的理由：${check.proceedReason}` : '';
  const none = check === null ? '还没有核对报告，须提请核对' : '';
  const note = expired
    ? '核对报告已过有效期，须重新核对'
    : missing && reason
      ? `${missing}；${reason}`
      : missing || reason || none;
  const open = facts.discrepancies.filter((d) => d.disposition === null);
  return [
    {
      name: CHECK_DONE,
      verdict: done ? 'met' : 'unknown',
      value: booleanValue(done),
      limit: null,
      basis: '民发〔2021〕57号第十七条；《社会救助法》第四十一条',
      ...(note ? { note } : NO_NOTE),
    },
    {
      name: DISPOSED,
      verdict: open.length ? 'unknown' : 'met',
      value: countValue(open.length, '项待处置'),
      limit: null,
      basis: '民发〔2021〕57号第十八条',
      ...(open.length ? { note: `待处置的差异来自：${[...new Set(open.map((d) => d.source))].join('、')}` } : NO_NOTE),
    },
  ];
}

export function refs(members: readonly MemberFacts[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { ref } of members) all.add(ref);
  return all;
}

export interface Edge {
  readonly outcome: Outcome;
  readonly clauses: readonly Clause[];
  /** Income and assets are within the edge limits, whatever the state of the check: such a family owes nobody support. */
  readonly owesNoSupport: boolean;
}

/** What was looked at for the family already, so that it is not looked at twice. */
export interface Seen {
  /** Of the family against the standard. */
  readonly income: Clause;
  readonly owners: ReadonlySet<string>;
  /** Of these owners, by whatever limit. */
  readonly assets: readonly Clause[];
  readonly checks: readonly Clause[];
}

/** 低保边缘: at or above the standard, below EDGE-RATIO times it, assets within the edge limit. */
export function edgeOf(run: RunContext, family: Group, seen?: Seen): Edge {
  const ratio = run.read.ref('EDGE-RATIO');
  const { verdict: below, value, limit, parameter } = seen?.income ?? incomeClause(run, family);
  const note = openNote(family);
  const basis = '《社会救助法》第二十一条；民发〔2021〕57号';
  const means: Clause[] = [
    {
      name: '家庭月人均收入不低于最低生活保障标准',
      verdict: below === 'met' ? 'unmet' : below === 'unmet' ? 'met' : 'unknown',
      value,
      limit,
      relation: '不低于',
      basis,
      parameter: parameter!,
      ...note,
    },
    {
      name: `家庭月人均收入低于最低生活保障标准的${ratio.value}倍`,
      verdict: incomeBelow(run, family, run.read.number('EDGE-RATIO')),
      value,
      limit: ratioValue(asRatio(times(ratio.value, standardOf(run)))),
      relation: '低于',
      basis,
      parameter: ratio,
      ...note,
    },
    ...(seen
      ? assetClausesWith(run, seen.owners, 'FIN-LIMIT-EDGE', seen.assets)
      : assetClauses(run, refs(family.members), 'FIN-LIMIT-EDGE')),
  ];
  const clauses = [...means, ...(seen?.checks ?? checkClauses(run))];
  return { outcome: outcomeOf(clauses), clauses, owesNoSupport: means.slice(1).every((c) => c.verdict === 'met') };
}
