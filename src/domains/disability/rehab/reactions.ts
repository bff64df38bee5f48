/** What happens here when something happened elsewhere: somebody is in hospital, or dead, and no service is possible on those days. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

/** The first of these keys that the payload has, as a business date; instants are turned into one. */
function day(payload: Readonly<Record<string, unknown>>, ...keys: string[]): PlainDate {
  const given = keys.map((key) => payload[key]).find((value) => typeof value === 'string') as string | undefined;
  if (!given) throw new Error(`the event has none of ${keys.join(', ')}`);
  return given.length > 10 ? plainDateOf(given) : (given as PlainDate);
}

export const rehabReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'disability.pause-in-hospital',
    types: ['hospital.admitted', 'hospital.discharged'],
    async handle(tx, event) {
      const personId = event.subject.id;
      if (event.type === 'hospital.admitted')
        await tx.run(sql`insert into rehab_absence (id, person_id, division, kind, from_on)
          values (${newId()}, ${personId}, ${event.division}, 'hospital', ${day(event.payload, 'admittedAt', 'admittedOn')}) on conflict (person_id, kind) where to_on is null do nothing`);
      else
        await tx.run(sql`update rehab_absence set to_on = greatest(from_on, ${day(event.payload, 'dischargedAt', 'dischargedOn')}::date)
          where person_id = ${personId} and kind = 'hospital' and to_on is null`);
    },
  }),
  defineSubscription({
    name: 'disability.no-service-after-death',
    types: ['person.died', 'person.death.revoked', 'person.death.corrected'],
    async handle(tx, event) {
      const personId = event.subject.id;
      await tx.run(
        sql`update rehab_absence set to_on = from_on where person_id = ${personId} and kind = 'death' and to_on is null`,
      );
      if (event.type === 'person.death.revoked') return;
      await tx.run(sql`insert into rehab_absence (id, person_id, division, kind, from_on)
        values (${newId()}, ${personId}, ${event.division}, 'death', ${day(event.payload, 'newDiedOn', 'diedOn')})`);
    },
  }),
];
