/**
 * 自测 “能不能享受低保”: the very rule of the decision, over the few things that a family can say without papers. Nothing is stored and
 * nothing is decided: the answer is only whether it is worth applying, which everybody may do in any case.
 */
import { addMonths, monthOf } from '../../../kernel/calendar/index.ts';
import type { Clause, Parameters } from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type Classification, classify } from '../classification/classify.ts';
import type { FamilyFacts, IncomeItem, MemberFacts } from '../family/facts.ts';
import { CHECK_CLAUSES } from '../family/group.ts';
import { type DibaoDecision, determineDibao } from './rules.ts';

/** Amounts are per month. */
export interface PrecheckPerson {
  /** 未成年 / 成年 / 60至69岁 / 70岁以上. */
  readonly age: 'minor' | 'adult' | 'elder60' | 'elder70';
  /** 一、二级残疾，或三级智力、精神残疾，或重病. */
  readonly severe: boolean;
  /** Able to work and without work, not studying and not caring for anybody. */
  readonly joblessAble: boolean;
  readonly wageFen: Fen;
  readonly residentPensionFen: Fen;
  readonly otherFen: Fen;
}

export interface PrecheckAnswers {
  readonly division: DivisionCode;
  readonly urbanRural: 'urban' | 'rural';
  /** Who lives together; the first one asks. */
  readonly people: readonly [PrecheckPerson, ...PrecheckPerson[]];
  /** Last 12 months, after reimbursement. */
  readonly selfPaidCareFen: Fen;
  /** Of the children at school, last 12 months. */
  readonly educationFen?: Fen;
  readonly savingsFen: Fen;
  readonly hasCar: boolean;
  readonly hasFirm: boolean;
  readonly houses: number;
  /** All houses together; null: not known. */
  readonly houseAreaSqm: number | null;
  /** Households of children or parents living apart; null: 说不清. */
  readonly outside:
    | readonly { readonly householdSize: number; readonly monthlyIncomeFen: Fen; readonly mustSupport: number }[]
    | null;
}

export interface Precheck {
  readonly verdict: 'likely' | 'unlikely' | 'unsure';
  readonly category: DibaoDecision['category'];
  /** Monthly, if what was said is confirmed; null when it cannot be said. */
  readonly estimateFen: Fen | null;
  readonly clauses: readonly Clause[];
  readonly breakdown: DibaoDecision['breakdown'];
  /** Somebody in the family may apply alone. */
  readonly singlePossible: boolean;
  /** Every category by its own rule, without the clauses of the official check. */
  readonly tests: Classification['tests'];
  readonly aid: Classification['aid'];
}

const AGES = { minor: 10, adult: 40, elder60: 65, elder70: 75 } as const;

function memberOf(person: PrecheckPerson, index: number, asOf: PlainDate): MemberFacts {
  return {
    ref: String(index),
    name: `第${index + 1}人`,
    relation: index === 0 ? 'self' : person.age === 'minor' ? 'child' : 'parent',
    birthDate: addMonths(asOf, -12 * AGES[person.age]),
    diedOn: null,
    livesTogether: true,
    status: 'none',
    student: person.age === 'minor' ? 'school' : 'none',
    cannotLiveIndependently: false,
    workCapacity: person.joblessAble || person.wageFen > 0 ? 'full' : 'none',
    employment: person.wageFen > 0 ? 'employed' : 'unemployed',
    exemptReason: null,
    exemptSince: null,
    disabilities: person.severe ? [{ type: 'physical', level: 1, validTo: null }] : [],
    seriousIllness: person.severe,
  };
}

/** The facts that the answers amount to. */
function factsOf(answers: PrecheckAnswers, asOf: PlainDate): FamilyFacts {
  const income = (index: number, type: IncomeItem['type'], amountFen: Fen) =>
    amountFen > 0 ? [{ member: String(index), type, amountFen, per: 'month' as const, from: null, to: null, basis: '自述' }] : [];
  const severe = answers.people.findIndex((p) => p.severe);
  const pupil = answers.people.findIndex((p) => p.age === 'minor');
  const elders = answers.people.flatMap((p, i) => (p.age === 'elder60' || p.age === 'elder70' ? [String(i)] : []));
  return {
    division: answers.division,
    urbanRural: answers.urbanRural,
    applicationMonth: monthOf(asOf),
    decisionDate: null,
    members: answers.people.map((p, i) => memberOf(p, i, asOf)),
    incomes: answers.people.flatMap((p, i) => [
      ...income(i, 'wage', p.wageFen),
      ...income(i, 'resident-pension', p.residentPensionFen),
      ...income(i, 'other', p.otherFen),
    ]),
    farms: [],
    // 没有认定大病的，看病的钱不从收入里扣，但算在刚性支出里
    expenses: [
      { member: String(Math.max(severe, 0)), class: 'medical', totalFen: answers.selfPaidCareFen, reimbursedFen: 0 },
      ...(pupil < 0
        ? []
        : [{ member: String(pupil), class: 'education' as const, totalFen: answers.educationFen ?? 0, reimbursedFen: 0 }]),
    ],
    obligors:
      answers.outside?.map((o) => ({
        ...o,
        relation: 'child' as const,
        supports: elders.length ? elders : ['0'],
        birthDate: null,
        division: answers.division,
        urbanRural: answers.urbanRural,
        category: 'none' as const,
        agreedMonthlyFen: null,
      })) ?? null,
    assets: {
      financial: [{ owner: null, kind: 'deposit', valueFen: answers.savingsFen, exemptReason: null }],
      vehicles: answers.hasCar ? [{ owner: null, kind: 'car', valueFen: null, exemptReason: null }] : [],
      // 面积只问总数：记在第一套上，其余记 0
      houses: Array.from({ length: answers.houses }, (_, i) => ({
        owner: null,
        areaSqm: answers.houseAreaSqm === null ? null : i === 0 ? String(answers.houseAreaSqm) : '0',
        exemptReason: null,
      })),
      firms: answers.hasFirm ? [{ owner: null, paidInFen: null, employees: null, exemptReason: null }] : [],
    },
    exceptions: [],
    check: { status: 'complete', validTo: null, unanswered: [], proceedReason: null },
    discrepancies: [],
    single: null,
  };
}

/**
 * Runs the rules of the decision on what was said; the clauses of the official check are taken as answered and left out, because no check was made.
 */
export function precheck(answers: PrecheckAnswers, parameters: Parameters, asOf: PlainDate): Result<Precheck, 'PARAM_MISSING'> {
  const facts = factsOf(answers, asOf);
  const determined = determineDibao(facts, parameters, asOf);
  if (!determined.ok) return determined;
  const all = classify(facts, parameters, asOf);
  if (!all.ok) return all;
  const shown = (clauses: readonly Clause[]) => clauses.filter((c) => !CHECK_CLAUSES.includes(c.name));
  const { outcome, category, estimateFen, clauses, breakdown, singleCandidates } = determined.value;
  return ok({
    verdict: outcome === 'eligible' ? 'likely' : outcome === 'not-eligible' ? 'unlikely' : 'unsure',
    category,
    estimateFen,
    clauses: shown(clauses),
    breakdown,
    singlePossible: singleCandidates.length > 0,
    tests: all.value.tests.map((t) => ({ ...t, clauses: shown(t.clauses) })),
    aid: all.value.aid,
  });
}
