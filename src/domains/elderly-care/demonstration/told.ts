/** What departments have just told, as the demonstration finds it: an old person in hospital whose cleaning in three days waits, an estate that was finished without its facilities. Safe to run again. */
import { sql } from '../../../database/sql.ts';
import { type Actor, systemActor } from '../../../kernel/access/server.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { takeFeed } from '../../../kernel/exchange/server.ts';
import { findByIdNumber, makeIdNumber, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { orderOnBehalf } from '../orders/on-behalf.ts';

interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
const VILLAGE = '421202100001';
const yan = { name: '晏有福', idNumber: makeIdNumber('421202', '1943-08-16', 631) };

/** `today`: the day on which the demonstration begins. After the play of the home services. */
export async function playTold(stage: Stage, staff: (login: string) => Promise<Actor>, today: PlainDate): Promise<void> {
  const { context } = stage;
  await context.write(systemActor('demonstration', context.city), async (tx) => {
    if (!(await findByIdNumber(tx, yan.idNumber)))
      must(yan.name, await registerPerson(tx, { ...yan, division: VILLAGE, phone: '13907240731' }));
  });
  stage.moveTo(`${plusDays(today, -1)}T09:00:00+08:00`);
  await context.write(await staff('cun'), async (tx) => {
    const known = await tx.maybe(
      sql`select 1 as one from home_care_order o join person p on p.id = o.person_id where p.name = ${yan.name} limit 1`,
    );
    if (known) return;
    const item = await tx.one<{ id: string }>(
      sql`select id from home_care_item where code = 'CLEAN' and left(division, 6) = '421202'`,
    );
    must(
      'order',
      await orderOnBehalf(tx, {
        ...yan,
        division: VILLAGE,
        itemId: item.id,
        on: plusDays(today, 3),
        time: '09:30',
        address: '汀泗桥镇古塘村，晏有福家',
        phone: '13907240731',
        fund: 'self',
        anySex: 'no',
        position: '29.78210,114.25060,12',
      }),
    );
  });
  stage.moveTo(`${today}T08:10:00+08:00`);
  const answers = await takeFeed(context, await staff('yibao'), [
    {
      reference: 'WJ-2026-09-0001',
      type: 'hospital.admitted',
      idNumber: yan.idNumber,
      happenedOn: today,
      payload: { hospitalId: 'XN-YY-01' },
    },
    {
      reference: 'ZJ-2026-09-0001',
      type: 'housing.project.completed',
      happenedOn: plusDays(today, -2),
      payload: {
        projectRef: 'ZJ-2026-18',
        division: VILLAGE,
        name: '泗水花园（演示）',
        developer: '咸安城建公司（演示）',
        households: 420,
        plannedPeople: 1250,
      },
    },
  ]);
  for (const { state, message } of answers) if (state === 'refused') throw new Error(`demonstration, department: ${message}`);
}
