/** Three clues on the desks: a hospital bill that the medical insurance reports, a death in a family that is paid, a call to the hotline. */
import { systemActor } from '../../../kernel/access/index.ts';
import type { Actor } from '../../../kernel/access/server.ts';
import { takeFeed } from '../../../kernel/exchange/server.ts';
import { findByIdNumber, recordDeath } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { openTicket } from '../../../kernel/ticket/server.ts';
import { storyOf } from './index.ts';
import { places } from './places.ts';
import type { Stage } from './players.ts';

/** Done again after a kill, it changes nothing: a row has its number, a call its request, a death is recorded once. */
export async function leaveClues(stage: Stage, staff: (login: string) => Promise<Actor>, today: PlainDate): Promise<void> {
  const { context } = stage;
  const [answer] = await takeFeed(context, await staff('yibao'), [
    {
      reference: 'YB-2026-08-0417',
      type: 'medical.expense.alerted',
      idNumber: storyOf('fresh').persons[0]!.idNumber,
      happenedOn: today,
      payload: { selfPaid12mFen: 12_860_00 },
    },
  ]);
  if (answer?.state === 'refused') throw new Error(`demonstration, department: ${answer.message}`);
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    const wife = await findByIdNumber(tx, storyOf('paid').persons[1]!.idNumber);
    if (!wife || wife.lifeState === 'dead') return;
    const recorded = await recordDeath(tx, {
      personId: wife.id,
      diedOn: today,
      source: '火化证明',
      certificateRef: 'HH-2026-0901',
    });
    if (!recorded.ok) throw new Error(`demonstration, death: ${recorded.code}`);
  });
  const called = await openTicket(context, await staff('rexian'), {
    channel: 'call',
    kind: 'help',
    category: 'hardship',
    urgency: 'B',
    division: places.彭碑村,
    matter: '邻居家老人一个人带着孙子，儿子出去打工没有音信，米缸都空了。',
    about: '彭家老人',
    phone: '13971500088',
    requestId: 'story-hotline-call',
  });
  if (!called.ok && called.code !== 'REQUEST_REUSED') throw new Error(`demonstration, hotline: ${called.code}`);
  await stage.runDue();
}
