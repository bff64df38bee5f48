/**
 * The outbox. `emit` writes the event and one delivery for each subscriber in the caller's transaction; dispatchers hand them
 * over after the commit (dispatch.ts), so nobody's work waits for a subscriber.
 */
import { join, sql } from '../../database/sql.ts';
import { newId, type Tx } from '../context/server.ts';
import type { DivisionCode } from '../schema/index.ts';
import { wakeDispatchers } from './dispatch.ts';
import {
  type DomainEvent,
  dayBefore,
  type EventPayload,
  type EventType,
  isEventType,
  type Sensitivity,
  type Undelivered,
} from './index.ts';
import { subscribersOf } from './subscription.ts';

export { type Dispatcher, makeDispatcher } from './dispatch.ts';
export * from './index.ts';
export { defineSubscription, type Subscription } from './subscription.ts';

/** What an emitter says; the rest of the envelope comes from the transaction. */
export interface NewEvent {
  type: EventType;
  subject: { kind: string; id: string };
  division: DivisionCode;
  payload: EventPayload;
  /** `personal` unless said otherwise: an event about nobody says so. */
  sensitivity?: Sensitivity;
  correlationId?: string;
  /** ISO instant; now by default. */
  occurredAt?: string;
}

/** Tells an event. An unknown name, or a division outside the city (nobody would ever receive it), is a bug. */
export async function emit(tx: Tx, given: NewEvent): Promise<DomainEvent> {
  if (!isEventType(given.type)) throw new Error(`event ${given.type} is not in the catalogue`);
  const city = tx.city;
  if (!given.division.startsWith(city.slice(0, 4)))
    throw new Error(`event ${given.type} lies outside the city: ${given.division}`);
  const eventId = newId();
  const event: DomainEvent = {
    eventId,
    type: given.type,
    version: 1,
    occurredAt: given.occurredAt ?? tx.now,
    recordedAt: tx.now,
    division: given.division,
    subject: given.subject,
    payload: given.payload,
    source: tx.actor.kind === 'system' ? tx.actor.id : tx.actor.kind,
    correlationId: given.correlationId ?? eventId,
    sensitivity: given.sensitivity ?? 'personal',
  };
  const row = sql`insert into domain_event (event_id, type, version, occurred_at, recorded_at, division, subject_kind, subject_id, payload, source, correlation_id, sensitivity)
    values (${eventId}, ${event.type}, ${event.version}, ${event.occurredAt}, ${event.recordedAt}, ${event.division}, ${event.subject.kind}, ${event.subject.id},
      ${event.payload}, ${event.source}, ${event.correlationId}, ${event.sensitivity})`;
  await tx.run(row);
  const subscribers = subscribersOf(event.type);
  if (subscribers.length > 0) {
    const subject = `${event.subject.kind}:${event.subject.id}`;
    // The sequence was drawn by the statement before, in this session: whoever emits cannot always read the event back.
    const seq = sql`currval(pg_get_serial_sequence('domain_event', 'seq'))`;
    const rows = subscribers.map((name) => sql`(${name}, ${seq}, ${eventId}, ${subject}, ${event.division}, ${tx.now})`);
    await tx.run(
      sql`insert into event_delivery (subscriber, seq, event_id, subject, division, next_at) values ${join(rows, sql`, `)}`,
    );
    tx.afterCommit(wakeDispatchers);
  }
  return event;
}

/** What waits for a subscriber: failed, or untouched for a day; by subscriber and event, the oldest first. No subject is named. */
export const undeliveredEvents = (tx: Tx): Promise<Undelivered[]> =>
  tx.rows(sql`select d.subscriber as receiver, e.type as matter, count(*)::int as count, min(e.recorded_at) as oldest, max(d.attempts) as attempts,
      min(d.next_at) as next_at, (array_agg(d.error order by d.attempts desc))[1] as error
    from event_delivery d join domain_event e on e.event_id = d.event_id
    where d.state <> 'handled' and (d.state = 'failed' or e.recorded_at < ${dayBefore(tx.now)})
    group by d.subscriber, e.type order by oldest limit 100`);

/** Hands over again now what waits for a subscriber; number of deliveries. */
export function retryEvents(tx: Tx, { receiver, matter }: { receiver: string; matter: string }): Promise<number> {
  tx.afterCommit(wakeDispatchers);
  return tx.run(sql`update event_delivery d set next_at = ${tx.now} from domain_event e
    where e.event_id = d.event_id and d.subscriber = ${receiver} and e.type = ${matter} and d.state <> 'handled'`);
}
