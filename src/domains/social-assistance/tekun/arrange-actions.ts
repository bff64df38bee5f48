/** 落实供养 as actions: what the case that recognised the person and a later change have in common. */
import type { Tx } from '../../../kernel/context/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { type Case, tellApplicant } from '../../../kernel/service/server.ts';
import { telephone } from '../procedure/index.ts';
import { HomeInput, homeInitial, InstitutionInput, institutionFields, institutionInitial } from './arrange.ts';
import { dueOf } from './award.ts';
import type { Profile } from './store.ts';

export const atHome = { input: HomeInput, initial: homeInitial };
export const inInstitution = {
  input: InstitutionInput,
  fields: institutionFields,
  initial: institutionInitial,
};

/** Arranges, and tells the person what the care has come to. */
export async function arrangeAndTell<T>(
  tx: Tx,
  kase: Case,
  profile: Result<Profile>,
  arrange: (profile: Profile) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!profile.ok) return profile;
  const arranged = await arrange(profile.value);
  if (!arranged.ok) return arranged;
  const { amountFen } = await dueOf(tx, profile.value, profile.value.fromMonth);
  await tellApplicant(tx, kase, 'tekun.arranged', { amount: yuanDigits(amountFen), tel: telephone(tx, kase) });
  return arranged;
}
