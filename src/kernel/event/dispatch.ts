/**
 * Hands events to their subscribers: each in a transaction of its own together with the mark that it is handled, in order per
 * subscriber and subject, by any number of processes at once.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context, Tx } from '../context/server.ts';
import { startWorker, type Worker } from '../worker/server.ts';
import { type DomainEvent, retryDelayMs } from './index.ts';
import type { Subscription } from './subscription.ts';

export interface Dispatcher {
  /** Hands over everything that is due now. Number of events handled. */
  dispatch(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
  wake(): void;
}

const BATCH = 50;
/** Committed here; or in the hands of another dispatcher. Symbols, because a rolled-back transaction may answer anything else. */
const HANDLED = Symbol('handled');
const TAKEN = Symbol('taken');
const running = new Set<Worker>();

export function wakeDispatchers(): void {
  for (const worker of running) worker.wake();
}

interface Due {
  subscriber: string;
  eventId: string;
}

type EventRow = Omit<DomainEvent, 'subject'> & { subjectKind: string; subjectId: string };

const eventOf = ({ subjectKind, subjectId, ...rest }: EventRow): DomainEvent => ({
  ...rest,
  subject: { kind: subjectKind, id: subjectId },
});

// An earlier event of the same subject that is not handled yet (waiting, failed, or in somebody's hands) holds the later ones.
const first = sql`not exists (select 1 from event_delivery e where e.subscriber = d.subscriber and e.subject = d.subject
  and e.seq < d.seq and e.state <> 'handled')`;

/** `onError` hears of every failed attempt; it stays on record as well (`undeliveredEvents`). */
export function makeDispatcher(
  context: Context,
  subscriptions: readonly Subscription[],
  options: { everyMs?: number; onError?: (error: unknown, due: Due | null) => void } = {},
): Dispatcher {
  const handlers = new Map(subscriptions.map((s) => [s.name, s]));
  const city = context.city;
  const onError = options.onError ?? (() => {});
  let worker: Worker | null = null;

  const due = () =>
    context.read(systemActor('event', city), (tx) =>
      tx.rows<Due>(sql`select d.subscriber, d.event_id from event_delivery d
        where d.state <> 'handled' and d.subscriber = any(${[...handlers.keys()]}) and d.next_at <= ${tx.now} and ${first}
        order by d.seq limit ${BATCH}`),
    );

  const handle = async (tx: Tx, one: Due): Promise<typeof HANDLED | typeof TAKEN> => {
    const mine =
      await tx.maybe(sql`select 1 from event_delivery d where d.subscriber = ${one.subscriber} and d.event_id = ${one.eventId}
      and d.state <> 'handled' and ${first} for update skip locked`);
    if (!mine) return TAKEN;
    const row =
      await tx.one<EventRow>(sql`select event_id, type, version, occurred_at, recorded_at, division, subject_kind, subject_id,
      payload, source, correlation_id, sensitivity from domain_event where event_id = ${one.eventId}`);
    await handlers.get(one.subscriber)!.handle(tx, eventOf(row));
    await tx.run(sql`update event_delivery set state = 'handled', handled_at = ${tx.now}, attempts = attempts + 1, error = null
      where subscriber = ${one.subscriber} and event_id = ${one.eventId}`);
    return HANDLED;
  };

  const putOff = (one: Due, error: unknown) =>
    context.write(systemActor('event', city), async (tx) => {
      const row = await tx.maybe<{ attempts: number }>(sql`update event_delivery set state = 'failed', attempts = attempts + 1,
        error = ${String(error).slice(0, 500)} where subscriber = ${one.subscriber} and event_id = ${one.eventId} and state <> 'handled' returning attempts`);
      if (!row) return;
      const nextAt = new Date(Date.parse(tx.now) + retryDelayMs(row.attempts)).toISOString();
      await tx.run(
        sql`update event_delivery set next_at = ${nextAt} where subscriber = ${one.subscriber} and event_id = ${one.eventId}`,
      );
    });

  const dispatch = async (): Promise<number> => {
    let total = 0;
    for (;;) {
      let moved = 0;
      for (const one of await due()) {
        try {
          const outcome: unknown = await context.write(systemActor(`event:${one.subscriber}`, city), (tx) => handle(tx, one));
          // A handler that throws `Rollback` leaves quietly with another value: its work is undone, so it counts as a failure.
          if (outcome !== HANDLED && outcome !== TAKEN) throw new Error('the subscriber rolled its work back');
          if (outcome === HANDLED) {
            total++;
            moved++;
          }
        } catch (error) {
          await putOff(one, error);
          moved++;
          onError(error, one);
        }
      }
      if (moved === 0) return total;
    }
  };

  return {
    dispatch,
    start() {
      if (worker) return;
      worker = startWorker({ everyMs: options.everyMs ?? 1000, work: dispatch, onError: (error) => onError(error, null) });
      running.add(worker);
    },
    async stop() {
      if (!worker) return;
      running.delete(worker);
      await worker.stop();
      worker = null;
    },
    wake: () => worker?.wake(),
  };
}
