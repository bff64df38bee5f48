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
  type EventPayload,
  type EventType,
  type FailedDelivery,
  isEventType,
  type Sensitivity,
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

/** Deliveries that failed and wait for another attempt, oldest first, at most 50 a page; the cursor is the last `eventId`. */
export async function failedDeliveries(
  tx: Tx,
  cursor: string | null = null,
): Promise<{ items: FailedDelivery[]; next: string | null }> {
  const { lo, hi } = tx.actor;
  if (lo === null || hi === null) return { items: [], next: null };
  const after = cursor === null ? [null, null] : cursor.split('/');
  const rows =
    await tx.rows<FailedDelivery>(sql`select d.subscriber, d.event_id, e.type, d.subject, d.division, d.attempts, d.next_at, d.error
    from event_delivery d join domain_event e on e.event_id = d.event_id
    where d.state = 'failed' and d.division >= ${lo} and d.division < ${hi}
      and (${after[0]}::uuid is null or (d.event_id, d.subscriber) > (${after[0]}::uuid, ${after[1]}::text))
    order by d.event_id, d.subscriber limit 51`);
  const last = rows[49];
  return { items: rows.slice(0, 50), next: rows.length > 50 && last ? `${last.eventId}/${last.subscriber}` : null };
}
