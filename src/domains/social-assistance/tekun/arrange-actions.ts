/** 落实供养 as actions: the same in the case that recognised the person and in a later change. */
import type { Tx } from '../../../kernel/context/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type ActionHandler, type Case, type Effect, handler } from '../../../kernel/service/server.ts';
import { telephone, tellApplicant } from '../procedure/index.ts';
import { arrangeAtHome, arrangeInInstitution, HomeInput, homeInitial, InstitutionInput, institutionFields } from './arrange.ts';
import { dueOf } from './award.ts';
import type { Profile } from './store.ts';

/** Where care is arranged in a case. */
interface Arranging<State extends string> {
  readonly profileOf: (tx: Tx, kase: Case) => Promise<Result<Profile>>;
  /** The state once care is arranged. */
  readonly to: State;
  /** How the person wants to live; null where either may be arranged. */
  readonly asked: (kase: Case) => 'home' | 'institution' | null;
}

/** Tells the person what the care has come to. */
async function tellArranged(tx: Tx, kase: Case, profile: Profile): Promise<void> {
  const { amountFen } = await dueOf(tx, profile, profile.fromMonth);
  await tellApplicant(tx, kase, 'tekun.arranged', { amount: yuanDigits(amountFen), tel: telephone(tx, kase) });
}

export function arrangeActions<State extends string>(
  of: Arranging<State>,
): Record<'arrangeHome' | 'arrangeInstitution', ActionHandler<never, State>> {
  type Done = Promise<Result<Effect<State>>>;
  const arrangeHome = handler({
    input: HomeInput,
    initial: homeInitial,
    offered: async (_tx, kase) => of.asked(kase) !== 'institution',
    async run(tx, kase, input): Done {
      const profile = await of.profileOf(tx, kase);
      if (!profile.ok) return profile;
      const arranged = await arrangeAtHome(tx, kase, profile.value, input);
      if (!arranged.ok) return arranged;
      await tellArranged(tx, kase, profile.value);
      return ok({ to: of.to, ...arranged.value });
    },
  });

  const arrangeInstitution = handler({
    input: InstitutionInput,
    fields: institutionFields,
    initial: async (tx) => ({ admittedOn: tx.today }),
    offered: async (_tx, kase) => of.asked(kase) !== 'home',
    async run(tx, kase, input): Done {
      const profile = await of.profileOf(tx, kase);
      if (!profile.ok) return profile;
      const arranged = await arrangeInInstitution(tx, kase, profile.value, input);
      if (!arranged.ok) return arranged;
      await tellArranged(tx, kase, profile.value);
      return ok({ to: of.to, ...arranged.value });
    },
  });

  return { arrangeHome, arrangeInstitution };
}
