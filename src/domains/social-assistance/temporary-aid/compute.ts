/** The computed decision of a case of temporary aid by the standards in force today. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { resolutionOf } from '../conference/store.ts';
import type { EmergencyAid } from './emergency/form.ts';
import { EmergencyFacts, type TemporaryAidFacts } from './facts.ts';
import { determineTemporaryAid, type TemporaryAidDecision } from './rules.ts';
import { earlierAid } from './store.ts';

async function emergencyFacts(tx: Tx, kase: Case): Promise<EmergencyFacts> {
  const form = kase.form as EmergencyAid;
  return EmergencyFacts.parse({
    type: 'emergency',
    division: kase.division,
    cause: form.cause,
    verified: kase.acceptedOn === null ? null : true,
    persons: form.persons,
    tier: form.tier,
    earlier: await earlierAid(tx, kase),
    resolution: await resolutionOf(tx, kase),
  });
}

export async function computeEmergency(
  tx: Tx,
  kase: Case,
): Promise<Result<{ decision: TemporaryAidDecision; facts: TemporaryAidFacts }>> {
  const facts = await emergencyFacts(tx, kase);
  const decision = determineTemporaryAid(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts }) : decision;
}
