/** 临时救助 (5.12): how much an emergency or an expense comes to, how much of it the township may give by itself, and how often. Pure. */
import { addMonths, daysBefore, monthOf } from '../../../kernel/calendar/index.ts';
import {
  type Clause,
  countValue,
  type Decision,
  isBelow,
  outcomeOf,
  type ParameterReader,
  type Parameters,
  ruleBook,
  textValue,
  times,
  withParameters,
} from '../../../kernel/policy/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { emergencyAmount } from './emergency-amount.ts';
import { expenseAmount, expenseMeans } from './expense-amount.ts';
import type { EarlierAid, TemporaryAidFacts } from './facts.ts';
import { type AidType, aidCauses } from './terms.ts';

export interface AidAmount {
  /** Before the cap. */
  readonly uncappedFen: Fen;
  readonly capFen: Fen;
  readonly breakdown: Decision['breakdown'];
}

export interface TemporaryAidDecision extends Decision {
  readonly type: AidType;
  /** Persons in trouble, or counted in the family. */
  readonly persons: number;
  /** What it comes to whether or not all conditions are known; null while it cannot be computed. */
  readonly computed: { readonly uncappedFen: Fen; readonly capFen: Fen; readonly amountFen: Fen } | null;
  /** How much the township may give by itself, and the part that is left to the county. */
  readonly townshipLimitFen: Fen;
  readonly townshipFen: Fen;
  readonly countyFen: Fen;
}

const RULE = { name: 'temporary-aid', version: '2026-07' } as const;
const FREQUENCY_BASIS = '国发〔2014〕47号；《社会救助法》第五十条';

/** TA-FREQ: the same cause once in 12 months, at most two in a calendar year; a resolution (一事一议) lifts both. */
function frequencyClauses(facts: TemporaryAidFacts, asOf: PlainDate, read: ParameterReader): Clause[] {
  const { earlier, resolution } = facts;
  const months = read.ref('TA-FREQ-MONTHS');
  const most = read.ref('TA-FREQ-YEAR');
  const lifted = resolution ? { note: `一事一议（${resolution.minutesNo}）` } : {};
  const same = earlier?.filter((aid) => aid.cause === facts.cause && addMonths(aid.on, Number(months.value)) > asOf) ?? [];
  const inYear = (earlier ?? []).filter((aid) => aid.on.slice(0, 4) === asOf.slice(0, 4)).length;
  const verdict = (within: boolean): Clause['verdict'] => (resolution || within ? 'met' : 'unmet');
  return [
    {
      name: `同一事由${months.value}个月内没有救助过`,
      verdict: earlier === null ? 'unknown' : verdict(same.length === 0),
      value: earlier === null ? null : textValue(same.length === 0 ? '没有' : same.map((aid) => aid.on).join('、')),
      limit: null,
      basis: FREQUENCY_BASIS,
      parameter: months,
      ...lifted,
    },
    {
      name: '一个自然年度内的临时救助次数符合规定',
      verdict: earlier === null ? 'unknown' : verdict(inYear < Number(most.value)),
      value: earlier === null ? null : countValue(inYear + 1, '次（含本次）'),
      limit: countValue(Number(most.value), '次'),
      relation: '不超过',
      basis: FREQUENCY_BASIS,
      parameter: most,
      ...lifted,
    },
  ];
}

function emergencyClause(facts: Extract<TemporaryAidFacts, { type: 'emergency' }>): Clause {
  return {
    name: '急难情形已经现场核实',
    verdict: facts.verified === null ? 'unknown' : facts.verified ? 'met' : 'unmet',
    value: textValue(aidCauses[facts.cause]),
    limit: null,
    basis: '《社会救助法》第三十七条、第五十条（不限户籍和居住地）',
  };
}

/** Judges by the standards of the decision day; what is paid counts for the month of the decision. */
export function determineTemporaryAid(
  facts: TemporaryAidFacts,
  parameters: Parameters,
  asOf: PlainDate,
): Result<TemporaryAidDecision, 'PARAM_MISSING'> {
  const judged = withParameters({ parameters, division: facts.division, date: asOf }, (read) => {
    const frequency = frequencyClauses(facts, asOf, read);
    if (facts.type === 'emergency') {
      const townshipLimitFen = read.fen('TA-LIMIT-TWP-EMERGENCY');
      const clauses = [emergencyClause(facts), ...frequency];
      return { clauses, amount: emergencyAmount(facts, read), persons: facts.persons, townshipLimitFen, used: read.used() };
    }
    const townshipLimitFen = read.fen('TA-LIMIT-TWP-EXPENSE');
    const means = expenseMeans(facts, asOf, read);
    return {
      clauses: [...means.clauses, ...frequency],
      amount: means.gap && expenseAmount(means.gap, read),
      persons: means.persons,
      townshipLimitFen,
      used: read.used(),
    };
  });
  if (!judged.ok) return judged;
  const { clauses, amount, persons, townshipLimitFen, used } = judged.value;
  const outcome = outcomeOf(clauses);
  const amountFen = facts.resolution?.amountFen ?? (amount ? Math.min(amount.uncappedFen, amount.capFen) : null);
  const townshipFen =
    amountFen === null
      ? 0
      : facts.type === 'emergency'
        ? Math.min(amountFen, townshipLimitFen)
        : amountFen <= townshipLimitFen && facts.resolution === null
          ? amountFen
          : 0;
  return ok({
    programme: 'temporary-aid',
    rule: RULE,
    asOf,
    outcome,
    clauses,
    amountFen: outcome === 'eligible' ? amountFen : outcome === 'not-eligible' ? 0 : null,
    effectiveMonth: outcome === 'eligible' ? monthOf(asOf) : null,
    breakdown: facts.resolution
      ? [{ label: '一事一议议定金额', formula: facts.resolution.minutesNo, fen: facts.resolution.amountFen }]
      : (amount?.breakdown ?? []),
    parameters: used,
    type: facts.type,
    persons,
    computed: amount && amountFen !== null ? { uncappedFen: amount.uncappedFen, capFen: amount.capFen, amountFen } : null,
    townshipLimitFen,
    townshipFen,
    countyFen: amountFen === null ? 0 : amountFen - townshipFen,
  });
}

/**
 * Auditors' pattern (8.3): aid cut into pieces that each stay within the township's limit, for one household within so many days. It is
 * flagged, never refused: a second disaster in one month is possible.
 */
export function splitPattern(
  earlier: readonly EarlierAid[],
  now: { readonly on: PlainDate; readonly townshipFen: Fen },
  limits: { readonly days: number; readonly townshipLimitFen: Fen },
): { readonly count: number; readonly sumFen: Fen } | null {
  const since = daysBefore(now.on, limits.days);
  const near = earlier.filter((aid) => aid.byTownship && aid.on >= since && aid.on <= now.on);
  if (near.length === 0 || now.townshipFen === 0) return null;
  const sumFen = near.reduce((sum, aid) => sum + aid.amountFen, now.townshipFen);
  return sumFen > limits.townshipLimitFen ? { count: near.length + 1, sumFen } : null;
}

/** 备用金: below the share of the advance a refill is proposed, up to the advance again. Compared by products. */
export function refillDue(
  balanceFen: Fen,
  reserve: { readonly initialFen: Fen; readonly share: string },
): { readonly proposedFen: Fen } | null {
  return isBelow(balanceFen, times(reserve.share, reserve.initialFen)) ? { proposedFen: reserve.initialFen - balanceFen } : null;
}

export const temporaryAidRules = ruleBook<TemporaryAidFacts, TemporaryAidDecision>([{ ...RULE, decide: determineTemporaryAid }]);
