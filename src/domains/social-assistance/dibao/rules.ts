/**
 * 最低生活保障核算规则: pure. `determineDibao` judges a family (or 单人保) on a day; `amountForMonth` computes what is due in a month.
 * Source: 《社会救助法》, 民发〔2021〕57号, 民发〔2022〕83号; numbers are parameters. Formulas: README.
 */
import { ageOn, firstDayOf, monthAfter, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import {
  asRatio,
  atLeastZero,
  type BreakdownLine,
  booleanValue,
  type Clause,
  ceilTo,
  compareExact,
  countValue,
  type Decision,
  type Exact,
  exact,
  fenValue,
  isBelow,
  minus,
  type Outcome,
  outcomeOf,
  over,
  type ParameterRef,
  type Parameters,
  ratioValue,
  roundFen,
  ruleBook,
  textValue,
  times,
  type Verdict,
  withParameters,
  yuan,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { assetClauses } from './assets.ts';
import type { DibaoFacts, DibaoMember, ObligorItem } from './facts.ts';
import { type CountedMember, countMembers, isAdult, isLevelThreeMental, isSeverelyDisabled, memberLabel } from './household.ts';
import { computeIncome, type Income, type IncomeLine, type RunContext, standardKey, standardOf } from './income.ts';
import { type SingleGround, singleGrounds } from './terms.ts';

/** dibao, edge (低保边缘) or none; null while it cannot be said. */
export type DibaoCategory = 'dibao' | 'edge' | 'none' | null;

export interface DibaoDecision extends Decision {
  readonly category: DibaoCategory;
  /** 单人保 when the application is for one member of a family. */
  readonly route: 'family' | 'single';
  readonly members: readonly CountedMember[];
  /** Number of persons that the sums are divided by. */
  readonly persons: number;
  readonly standardFen: Fen;
  /** Sums over the window, rounded for showing. */
  readonly income: {
    readonly grossFen: Fen;
    readonly deductionFen: Fen;
    readonly countableFen: Fen;
    readonly lines: readonly IncomeLine[];
  };
  /** Conditions of 低保边缘 of the whole family. */
  readonly edge: { readonly outcome: Outcome; readonly clauses: readonly Clause[] };
  /** Members who may apply alone when the family as a whole does not qualify. */
  readonly singleCandidates: readonly { readonly ref: string; readonly label: string; readonly ground: SingleGround }[];
  /** Monthly amount if every open condition is met by what is known; null when incomes or members are still open. */
  readonly estimateFen: Fen | null;
}

export interface DibaoAmount {
  readonly month: YearMonth;
  readonly amountFen: Fen;
  readonly baseFen: Fen;
  readonly topUpFen: Fen;
  readonly breakdown: readonly BreakdownLine[];
  readonly parameters: readonly ParameterRef[];
}

const RULE = { name: 'dibao', version: '2026-07' } as const;
const PROGRAMME = 'dibao';

/** The group that is tested: a whole family, or one member with the support that others owe. */
interface Group {
  readonly members: readonly DibaoMember[];
  readonly income: Income;
  /** False while somebody's place in the household is 尚未查明. */
  readonly complete: boolean;
}

function familyGroup(run: RunContext): Group & { readonly counting: readonly CountedMember[] } {
  const counting = countMembers(run.facts, run.date);
  const counted = new Set(counting.filter((c) => c.counted).map((c) => c.ref));
  const members = run.facts.members.filter((m) => counted.has(m.ref));
  const income = computeIncome(run, members, run.facts.obligors);
  return { members, income, complete: counting.every((c) => c.counted !== null), counting };
}

/** Y against factor × standard × persons × months: by products. Open items can only raise income, open deductions only lower it. */
function incomeBelow(run: RunContext, group: Group, factor: Exact): Verdict {
  const { income, members } = group;
  if (!group.complete || members.length === 0) return 'unknown';
  const limit = times(factor, standardOf(run), members.length, income.windowMonths);
  if (isBelow(income.countable, limit)) return income.openIncome.length ? 'unknown' : 'met';
  return income.openDeductions.length ? 'unknown' : 'unmet';
}

function openNote(group: Group): { note?: string } {
  const open = [...(group.complete ? [] : ['共同生活家庭成员']), ...group.income.openIncome, ...group.income.openDeductions];
  return open.length ? { note: `尚未查明：${[...new Set(open)].join('、')}` } : {};
}

const perHead = (group: Group) =>
  group.members.length
    ? ratioValue(asRatio(over(group.income.countable, group.income.windowMonths * group.members.length)))
    : null;

function incomeClause(run: RunContext, group: Group): Clause {
  return {
    name: group.members.length > 1 ? '家庭月人均收入低于最低生活保障标准' : '月收入低于最低生活保障标准',
    verdict: incomeBelow(run, group, exact(1)),
    value: perHead(group),
    limit: fenValue(standardOf(run)),
    relation: '低于',
    basis: '《社会救助法》第十三条；民发〔2021〕57号第十三条',
    parameter: run.read.ref(standardKey(run.facts.urbanRural)),
    ...openNote(group),
  };
}

function householdClause(counting: readonly CountedMember[]): Clause {
  const open = counting.filter((c) => c.counted === null);
  const counted = counting.filter((c) => c.counted).length;
  return {
    name: '共同生活的家庭成员已认定',
    verdict: open.length ? 'unknown' : counted > 0 ? 'met' : 'unmet',
    value: countValue(counted, '人'),
    limit: null,
    basis: '民发〔2021〕57号第七条',
    ...(open.length ? { note: open.map((c) => `${c.label}：${c.reason}`).join('；') } : {}),
  };
}

/** A check that could not run is never a pass: a partial report needs a recorded reason, an expired one a new check. */
function checkClauses({ facts, date }: RunContext): Clause[] {
  const { check } = facts;
  const expired = check?.validTo != null && check.validTo < date;
  const partialWithReason = check?.status === 'partial' && check.proceedReason !== null;
  const done = check !== null && !expired && (check.status === 'complete' || partialWithReason);
  const missing = check?.unanswered.length ? `未反馈：${check.unanswered.join('、')}` : '';
  const note = expired
    ? '核对报告已过有效期，须重新核对'
    : [missing, partialWithReason ? `继续办理的理由：${check.proceedReason}` : ''].filter(Boolean).join('；');
  const open = facts.discrepancies.filter((d) => d.disposition === null);
  return [
    {
      name: '家庭经济状况核对已完成',
      verdict: done ? 'met' : 'unknown',
      value: booleanValue(done),
      limit: null,
      basis: '民发〔2021〕57号第十七条；《社会救助法》第四十一条',
      ...(note ? { note } : {}),
    },
    {
      name: '核对差异均已处置',
      verdict: open.length ? 'unknown' : 'met',
      value: countValue(open.length, '项待处置'),
      limit: null,
      basis: '民发〔2021〕57号第十八条',
      ...(open.length ? { note: `待处置的差异来自：${[...new Set(open.map((d) => d.source))].join('、')}` } : {}),
    },
  ];
}

const refs = (members: readonly DibaoMember[]): ReadonlySet<string> => new Set(members.map((m) => m.ref));

/** 低保边缘: at or above the standard, below EDGE-RATIO times it, assets within the edge limit. */
function edgeOf(run: RunContext, family: Group): { outcome: Outcome; clauses: Clause[] } {
  const ratio = run.read.ref('EDGE-RATIO');
  const belowLower = incomeBelow(run, family, exact(1));
  const upper = times(ratio.value, standardOf(run));
  const basis = '《社会救助法》第二十一条；民发〔2021〕57号';
  const clauses: Clause[] = [
    {
      name: '家庭月人均收入不低于最低生活保障标准',
      verdict: belowLower === 'met' ? 'unmet' : belowLower === 'unmet' ? 'met' : 'unknown',
      value: perHead(family),
      limit: fenValue(standardOf(run)),
      relation: '不低于',
      basis,
      parameter: run.read.ref(standardKey(run.facts.urbanRural)),
      ...openNote(family),
    },
    {
      name: `家庭月人均收入低于最低生活保障标准的${ratio.value}倍`,
      verdict: incomeBelow(run, family, exact(ratio.value)),
      value: perHead(family),
      limit: ratioValue(asRatio(upper)),
      relation: '低于',
      basis,
      parameter: ratio,
      ...openNote(family),
    },
    ...assetClauses(run, refs(family.members), 'FIN-LIMIT-EDGE'),
    ...checkClauses(run),
  ];
  return { outcome: outcomeOf(clauses), clauses };
}

const SUPPORTER_OLD = 60; // 民发〔2022〕83号：年满60周岁的义务人、兄弟姐妹的扶养费可以不计

/** 单人保: own income, and support from the rest of the family and from outside, as far as it is not disregarded. */
function singleGroup(run: RunContext, family: Group, edge: Outcome, applicant: DibaoMember): Group {
  const old = (birthDate: PlainDate | null) => birthDate !== null && ageOn(birthDate, run.date) >= SUPPORTER_OLD;
  const outside = run.facts.obligors?.filter((o) => !(o.relation === 'sibling' || old(o.birthDate))) ?? null;
  const rest = family.members.filter((m) => m.ref !== applicant.ref);
  const supporters = rest.filter((m) => !isSibling(m, applicant) && !old(m.birthDate));
  // 家庭属低保边缘的，义务人按救助对象不计供养费；不属边缘的，按未满60周岁供养人的收入推算
  const inside: ObligorItem[] = [];
  let openSupport: readonly string[] = [];
  if (edge !== 'eligible' && supporters.length > 0) {
    const theirs = computeIncome(run, supporters, []);
    openSupport = theirs.openIncome;
    inside.push({
      relation: 'other',
      supports: [applicant.ref],
      mustSupport: 1,
      birthDate: null,
      householdSize: rest.length,
      monthlyIncomeFen: roundFen(over(theirs.countable, theirs.windowMonths)),
      division: run.facts.division,
      urbanRural: run.facts.urbanRural,
      category: 'none',
      agreedMonthlyFen: null,
    });
  }
  const income = computeIncome(run, [applicant], outside === null ? null : [...outside, ...inside]);
  return { members: [applicant], income: { ...income, openIncome: [...income.openIncome, ...openSupport] }, complete: true };
}

/** Brothers and sisters within the family, as the relations to the applicant of the family show it. */
const isSibling = (member: DibaoMember, applicant: DibaoMember): boolean =>
  (member.relation === 'child' && applicant.relation === 'child') ||
  (member.relation === 'sibling' && ['self', 'sibling'].includes(applicant.relation)) ||
  (member.relation === 'self' && applicant.relation === 'sibling');

function joblessSevere(member: DibaoMember, date: PlainDate): boolean {
  return isAdult(member, date) && isSeverelyDisabled(member, date) && member.employment === 'unemployed';
}

function holdsGround(member: DibaoMember, ground: SingleGround, date: PlainDate): boolean | null {
  if (ground === 'disability') return isSeverelyDisabled(member, date) || isLevelThreeMental(member, date);
  if (ground === 'illness') return member.seriousIllness;
  if (ground === 'clergy') return member.status === 'clergy-apart';
  if (ground === 'jobless-severe')
    return member.employment === null && isAdult(member, date) && isSeverelyDisabled(member, date)
      ? null
      : joblessSevere(member, date);
  return null;
}

/** Whoever may apply alone, by the first ground that holds. */
function singleCandidatesOf(
  run: RunContext,
  family: Group,
  familyOutcome: Outcome,
  edge: Outcome,
): DibaoDecision['singleCandidates'] {
  if (familyOutcome !== 'not-eligible') return [];
  const grounds: SingleGround[] = edge === 'eligible' ? ['disability', 'illness'] : ['jobless-severe'];
  return family.members.flatMap((member) => {
    const ground = grounds.find((g) => holdsGround(member, g, run.date));
    return ground ? [{ ref: member.ref, label: memberLabel(member), ground }] : [];
  });
}

function singleClauses(run: RunContext, familyIncome: Verdict, edge: Outcome, applicant: DibaoMember | undefined): Clause[] {
  const { ground, countyAgreed } = run.facts.single!;
  const basis = '民发〔2021〕57号第八条；民发〔2022〕83号；《社会救助法》第二十一条';
  const holds = !applicant ? false : ground === 'special-hardship' ? countyAgreed : holdsGround(applicant, ground, run.date);
  const groundClause: Clause = {
    name: '具有单独申请的情形',
    verdict: holds === null ? 'unknown' : holds ? 'met' : 'unmet',
    value: textValue(singleGrounds[ground]),
    limit: null,
    basis,
    ...(applicant ? {} : { note: '没有找到该家庭成员' }),
  };
  if (ground === 'clergy') return [groundClause];
  if (ground === 'jobless-severe')
    return [
      groundClause,
      {
        name: '家庭整户收入不低于最低生活保障标准',
        verdict: familyIncome === 'met' ? 'unmet' : familyIncome === 'unmet' ? 'met' : 'unknown',
        value: booleanValue(familyIncome === 'unmet'),
        limit: null,
        basis: '民发〔2022〕83号',
        ...(familyIncome === 'met' ? { note: '家庭整户收入低于标准的，应当整户申请' } : {}),
      },
    ];
  return [
    groundClause,
    {
      name: '家庭属于最低生活保障边缘家庭',
      verdict: edge === 'eligible' ? 'met' : edge === 'not-eligible' ? 'unmet' : 'unknown',
      value: booleanValue(edge === 'eligible'),
      limit: null,
      basis,
      ...(familyIncome === 'met' ? { note: '家庭整户收入低于标准的，应当整户申请' } : {}),
    },
  ];
}

const TOP_UPS = {
  severe: { key: 'TOP-SEV', label: '重度残疾、三级智力或精神残疾、重病' },
  age: { key: 'TOP-AGE', label: '高龄' },
  minor: { key: 'TOP-MIN', label: '未成年人' },
} as const;

/** 分类施保: the categories of a person in a month. Age counts from the month after the birthday; a minor's ends with the month of the 18th. */
function topUpCategories(run: RunContext, member: DibaoMember, month: YearMonth): (keyof typeof TOP_UPS)[] {
  const first = firstDayOf(month);
  const old = Number(run.read.number('TOP-AGE-FROM').num);
  const birthMonth = monthOf(member.birthDate);
  const categories: (keyof typeof TOP_UPS)[] = [];
  if (isSeverelyDisabled(member, first) || isLevelThreeMental(member, first) || member.seriousIllness) categories.push('severe');
  if (month > plusMonths(birthMonth, old * 12)) categories.push('age');
  if (month <= plusMonths(birthMonth, 18 * 12)) categories.push('minor');
  return categories;
}

/** Base and top-ups of a group for a month; `run.date` is the first day of that month. */
function amountOf(run: RunContext, group: Group, month: YearMonth): Omit<DibaoAmount, 'parameters'> {
  const standard = standardOf(run);
  const step = run.read.fen('ROUND');
  const { countable, windowMonths } = group.income;
  const n = group.members.length;
  const shortfall = atLeastZero(minus(times(windowMonths, standard, n), countable));
  const baseFen = ceilTo(over(shortfall, windowMonths), step);
  const breakdown: BreakdownLine[] = [
    {
      label: '补差金额',
      formula: `(${windowMonths}×${yuan(standard)}×${n}人－${yuan(roundFen(countable))})÷${windowMonths}，按${yuan(step)}进位`,
      fen: baseFen,
    },
  ];
  for (const member of group.members) {
    const best = topUpCategories(run, member, month)
      .map((category) => ({ ...TOP_UPS[category], rate: run.read.ref(TOP_UPS[category].key).value }))
      .reduce<{ label: string; rate: string } | null>(
        (top, next) => (top && compareExact(next.rate, top.rate) <= 0 ? top : next),
        null,
      );
    if (!best) continue;
    const fen = ceilTo(times(best.rate, standard), step);
    breakdown.push({
      label: `${memberLabel(member)}分类施保（${best.label}）`,
      formula: `${yuan(standard)}×${best.rate}，取最高一项`,
      fen,
    });
  }
  const topUpFen = breakdown.slice(1).reduce((sum, line) => sum + line.fen, 0);
  return { month, amountFen: baseFen + topUpFen, baseFen, topUpFen, breakdown };
}

/** The group whose money it is on the day of the run. */
function payingGroup(run: RunContext): Group {
  const family = familyGroup(run);
  const applicant = run.facts.single && run.facts.members.find((m) => m.ref === run.facts.single!.applicant);
  if (!applicant) return family;
  return singleGroup(run, family, edgeOf(run, family).outcome, applicant);
}

/**
 * What is due for one month: parameters, ages and members as of its first day. Does not judge eligibility again: a family that already
 * receives gets its new amount when a standard rises or a member dies.
 */
export function amountForMonth(
  facts: DibaoFacts,
  parameters: Parameters,
  month: YearMonth,
): Result<DibaoAmount, 'PARAM_MISSING'> {
  const date = firstDayOf(month);
  return withParameters({ parameters, division: facts.division, date }, (read) => {
    const run = { facts, date, read };
    const amount = amountOf(run, payingGroup(run), month);
    return { ...amount, parameters: read.used() };
  });
}

/** Judges the application on the decision day. Amount and effective month by the month after it. */
export function determineDibao(
  facts: DibaoFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<DibaoDecision, 'PARAM_MISSING'> {
  const judged = withParameters({ parameters, division: facts.division, date: asOf }, (read) => {
    const run: RunContext = { facts, date: asOf, read };
    const family = familyGroup(run);
    const edge = edgeOf(run, family);
    const familyClauses = [
      householdClause(family.counting),
      incomeClause(run, family),
      ...assetClauses(run, refs(family.members), 'FIN-LIMIT-DIBAO'),
      ...checkClauses(run),
    ];
    const applicant = facts.single ? facts.members.find((m) => m.ref === facts.single!.applicant) : undefined;
    const single = applicant ? singleGroup(run, family, edge.outcome, applicant) : null;
    const group: Group = single ?? family;
    const clauses = facts.single
      ? [
          ...singleClauses(run, incomeBelow(run, family, exact(1)), edge.outcome, applicant),
          incomeClause(run, group),
          ...assetClauses(run, refs(group.members), 'FIN-LIMIT-DIBAO'),
          ...checkClauses(run),
        ]
      : familyClauses;
    return {
      group,
      counting: family.counting,
      clauses,
      edge,
      standardFen: standardOf(run),
      singleCandidates: singleCandidatesOf(run, family, outcomeOf(familyClauses), edge.outcome),
      parameters: read.used(),
    };
  });
  if (!judged.ok) return judged;
  const { group, counting, clauses, edge, standardFen, singleCandidates } = judged.value;

  const outcome = outcomeOf(clauses);
  const settled = group.complete && group.income.openIncome.length + group.income.openDeductions.length === 0;
  const month = monthAfter(asOf);
  let amount: DibaoAmount | null = null;
  if (outcome !== 'not-eligible' && settled) {
    const computed = amountForMonth(facts, parameters, month);
    if (!computed.ok) return computed;
    amount = computed.value;
  }
  const used = new Map(
    [...judged.value.parameters, ...(amount?.parameters ?? [])].map((ref) => [`${ref.rowId} ${ref.value}`, ref]),
  );
  return ok({
    programme: PROGRAMME,
    rule: RULE,
    asOf,
    outcome,
    clauses,
    amountFen: outcome === 'eligible' ? (amount?.amountFen ?? null) : outcome === 'not-eligible' ? 0 : null,
    effectiveMonth: outcome === 'eligible' ? month : null,
    breakdown: amount?.breakdown ?? [],
    parameters: [...used.values()],
    category: categoryOf(outcome, edge.outcome),
    route: facts.single ? 'single' : 'family',
    members: counting,
    persons: group.members.length,
    standardFen,
    income: {
      grossFen: roundFen(group.income.gross),
      deductionFen: roundFen(group.income.deductions),
      countableFen: roundFen(group.income.countable),
      lines: group.income.lines,
    },
    edge,
    singleCandidates,
    estimateFen: amount?.amountFen ?? (outcome === 'not-eligible' ? 0 : null),
  });
}

/** Of the group that was tested; the rest of a 单人保 family stays in its own category (`edge`). */
function categoryOf(outcome: Outcome, edge: Outcome): DibaoCategory {
  if (outcome === 'eligible') return 'dibao';
  if (outcome === 'undetermined' || edge === 'undetermined') return null;
  return edge === 'eligible' ? 'edge' : 'none';
}

/** The rule by version: a decision names its version, and replays with it. */
export const dibaoRules = ruleBook<DibaoFacts, DibaoDecision>([{ ...RULE, decide: determineDibao }]);
