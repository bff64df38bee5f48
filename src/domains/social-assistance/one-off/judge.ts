/** What a case of a one-off benefit comes to as it stands. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { Benefit, OneOffForm } from './index.ts';

export const oneOffFormOf = (kase: Case): OneOffForm => kase.form as OneOffForm;

/** The decision as it would be made today, with the facts that it rests on. */
export async function judge(tx: Tx, benefit: Benefit, kase: Case): Promise<Result<{ decision: Decision; facts: object }>> {
  const facts = await benefit.facts(tx, kase, oneOffFormOf(kase));
  if (!facts.ok) return facts;
  const decided = benefit.decide(facts.value, await parametersOf(tx), tx.today);
  return decided.ok ? ok({ decision: decided.value, facts: facts.value }) : decided;
}
