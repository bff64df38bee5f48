/** What departments have just told of homes: a resident in hospital of whom nobody has recorded a leave, and the bank's balance of yesterday. Safe to run again: a row counts once. */

import type { Actor } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { takeFeed } from '../../../kernel/exchange/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { homes } from './homes.ts';
import { numberOf } from './life.ts';
import type { CareStage } from './stage.ts';

/** `today`: the day on which the demonstration begins. After the play of the homes. */
export async function playToldOfHomes(
  stage: CareStage,
  staff: (login: string) => Promise<Actor>,
  today: PlainDate,
): Promise<void> {
  stage.moveTo(`${today}T08:20:00+08:00`);
  const private3 = homes.find(({ key }) => key === '03')!.given;
  const answers = await takeFeed(stage.context, await staff('yibao'), [
    {
      reference: 'WJ-2026-09-0002',
      type: 'hospital.admitted',
      idNumber: numberOf('zhou'),
      happenedOn: plusDays(today, -1),
      payload: { hospitalId: 'XN-YY-02' },
    },
    {
      reference: 'YH-2026-09-0001',
      type: 'escrow.balance.reported',
      happenedOn: plusDays(today, -1),
      payload: { creditCode: private3.creditCode, balanceFen: 54_800_00 },
    },
  ]);
  for (const { state, message } of answers) if (state === 'refused') throw new Error(`demonstration, department: ${message}`);
}
