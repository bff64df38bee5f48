/**
 * 生存痕迹: the newest day on which somebody was seen, in whatever service. Every yearly confirmation asks it first, so that nobody makes a trip for it.
 */
import { sql } from '../../database/sql.ts';
import { plainDateOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { defineSubscription, type Subscription } from '../event/server.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';

type TraceWay = 'visit' | 'card' | 'hospital' | 'application' | 'face';

/** `face`: looked at by a platform of the nation or the province; ours looks at no faces. An older one told late changes nothing. */
export const recordTrace = (
  tx: Tx,
  trace: { personId: string; division: DivisionCode; seenOn: PlainDate; way: TraceWay },
): Promise<number> =>
  tx.run(sql`insert into life_trace (person_id, division, seen_on, way) values (${trace.personId}, ${trace.division}, ${trace.seenOn}, ${trace.way})
    on conflict (person_id) do update set seen_on = excluded.seen_on, way = excluded.way, division = excluded.division where excluded.seen_on > life_trace.seen_on`);

export const residentReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'resident.life',
    types: ['life.proved', 'hospital.admitted'],
    async handle(tx, event) {
      const { personId, seenOn, admittedAt, admittedOn, way } = event.payload as {
        personId?: string;
        seenOn?: PlainDate;
        admittedAt?: string;
        admittedOn?: PlainDate;
        way?: TraceWay;
      };
      const on = seenOn ?? admittedOn ?? (admittedAt ? plainDateOf(admittedAt) : null);
      if (on)
        await recordTrace(tx, {
          personId: personId ?? event.subject.id,
          division: event.division,
          seenOn: on,
          way: way ?? 'hospital',
        });
    },
  }),
];
