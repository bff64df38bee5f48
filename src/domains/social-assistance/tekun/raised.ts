/** A new standard has raised what 特困人员 receive: other domains hear of the award, the person hears of the money. */
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { programmeOf } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { type Raised, whenRaised } from '../../../kernel/rehearsal/server.ts';
import { tellOthers } from './award.ts';
import { tekunParts } from './rules.ts';
import { profilesPaidBy } from './store.ts';

const tell = (programme: string) => async (tx: Tx, raised: readonly Raised[]) => {
  const byPerson = new Map(raised.map((r) => [r.personId, r]));
  const profiles = await profilesPaidBy(
    tx,
    raised.map((r) => r.entitlementId),
  );
  for (const profile of profiles) {
    const { fromMonth, oldFen, newFen } = byPerson.get(profile.personId)!;
    await tellOthers(tx, profile, { effectiveMonth: fromMonth, reason: 'standard', from: 'active', to: 'active' });
    await notify(tx, {
      to: { personId: profile.personId },
      template: 'tekun.raised',
      params: {
        name: programmeOf(programme).money,
        month: longMonth(fromMonth),
        before: yuanDigits(oldFen),
        amount: yuanDigits(newFen),
      },
    });
  }
};
for (const programme of Object.values(tekunParts)) whenRaised(programme, tell(programme));
