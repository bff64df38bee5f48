/** The decision of a case by the standards in force today: the first category that applies, whichever item it came under. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { factsOf } from '../family/facts-of-case.ts';
import { categoryOfItem } from './categories.ts';
import { type AssistanceDecision, type Classification, classificationRules, classify } from './classify.ts';

const factsToday = async (tx: Tx, kase: Case): Promise<FamilyFacts> => ({ ...(await factsOf(tx, kase)), decisionDate: tx.today });

export async function computeDecision(tx: Tx, kase: Case): Promise<Result<{ decision: AssistanceDecision; facts: FamilyFacts }>> {
  const facts = await factsToday(tx, kase);
  const given = { facts, appliedFor: categoryOfItem(kase.itemId) };
  const decision = classificationRules.current.decide(given, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts }) : decision;
}

/** Every test as it stands today; null while a standard is missing. */
export async function classificationNow(tx: Tx, kase: Case): Promise<Classification | null> {
  const all = classify(await factsToday(tx, kase), await parametersOf(tx), tx.today);
  return all.ok ? all.value : null;
}
