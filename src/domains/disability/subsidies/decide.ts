/** The county's decision: three different persons, nothing unknown, the amount by the rule. */
import { isOwnHand } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { saveDecision } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { isChange } from './application.ts';
import { giveUp, grantSubsidy } from './awards.ts';
import { type Computed, computeCase, formOf } from './facts-of-case.ts';
import { issueRefusal, issueReview } from './letters.ts';
import { notElsewhere } from './nationwide.ts';
import type { Outcome } from './papers.ts';
import type { SubsidyDecision } from './rules.ts';
import { settle } from './settle.ts';

/** What must hold before the county decides, whatever the outcome. */
async function mayDecide(tx: Tx, kase: Case, computed: Computed): Promise<Result<null>> {
  const events = await caseEvents(tx, kase.id);
  const hands = new Map(events.filter((e) => ['passInitial', 'certify'].includes(e.action)).map((e) => [e.action, e]));
  const done = [...hands.values()];
  if (new Set(done.map((e) => e.actorId)).size < done.length || done.some((e) => isOwnHand(tx.actor, e.actorId, e.onDate)))
    return fail('SUBSIDY_SAME_OFFICER');
  if (computed.decisions.length > 0 && !hands.has('certify')) return fail('CERTIFICATE_UNCHECKED');
  const unknown = computed.decisions
    .filter((d) => d.outcome === 'undetermined')
    .flatMap((d) => d.clauses.filter((c) => c.verdict === 'unknown').map((c) => c.name));
  if (unknown.length > 0)
    return fail('SUBSIDY_UNKNOWN', { count: new Set(unknown).size, names: [...new Set(unknown)].join('；') });
  return ok(null);
}

const save = (tx: Tx, kase: Case, computed: Computed, decision: SubsidyDecision) =>
  saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division: kase.division,
    personId: kase.applicantPersonId,
    decision,
    facts: computed.facts,
    factIds: computed.known.factIds,
  });

const outcomeOf = (decision: SubsidyDecision, fromMonth: YearMonth | null): Outcome => ({
  kind: decision.kind,
  clauses: decision.clauses,
  amountFen: fromMonth ? (decision.amountFen ?? 0) : 0,
  fromMonth,
});

export async function approve(
  tx: Tx,
  kase: Case,
  opinion: string,
): Promise<Result<{ fromMonth: YearMonth | null; amountFen: Fen }>> {
  const computed = await computeCase(tx, kase);
  if (!computed.ok) return computed;
  const { decisions, active, known } = computed.value;
  const may = await mayDecide(tx, kase, computed.value);
  if (!may.ok) return may;
  if (decisions.length > 0 && decisions.every((d) => d.outcome === 'not-eligible')) return fail('SUBSIDY_NONE_ELIGIBLE');
  const granting = decisions.filter((d) => d.outcome === 'eligible' && !active.includes(d.kind)).map((d) => d.kind);
  const here = await notElsewhere(tx, kase, granting);
  if (!here.ok) return here;
  const form = formOf(kase);
  if (form.account) {
    const account = await recordPayoutAccount(tx, { personId: kase.applicantPersonId, division: kase.division, ...form.account });
    if (!account.ok) return account;
  }
  if (isChange(form) && form.change === 'stop') {
    const given = await giveUp(tx, known);
    if (!given.ok) return given;
  }
  const outcomes: Outcome[] = [];
  let amountFen = 0;
  const begins: YearMonth[] = [];
  for (const decision of decisions) {
    const decisionId = await save(tx, kase, computed.value, decision);
    const drawn = known.drawn.find((d) => d.toMonth === null && d.programme === decision.programme);
    if (decision.outcome !== 'eligible' || active.includes(decision.kind)) {
      outcomes.push(outcomeOf(decision, decision.outcome === 'eligible' && drawn ? drawn.fromMonth : null));
      continue;
    }
    const granted = await grantSubsidy(tx, kase, { decision, decisionId, known });
    if (!granted.ok) return granted;
    const { fromMonth } = granted.value;
    amountFen += decision.amountFen!;
    begins.push(fromMonth);
    outcomes.push(outcomeOf(decision, fromMonth));
  }
  // 其间已经发生的（退出低保、转特困等）一并落实。
  await settle(tx, kase.applicantPersonId);
  const letter = await issueReview(tx, kase, outcomes, opinion);
  return letter.ok ? ok({ fromMonth: begins.sort()[0] ?? null, amountFen }) : letter;
}

export async function refuse(tx: Tx, kase: Case): Promise<Result<{ reasons: string[] }>> {
  const computed = await computeCase(tx, kase);
  if (!computed.ok) return computed;
  const { decisions } = computed.value;
  const may = await mayDecide(tx, kase, computed.value);
  if (!may.ok) return may;
  if (decisions.length === 0 || decisions.some((d) => d.outcome === 'eligible')) return fail('SUBSIDY_ELIGIBLE');
  for (const decision of decisions) await save(tx, kase, computed.value, decision);
  const letter = await issueRefusal(
    tx,
    kase,
    decisions.map((d) => outcomeOf(d, null)),
  );
  if (!letter.ok) return letter;
  const reasons = decisions.flatMap((d) => d.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.note ?? c.name));
  return ok({ reasons: [...new Set(reasons)] });
}
