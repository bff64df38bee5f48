/**
 * 最低生活保障核算规则: pure. `determineDibao` judges a family (or 单人保) on a day; `amountForMonth` computes what is due in a month.
 * Source: 《社会救助法》, 民发〔2021〕57号, 民发〔2022〕83号; numbers are parameters. Formulas: README.
 */
import { firstDayOf, monthAfter, monthOf } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  type Decision,
  type Outcome,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  type RuleId,
  roundFen,
  ruleBook,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { assetClauses } from '../family/assets.ts';
import type { FamilyFacts } from '../family/facts.ts';
import {
  checkClauses,
  type Edge,
  edgeOf,
  familyGroup,
  type Group,
  householdClause,
  incomeClause,
  refs,
} from '../family/group.ts';
import { aliveOn, type CountedMember } from '../family/household.ts';
import { type RunContext, standardOf } from '../family/income.ts';
import { type IncomeAccount, incomeAccount } from '../family/income-account.ts';
import { amountOf, type ComputedAmount, type DibaoAmount } from './amount.ts';
import { bandOf } from './bands.ts';
import { FAMILY_BELOW, isFamilyByNow, type SingleCandidate, singleCandidatesOf, singleClauses, singleGroup } from './single.ts';

export type { CountedMember } from '../family/household.ts';
export type { DibaoAmount } from './amount.ts';

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
  };
  readonly account: IncomeAccount;
  /** Conditions of 低保边缘 of the whole family. */
  readonly edge: { readonly outcome: Outcome; readonly clauses: readonly Clause[] };
  /** Members who may apply alone when the family as a whole does not qualify. */
  readonly singleCandidates: readonly SingleCandidate[];
  /** Monthly amount if every open condition is met by what is known; null when incomes or members are still open. */
  readonly estimateFen: Fen | null;
}

const RULE = { name: 'dibao', version: '2026-07' } as const;
const MONTH_RULE = { name: 'dibao-month', version: '2026-11' } as const;
const PROGRAMME = 'dibao';

/** The group whose money it is on the day of the run. */
export function payingGroup(run: RunContext): Group {
  const family = familyGroup(run);
  const applicant = run.facts.single && run.facts.members.find((m) => m.ref === run.facts.single!.applicant);
  if (!applicant || isFamilyByNow(run, family)) return family;
  return stillPaid(run, singleGroup(run, family, edgeOf(run, family), applicant));
}

/** 单人保 ends with its person. */
const stillPaid = (run: RunContext, group: Group): Group =>
  run.facts.single && group.members.some((m) => !aliveOn(m, run.date)) ? { ...group, members: [] } : group;

/**
 * What is due for one month: parameters, age top-ups and deaths as of the month, circumstances as judged on `judgedOn` (else the decision
 * date of the facts, else the first of the month). Does not judge eligibility again: a family that already receives gets its new amount
 * when a standard rises or a member dies.
 */
export function amountForMonth(
  facts: FamilyFacts,
  parameters: Parameters,
  month: YearMonth,
  judgedOn?: PlainDate,
): Result<DibaoAmount, 'PARAM_MISSING'> {
  const date = firstDayOf(month);
  return withParameters({ parameters, division: facts.division, date }, (read) => {
    const run = { facts, date, judgedOn: judgedOn ?? facts.decisionDate ?? date, read };
    return paid(amountOf(run, payingGroup(run), month), read);
  });
}

const paid = (amount: ComputedAmount, read: ParameterReader): DibaoAmount => ({
  ...amount,
  breakdown: amount.breakdown(),
  parameters: read.used(),
});

interface Judging {
  readonly rule: RuleId;
  readonly asOf: PlainDate;
  readonly judgedOn: PlainDate;
  /** The first month that the amount is for. */
  readonly month: YearMonth;
  readonly receives?: true;
}

interface Judged {
  readonly family: ReturnType<typeof familyGroup>;
  readonly group: Group;
  readonly clauses: Clause[];
  readonly ofFamily: () => Clause[];
  readonly edgeOfFamily: () => Edge;
  /** Of the family of a 单人保; null where the family itself is judged. */
  readonly edge: Edge | null;
  /** 单人保 of whose family the standard by now is above the income: it goes on, and a person looks at the family. */
  readonly goesOn: boolean;
}

/** The clauses of a family, or of 单人保, by the standards of the run's day and the circumstances as they were judged. */
function judge(run: RunContext): Judged {
  const { facts } = run;
  const family = familyGroup(run);
  const checks = checkClauses(run);
  const assetsOf = (owners: ReadonlySet<string>) => assetClauses(run, owners, 'FIN-LIMIT-DIBAO');
  const owners = refs(family.members);
  const assets = assetsOf(owners);
  const income = withBand(run, family, incomeClause(run, family));
  const ofFamily = () => [householdClause(family.counting), income, ...assets, ...checks];
  const edgeOfFamily = () => edgeOf(run, family, { income, owners, assets, checks });
  if (!facts.single)
    return { family, group: family as Group, clauses: ofFamily(), ofFamily, edgeOfFamily, edge: null, goesOn: false };
  if (isFamilyByNow(run, family)) return judge({ ...run, facts: { ...facts, single: null } });
  const edge = edgeOfFamily();
  const applicant = facts.members.find((m) => m.ref === facts.single!.applicant);
  const group: Group = applicant ? singleGroup(run, family, edge, applicant) : family;
  const goesOn = run.receives === true && edge.outcome !== 'eligible' && outcomeOf(ofFamily()) === 'eligible';
  const single = singleClauses(run, { income: income.verdict, edge: edge.outcome, goesOn }, applicant);
  const clauses = [...single, withBand(run, group, incomeClause(run, group)), ...assetsOf(refs(group.members)), ...checks];
  return { family, group, clauses, ofFamily, edgeOfFamily, edge, goesOn };
}

/** Where the place pays by bands, the clause of the income says in which it falls. */
function withBand(run: RunContext, group: Group, income: Clause): Clause {
  const band = income.verdict === 'met' ? bandOf(run, group)?.band : null;
  return band ? { ...income, note: `按分档发放，属第${band.no}档（${band.range}）` } : income;
}

const isSettled = ({ complete, income }: Group): boolean =>
  complete && income.openIncome.length + income.openDeductions.length === 0;

function decide(
  facts: FamilyFacts,
  parameters: Parameters,
  { rule, asOf, judgedOn, month, ...receiving }: Judging,
): Result<DibaoDecision, 'PARAM_MISSING'> {
  const first = firstDayOf(month);
  const judged = withParameters({ parameters, division: facts.division, date: asOf }, (read) => {
    const run: RunContext = { facts, date: asOf, judgedOn, read, ...receiving };
    const { family, group, clauses, ofFamily, edgeOfFamily, edge } = judge(run);
    const familyEdge = edge ?? edgeOfFamily();
    const familyOutcome = outcomeOf(edge === null ? clauses : ofFamily());
    const outcome = outcomeOf(clauses);
    const due = outcome !== 'not-eligible' && isSettled(group);
    // 到当月1日标准没有变、也没有人去世的，收入不用再算一遍
    const same = due && parameters.sameOn(asOf, first) && facts.members.every((m) => m.diedOn === null);
    return {
      group,
      counting: family.counting,
      route: edge === null ? ('family' as const) : ('single' as const),
      clauses,
      outcome,
      due,
      amount: same ? paid(amountOf({ ...run, date: first }, group, month), read) : null,
      edge: familyEdge,
      standardFen: standardOf(run),
      singleCandidates: singleCandidatesOf(run, family, familyOutcome, familyEdge.outcome),
      parameters: read.used(),
    };
  });
  if (!judged.ok) return judged;
  const { group, counting, route, clauses, outcome, edge, standardFen, singleCandidates } = judged.value;

  let { amount, parameters: used } = judged.value;
  if (judged.value.due && amount === null) {
    const computed = amountForMonth(facts, parameters, month, judgedOn);
    if (!computed.ok) return computed;
    amount = computed.value;
    used = withNew(used, amount.parameters);
  }
  return ok({
    programme: PROGRAMME,
    rule,
    asOf,
    outcome,
    clauses,
    amountFen: outcome === 'eligible' ? (amount?.amountFen ?? null) : outcome === 'not-eligible' ? 0 : null,
    effectiveMonth: outcome === 'eligible' ? month : null,
    breakdown: amount?.breakdown ?? [],
    parameters: used,
    category: categoryOf(outcome, edge.outcome),
    route,
    members: counting,
    persons: group.members.length,
    standardFen,
    income: {
      grossFen: roundFen(group.income.gross),
      deductionFen: roundFen(group.income.deductions),
      countableFen: roundFen(group.income.countable),
    },
    account: incomeAccount(group, standardFen),
    edge: { outcome: edge.outcome, clauses: edge.clauses },
    singleCandidates,
    estimateFen: amount?.amountFen ?? (outcome === 'not-eligible' ? 0 : null),
  });
}

const withNew = <T>(known: readonly T[], more: readonly T[]): readonly T[] => [
  ...known,
  ...more.filter((one) => !known.includes(one)),
];

/** Judges the application on the decision day. Amount and effective month by the month after it. */
export const determineDibao = (
  facts: FamilyFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<DibaoDecision, 'PARAM_MISSING'> =>
  decide(facts, parameters, { rule: RULE, asOf, judgedOn: asOf, month: monthAfter(asOf) });

/**
 * What a family that receives comes to in a month by the standards of that month: circumstances stay as its last decision judged them. 单人保 whose whole
 * family is under the standard by then goes on (5.10, 83号: until the family is decided). `firstDay` is the first of the month.
 */
export const redetermineDibao = (
  facts: FamilyFacts,
  parameters: Parameters,
  firstDay: PlainDate,
): Result<DibaoDecision, 'PARAM_MISSING'> =>
  decide(facts, parameters, {
    rule: MONTH_RULE,
    ...inMonth(facts, firstDay),
    receives: true,
  });

/** The same of somebody who was refused: what he would come to if he were judged by the standards of that month. */
export const redetermineRefused = (
  facts: FamilyFacts,
  parameters: Parameters,
  firstDay: PlainDate,
): Result<DibaoDecision, 'PARAM_MISSING'> => decide(facts, parameters, { rule: MONTH_RULE, ...inMonth(facts, firstDay) });

const inMonth = (facts: FamilyFacts, firstDay: PlainDate) => ({
  asOf: firstDay,
  judgedOn: facts.decisionDate ?? firstDay,
  month: monthOf(firstDay),
});

export interface DibaoAssessed {
  readonly outcome: Outcome;
  readonly amountFen: Fen;
  readonly persons: number;
  /** Why a person looks at the family, though the benefit goes on. */
  readonly review?: string;
}

/** Outcome and amount of a month alone, as `redetermineDibao` gives them: the whole city is computed with this, clauses are asked for where it matters. */
export const assessDibao = (facts: FamilyFacts, parameters: Parameters, firstDay: PlainDate) =>
  assess(facts, parameters, { firstDay, receives: true });

/** The same as `redetermineRefused` gives them. */
export const assessRefused = (facts: FamilyFacts, parameters: Parameters, firstDay: PlainDate) =>
  assess(facts, parameters, { firstDay });

function assess(
  facts: FamilyFacts,
  parameters: Parameters,
  { firstDay, ...receiving }: { firstDay: PlainDate; receives?: true },
): Result<DibaoAssessed, 'PARAM_MISSING'> {
  return withParameters({ parameters, division: facts.division, date: firstDay }, (read) => {
    const run: RunContext = { facts, date: firstDay, judgedOn: facts.decisionDate ?? firstDay, read, ...receiving };
    const { group, clauses, goesOn } = judge(run);
    const outcome = outcomeOf(clauses);
    const due = outcome === 'eligible' && isSettled(group);
    return {
      outcome,
      amountFen: due ? amountOf(run, stillPaid(run, group), monthOf(firstDay)).amountFen : 0,
      persons: group.members.length,
      ...(goesOn ? { review: FAMILY_BELOW } : {}),
    };
  });
}

/** Of the group that was tested; the rest of a 单人保 family stays in its own category (`edge`). */
function categoryOf(outcome: Outcome, edge: Outcome): DibaoCategory {
  if (outcome === 'eligible') return 'dibao';
  if (outcome === 'undetermined' || edge === 'undetermined') return null;
  return edge === 'eligible' ? 'edge' : 'none';
}

/** The rule by version: a decision names its version, and replays with it. */
export const dibaoRules = ruleBook<FamilyFacts, DibaoDecision>([{ ...RULE, decide: determineDibao }]);

/** The same for a new standard: `asOf` is the first of the month that is paid. */
export const dibaoMonthRules = ruleBook<FamilyFacts, DibaoDecision>([{ ...MONTH_RULE, decide: redetermineDibao }]);
