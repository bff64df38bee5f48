/** Every day: a level that runs out is told of in time, once. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { longDate, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { townshipOf } from '../offices.ts';

const BATCH = 200;

interface Expiring {
  id: string;
  personId: string;
  division: DivisionCode;
  validTo: PlainDate;
  asked: boolean;
}
/** The newest one of each person that runs out within the days; who has asked already is not reminded. */
async function expiring(tx: Tx): Promise<Expiring[]> {
  const days = await wholeParameter(tx, 'ASSESS-REMIND-DAYS', tx.city, tx.today);
  if (!days.ok) return [];
  return tx.rows<Expiring>(sql`
    select a.id, a.person_id, a.division, a.valid_to,
      exists (select from service_case c where c.applicant_person_id = a.person_id and c.flow = 'capacity-assessment' and c.closed_at is null) as asked
    from capacity_assessment a join person p on p.id = a.person_id
    where a.state = 'in-force' and a.reminded_on is null and a.valid_to >= ${tx.today} and a.valid_to <= ${plusDays(tx.today, days.value)}
      and p.life_state <> 'dead' and not exists (select from capacity_assessment l where l.person_id = a.person_id and l.state = 'in-force' and l.valid_from > a.valid_from)
    order by a.valid_to, a.id limit ${BATCH}`);
}

async function remindSome(tx: Tx): Promise<number> {
  const rows = await expiring(tx);
  for (const { id, personId, division, validTo, asked } of rows) {
    await tx.run(sql`update capacity_assessment set reminded_on = ${tx.today} where id = ${id}`);
    if (!asked)
      await notify(tx, {
        to: { personId },
        template: 'assessment.expiring',
        params: { date: longDate(validTo), tel: tx.office(townshipOf({ division })).telephone },
      });
  }
  return rows.length;
}

export const remindExpiring = whenDue(expiring, async (context) => {
  const city = systemActor('capacity-assessment', context.city);
  while ((await context.write(city, remindSome)) === BATCH);
});
