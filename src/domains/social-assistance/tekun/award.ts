/** 待遇: what a profile is due, and how the other domains hear of a change. */
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { CareItems } from './facts.ts';
import { amountForMonth, type TekunAmount } from './rules.ts';
import { assessmentsOf, type Profile } from './store.ts';

/** What a person of a profile is due in a month by the newest assessment. A standard that is missing is a bug here: the month was granted by it. */
export async function dueOf(
  tx: Tx,
  profile: Profile,
  month: YearMonth,
): Promise<TekunAmount & { readonly care: CareItems | null }> {
  const [assessed] = await assessmentsOf(tx, profile.id);
  const care = assessed?.content.items ?? null;
  const due = amountForMonth({ ...profile, care }, await parametersOf(tx), month);
  if (!due.ok) throw new Error(`profile ${profile.id}, ${month}: ${due.code}`);
  return { ...due.value, care };
}

/** 待遇变动, for the domains that follow it. */
export async function tellOthers(
  tx: Tx,
  profile: Profile,
  change: { effectiveMonth: YearMonth; reason: string; from: 'active' | null; to: 'active' | 'ended' },
): Promise<void> {
  const { effectiveMonth, reason } = change;
  await emit(tx, {
    type: 'tekun.award.changed',
    subject: { kind: 'person', id: profile.personId },
    division: profile.division,
    payload: {
      awardId: profile.id,
      version: profile.version,
      personId: profile.personId,
      mode: profile.mode,
      fromState: change.from,
      toState: change.to,
      amountFen: change.to === 'active' ? (await dueOf(tx, profile, effectiveMonth)).amountFen : 0,
      effectiveMonth,
      reason,
    },
  });
}
