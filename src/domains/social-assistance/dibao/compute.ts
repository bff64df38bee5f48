/** The computed decision of a case by the standards in force today. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { factsOf } from '../family/facts-of-case.ts';
import { type DibaoDecision, determineDibao } from './rules.ts';

export async function computeDecision(tx: Tx, kase: Case): Promise<Result<{ decision: DibaoDecision; facts: FamilyFacts }>> {
  const facts = { ...(await factsOf(tx, kase)), decisionDate: tx.today };
  const decision = determineDibao(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts }) : decision;
}
