/** By what somebody is supported: the recognition here, or the file that came along from another county. */
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { getCase } from '../../../kernel/service/server.ts';
import { type FamilyMember, familyOf } from '../family/people.ts';
import { fileOfMove } from '../review/facts.ts';
import type { TekunApplication } from './application.ts';
import type { TekunFacts } from './facts.ts';
import { tekunFactsOf, tekunFormOf } from './facts-of-case.ts';
import type { Profile } from './store.ts';

export interface Recognised {
  /** The case of the recognition; of somebody who has moved here it lies in another county. */
  readonly caseId: string;
  readonly form: TekunApplication;
  family(): Promise<readonly FamilyMember[]>;
  facts(): Promise<TekunFacts>;
}

export async function recognisedBy(tx: Tx, profile: Profile): Promise<Result<Recognised, 'NOT_FOUND'>> {
  const moved = await fileOfMove(tx, { entitlementId: profile.baseEntitlementId });
  if (moved)
    return ok({
      caseId: moved.caseId,
      form: moved.form as TekunApplication,
      family: async () => moved.family,
      facts: async () => moved.granted as TekunFacts,
    });
  const kase = await getCase(tx, profile.caseId);
  if (!kase.ok) return kase;
  const form = tekunFormOf(kase.value);
  return ok({
    caseId: kase.value.id,
    form,
    family: () => familyOf(tx, kase.value, form),
    facts: () => tekunFactsOf(tx, kase.value),
  });
}
