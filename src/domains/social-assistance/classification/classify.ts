/**
 * 一次申请、分类审核认定 (4.1; 国办发〔2023〕39号): one application is tested for every category in order, and beside it whether temporary aid is
 * needed. A failed higher test never asks for a new application. Pure: the same code decides in the office and answers the self-test.
 */
import { ageOn } from '../../../kernel/calendar/index.ts';
import {
  atLeastZero,
  type BreakdownLine,
  type Clause,
  compareExact,
  countValue,
  fenValue,
  minus,
  type Outcome,
  outcomeOf,
  type ParameterRef,
  type Parameters,
  roundFen,
  ruleBook,
  times,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type DibaoDecision, determineDibao } from '../dibao/rules.ts';
import { assetClauses } from '../family/assets.ts';
import type { FamilyFacts, MemberFacts } from '../family/facts.ts';
import { familyGroup, refs } from '../family/group.ts';
import { isAdult, isLevelThreeMental, isSeverelyDisabled, memberLabel } from '../family/household.ts';
import { type RunContext, standardOf } from '../family/income.ts';
import { type SingleGround, singleGrounds } from '../family/terms.ts';
import { disposableIncomeClause, necessaryExpenses, rigidOf, validTo } from '../rigid/rules.ts';
import { determineTekun } from '../tekun/rules.ts';
import { categories, type FamilyCategory } from './categories.ts';

/** One test with everything it looked at. `members`: who in the family it is about, where it is about persons. */
export interface CategoryTest {
  readonly category: keyof typeof categories;
  readonly zh: string;
  readonly outcome: Outcome;
  readonly clauses: readonly Clause[];
  readonly members?: readonly { readonly ref: string; readonly label: string; readonly ground?: SingleGround }[];
}

export interface AidNeed {
  readonly outcome: Outcome;
  readonly clauses: readonly Clause[];
  /** What necessary spending leaves uncovered; null while it cannot be said. */
  readonly gapFen: Fen | null;
}

export interface Classification {
  /** Of the family as a whole; null while a test that comes first is open. */
  readonly category: FamilyCategory | 'none' | null;
  readonly tests: readonly CategoryTest[];
  readonly aid: AidNeed;
}

/**
 * What is stored when the family is not (or cannot yet be said not to be) a 低保 family: what 低保 computed, with outcome, clauses and arithmetic of the
 * category that decides.
 */
export interface AssistanceDecision extends Omit<DibaoDecision, 'category'> {
  readonly category: FamilyCategory | 'none' | null;
  readonly classification?: Classification;
  /** Last day of a recognition; an edge family has none and is reviewed instead. */
  readonly validTo?: PlainDate | null;
}

interface TestContext {
  readonly parameters: Parameters;
  readonly run: RunContext;
  readonly family: ReturnType<typeof familyGroup>;
  readonly dibao: DibaoDecision;
  /** Outcomes of the family tests before this one. */
  readonly higher: readonly { readonly zh: string; readonly outcome: Outcome }[];
}

interface TestEntry {
  readonly category: keyof typeof categories;
  test(context: TestContext): Omit<CategoryTest, 'category' | 'zh'> & { readonly breakdown?: readonly BreakdownLine[] };
}

const SINGLE_BASIS = '民发〔2021〕57号第八条；《社会救助法》第二十一条';

const OLD_SUPPORTER = 70; // 民发〔2021〕43号第八条：年满70周岁、重度残疾的义务人可以认定为无履行义务能力

/** In the same household, adult, below 70 and not severely disabled: owes support and can give it, so that nobody beside him is 特困. */
const isCapableSupporter = ({ judgedOn }: RunContext, member: MemberFacts): boolean =>
  isAdult(member, judgedOn) &&
  ageOn(member.birthDate, judgedOn) < OLD_SUPPORTER &&
  !isSeverelyDisabled(member, judgedOn) &&
  !isLevelThreeMental(member, judgedOn) &&
  !['sibling', 'other'].includes(member.relation);

/**
 * 特困 is of persons: whoever cannot work and has no means may be one. Whether anybody owes him support is asked in a case of his own, unless he
 * lives alone and nobody outside does.
 */
function tekunTest({ run, family, parameters }: TestContext): Omit<CategoryTest, 'category' | 'zh'> {
  const alone = family.members.length === 1 && run.facts.obligors?.length === 0;
  const supported = (member: MemberFacts) => family.members.some((other) => other !== member && isCapableSupporter(run, other));
  const judged = family.members
    .filter((m) => !supported(m))
    .map((member) => {
      const decided = determineTekun(
        {
          ...run.facts,
          person: member.ref,
          alreadyRecognised: false,
          provincialIncapacity: null,
          supporters: alone ? [] : null,
          childScheme: 'none',
          childChoice: null,
          care: null,
        },
        parameters,
        run.date,
      );
      // 标准缺失的，低保那一关已经停下；这里缺的只是金额，不影响判断
      return { member, decision: decided.ok ? decided.value : null };
    });
  const possible = judged.filter((j) => j.decision?.outcome !== 'not-eligible');
  const members = possible.map(({ member }) => ({ ref: member.ref, label: memberLabel(member) }));
  const outcome: Outcome = possible.some((j) => j.decision?.outcome === 'eligible')
    ? 'eligible'
    : possible.length > 0
      ? 'undetermined'
      : 'not-eligible';
  const clause: Clause = {
    name: '有家人符合特困人员条件',
    verdict: outcome === 'eligible' ? 'met' : outcome === 'undetermined' ? 'unknown' : 'unmet',
    value: countValue(members.length, '人'),
    limit: null,
    basis: '《社会救助法》第十六条；民发〔2021〕43号',
    ...(members.length ? { note: `${members.map((m) => m.label).join('、')}：有没有人应当赡养、抚养、扶养要另外查明` } : {}),
  };
  const single = judged.length === 1 ? judged[0]!.decision?.clauses : null;
  return { outcome, clauses: single ?? [clause], members };
}

/** In the order of the law. Another category is one more line here. */
const tests: readonly TestEntry[] = [
  { category: 'tekun', test: tekunTest },
  { category: 'dibao', test: ({ dibao }) => ({ outcome: dibao.outcome, clauses: dibao.clauses, breakdown: dibao.breakdown }) },
  {
    category: 'single',
    test({ dibao }) {
      const members = dibao.singleCandidates;
      // 谁能单人申请，要等全家是不是低保、低保边缘有了结论才知道
      const open = dibao.outcome === 'undetermined' || (members.length === 0 && dibao.edge.outcome === 'undetermined');
      const outcome: Outcome = members.length > 0 ? 'eligible' : open ? 'undetermined' : 'not-eligible';
      const clause: Clause = {
        name: '有家人可以单独申请低保',
        verdict: outcome === 'eligible' ? 'met' : open ? 'unknown' : 'unmet',
        value: countValue(members.length, '人'),
        limit: null,
        basis: SINGLE_BASIS,
        ...(members.length ? { note: members.map((m) => `${m.label}：${singleGrounds[m.ground]}`).join('；') } : {}),
      };
      return { outcome, clauses: [clause], members };
    },
  },
  { category: 'edge', test: ({ dibao }) => dibao.edge },
  { category: 'rigid', test: ({ run, family, higher }) => rigidOf(run, family, higher) },
];

/** Tests that speak of the family as a whole; the others name members, who get a case of their own. */
const isFamily = (category: keyof typeof categories): category is FamilyCategory => category !== 'single' && category !== 'tekun';

/** 临时救助, expense type: what necessary spending leaves after the income above the standard. The amount is another rule's. */
function aidNeedOf(run: RunContext, family: ReturnType<typeof familyGroup>): AidNeed {
  const spent = necessaryExpenses(run, family);
  const { countable, windowMonths, openIncome, openDeductions } = family.income;
  const spare = atLeastZero(minus(countable, times(windowMonths, standardOf(run), family.members.length)));
  const gap = atLeastZero(minus(spent.sum, spare));
  const open = [...openIncome, ...openDeductions, ...spent.open];
  const basis = '国发〔2014〕47号；民发〔2018〕23号';
  const gapClause: Clause = {
    name: '必需的医疗、教育等支出超出家庭负担能力',
    verdict: open.length > 0 ? 'unknown' : compareExact(gap, 0) > 0 ? 'met' : 'unmet',
    value: open.length > 0 ? null : fenValue(roundFen(gap)),
    limit: null,
    basis,
    ...(open.length ? { note: `尚未查明：${[...new Set(open)].join('、')}` } : {}),
  };
  const clauses = [
    gapClause,
    disposableIncomeClause(run, family, basis),
    ...assetClauses(run, refs(family.members), 'FIN-LIMIT-EDGE'),
  ];
  return { outcome: outcomeOf(clauses), clauses, gapFen: open.length > 0 ? null : roundFen(gap) };
}

interface Classified {
  readonly classification: Classification;
  readonly dibao: DibaoDecision;
  readonly breakdowns: ReadonlyMap<string, readonly BreakdownLine[]>;
  readonly months: number;
  readonly parameters: readonly ParameterRef[];
}

function classified(facts: FamilyFacts, parameters: Parameters, asOf: PlainDate): Result<Classified, 'PARAM_MISSING'> {
  const dibao = determineDibao(facts, parameters, asOf);
  if (!dibao.ok) return dibao;
  return withParameters({ parameters, division: facts.division, date: asOf }, (read) => {
    const run: RunContext = { facts, date: asOf, judgedOn: asOf, read };
    const family = familyGroup(run);
    const breakdowns = new Map<string, readonly BreakdownLine[]>();
    const done: CategoryTest[] = [];
    // 只为一个人申请的，只按单人保审；全家的类别由全家的申请来认定
    for (const { category, test } of facts.single ? tests.filter((t) => t.category === 'dibao') : tests) {
      const higher = done.filter((t) => isFamily(t.category));
      const { breakdown, ...tested } = test({ run, family, parameters, dibao: dibao.value, higher });
      breakdowns.set(category, breakdown ?? []);
      done.push({ category, zh: categories[category], ...tested });
    }
    const deciding = done.find((t) => isFamily(t.category) && t.outcome !== 'not-eligible');
    const category = !deciding ? 'none' : deciding.outcome === 'eligible' ? (deciding.category as FamilyCategory) : null;
    const aid = aidNeedOf(run, family);
    return {
      classification: { category, tests: done, aid },
      dibao: dibao.value,
      breakdowns,
      months: read.whole('RIG-MONTHS'),
      parameters: read.used(),
    };
  });
}

/** Every test in order with its clauses, the category of the family, and whether temporary aid is needed. */
export function classify(facts: FamilyFacts, parameters: Parameters, asOf: PlainDate): Result<Classification, 'PARAM_MISSING'> {
  const all = classified(facts, parameters, asOf);
  return all.ok ? ok(all.value.classification) : all;
}

const RULE = { name: 'classification', version: '2026-12' } as const;

function decide(
  facts: FamilyFacts,
  parameters: Parameters,
  asOf: PlainDate,
  appliedFor: FamilyCategory,
): Result<AssistanceDecision, 'PARAM_MISSING'> {
  const dibao = determineDibao(facts, parameters, asOf);
  // 低保成立或还不能确定的，就是低保的决定，不问后面的标准
  if (!dibao.ok || dibao.value.outcome !== 'not-eligible') return dibao;
  // 只为一个人申请、不成立的，不予确认：全家的类别由全家的申请来认定
  if (facts.single) return ok({ ...dibao.value, category: 'none' });
  const all = classified(facts, parameters, asOf);
  if (!all.ok) return all;
  const { classification, breakdowns, months } = all.value;
  const decisive =
    classification.tests.find((t) => isFamily(t.category) && t.outcome !== 'not-eligible') ??
    classification.tests.find((t) => t.category === appliedFor)!;
  const recognised = decisive.outcome === 'eligible';
  const used = new Map([...dibao.value.parameters, ...all.value.parameters].map((ref) => [`${ref.rowId} ${ref.value}`, ref]));
  return ok({
    ...dibao.value,
    programme: decisive.category,
    rule: RULE,
    outcome: decisive.outcome,
    clauses: decisive.clauses,
    amountFen: decisive.outcome === 'not-eligible' ? 0 : null,
    effectiveMonth: null,
    breakdown: breakdowns.get(decisive.category) ?? [],
    parameters: [...used.values()],
    category: classification.category,
    classification,
    validTo: recognised && decisive.category === 'rigid' ? validTo(asOf, months) : null,
  });
}

export interface Application {
  readonly facts: FamilyFacts;
  /** What was asked for: a refusal names its conditions. */
  readonly appliedFor: FamilyCategory;
}

/** The decision of an application: the first category that applies; with none, the conditions of what was applied for. */
export const classificationRules = ruleBook<Application, AssistanceDecision>([
  { ...RULE, decide: ({ facts, appliedFor }, parameters, asOf) => decide(facts, parameters, asOf, appliedFor) },
]);
