/** A new standard has raised what is drawn: other domains hear of the subsidy, the person hears of the money. */
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { type Raised, whenRaised } from '../../../kernel/rehearsal/server.ts';
import { kinds } from './facts.ts';
import { kindOfProgramme, PROGRAMMES } from './terms.ts';

const tell = (programme: string) => async (tx: Tx, raised: readonly Raised[]) => {
  const kind = kindOfProgramme(programme);
  for (const { personId, division, fromMonth, oldFen, newFen } of raised) {
    await emit(tx, {
      type: 'disability.subsidy.changed',
      subject: { kind: 'person', id: personId },
      division,
      payload: { personId, kind, state: 'changed', from: fromMonth, to: null, amountFen: newFen, reason: 'standard' },
    });
    await notify(tx, {
      to: { personId },
      template: 'disability.raised',
      params: { name: kinds[kind], month: longMonth(fromMonth), before: yuanDigits(oldFen), amount: yuanDigits(newFen) },
    });
  }
};
for (const programme of PROGRAMMES) whenRaised(programme, tell(programme));
