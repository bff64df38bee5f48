/** The computed decision of a case of temporary aid by the standards in force today. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import type { EmergencyAid } from './emergency/form.ts';
import { EmergencyFacts, type TemporaryAidFacts } from './facts.ts';
import { determineTemporaryAid, type TemporaryAidDecision } from './rules.ts';
import { earlierAid } from './store.ts';

export interface Resolution {
  readonly minutesNo: string;
  readonly amountFen: number;
}

/** The conference's last word on a case (一事一议), null while there is none. */
export async function resolutionOf(tx: Tx, kase: Case): Promise<Resolution | null> {
  const found = (await caseEvents(tx, kase.id)).findLast((e) => e.action === 'recordResolution')?.data?.resolution;
  if (!found) return null;
  const { minutesNo, amountFen } = found as Resolution;
  return { minutesNo, amountFen };
}

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
