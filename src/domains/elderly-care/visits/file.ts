/** What the visits add to the one file of a person: how often, by whom, the last visits, what was found and what came of it. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { definePersonFileSection } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type Cadence, cadences } from '../../../kernel/task/index.ts';
import { type OrderState, orderStates } from '../orders/terms.ts';
import { readers } from './hands.ts';
import { resultPlace } from './sealed.ts';
import {
  KIND,
  type Level,
  levels,
  type Mode,
  modes,
  type Need,
  needStates,
  needs,
  type Outcome,
  outcomes,
  type Validity,
  validities,
} from './terms.ts';

async function visitFile(tx: Tx, personId: string): Promise<{ what: string; says: string }[]> {
  const own = tx.actor.personId === personId;
  if (!own && !isOneOf(tx.actor, readers)) return [];
  const plan = await tx.maybe<{ level: Level; cadence: Cadence; holderName: string | null; pausedOn: PlainDate | null }>(
    sql`select level, cadence, holder_name, paused_on from task_plan where kind = ${KIND} and person_id = ${personId} and ended_on is null`,
  );
  const visits = await tx.rows<{ visitedOn: PlainDate; mode: Mode; outcome: Outcome; validity: Validity; visitorName: string }>(
    sql`select visited_on, mode, outcome, validity, visitor_name from elder_visit where person_id = ${personId} order by started_at desc limit 6`,
  );
  const found = await tx.rows<{
    id: string;
    code: Need;
    state: keyof typeof needStates;
    owner: string | null;
    dueOn: PlainDate;
    closedOn: PlainDate | null;
    result: Buffer | null;
    orderState: OrderState | null;
  }>(
    sql`select n.id, n.code, n.state, n.owner, n.due_on, n.closed_on, n.result, o.state as order_state from care_need n left join home_care_order o on o.id = n.order_id
      where n.person_id = ${personId} order by n.found_at desc limit 10`,
  );
  return [
    ...(plan
      ? [
          {
            what: '探访',
            says: [
              own ? cadences[plan.cadence].zh : `${levels[plan.level]}级，${cadences[plan.cadence].zh}`,
              plan.holderName ? `联系人${plan.holderName}` : null,
              plan.pausedOn ? `${longDate(plan.pausedOn)}起暂停` : null,
            ]
              .filter(Boolean)
              .join('，'),
          },
        ]
      : []),
    ...visits.map((visit) => ({
      what: longDate(visit.visitedOn),
      says: `${visit.visitorName}${modes[visit.mode]}，${outcomes[visit.outcome]}${visit.validity === 'valid' ? '' : `（${validities[visit.validity]}）`}`,
    })),
    ...found.map((need) => ({
      what: `需求：${needs[need.code]}`,
      says:
        need.state === 'closed'
          ? `${longDate(need.closedOn!)}办结：${tx.keys.open(need.result!, resultPlace(need.id))}`
          : `${need.owner ? `${need.owner}${need.orderState ? `，${orderStates[need.orderState]}` : '在办'}` : needStates[need.state]}，${longDate(need.dueOn)}前`,
    })),
  ];
}

definePersonFileSection({ key: 'elder-visits', zh: '探访', homeOnly: true, load: visitFile });
