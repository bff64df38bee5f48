/** The history of a case: appended, never changed; opinions and data are sealed. */
import { sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';

const opinionPlace = (eventId: string): string => `case_event.opinion:${eventId}`;
const eventPlace = (eventId: string): string => `case_event.data:${eventId}`;

interface EventPlace {
  caseId: string;
  seq: number;
  division: string;
  applicantPersonId: string;
}

export function appendEvent(
  tx: Tx,
  at: EventPlace,
  event: { action: string; from: string | null; to: string; opinion?: string | null; data?: Record<string, unknown> },
): void {
  const id = newId();
  tx.later(sql`insert into case_event (case_id, seq, id, division, applicant_person_id, action, from_state, to_state, actor_id, actor_name, actor_role, at, on_date, opinion, data)
    values (${at.caseId}, ${at.seq}, ${id}, ${at.division}, ${at.applicantPersonId}, ${event.action}, ${event.from}, ${event.to}, ${tx.actor.id}, ${tx.actor.name}, ${tx.actor.duty ?? tx.actor.role},
      ${tx.now}, ${tx.today}, ${event.opinion ? tx.keys.seal(event.opinion, opinionPlace(id)) : null}, ${event.data ? tx.keys.sealJson(event.data, eventPlace(id)) : null})`);
}

export interface StoredEvent {
  seq: number;
  action: string;
  fromState: string | null;
  toState: string;
  actorId: string;
  actorName: string;
  actorRole: string;
  at: string;
  onDate: PlainDate;
  opinion: string | null;
  data: Record<string, unknown> | null;
}

/** The history of a case, oldest first; a case has some dozens of events, of more than 300 the newest. */
export async function caseEvents(tx: Tx, caseId: string): Promise<StoredEvent[]> {
  const rows = await tx.rows<Omit<StoredEvent, 'data' | 'opinion'> & { id: string; data: Buffer | null; opinion: Buffer | null }>(
    sql`select id, seq, action, from_state, to_state, actor_id, actor_name, actor_role, at, on_date, opinion, data from case_event where case_id = ${caseId} order by seq desc limit 300`,
  );
  return rows.reverse().map(({ id, data, opinion, ...row }) => ({
    ...row,
    opinion: opinion ? tx.keys.open(opinion, opinionPlace(id)) : null,
    data: data ? tx.keys.openJson(data, eventPlace(id)) : null,
  }));
}
