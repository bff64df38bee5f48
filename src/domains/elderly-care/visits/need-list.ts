/** Needs that wait for a home service. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type Need, serviceOf, type Urgency } from './terms.ts';

interface Waiting {
  id: string;
  personId: string;
  personName: string;
  division: DivisionCode;
  code: Need;
  urgency: Urgency;
  dueOn: PlainDate;
}
/** Those of the actor's scope, the urgent first; at most 50. */
export const needsToOrder = (tx: Tx): Promise<Waiting[]> =>
  tx.rows<Waiting>(sql`select d.id, d.person_id, p.name as person_name, d.division, d.code, d.urgency, d.due_on from care_need d join person p on p.id = d.person_id
    where d.state <> 'closed' and d.order_id is null and p.life_state = 'alive' and d.code = any(${Object.keys(serviceOf)}::text[])
      and d.division >= ${tx.actor.lo ?? ''} and d.division < ${tx.actor.hi ?? ''} order by d.urgency desc, d.due_on, d.id limit 50`);
