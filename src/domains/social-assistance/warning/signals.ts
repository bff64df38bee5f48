/** What was heard of persons, one row for each event: what a rule that needs memory, and the monthly comparison, read again. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DomainEvent, EventPayload } from '../../../kernel/event/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

defineSealed({ table: 'assistance_signal', key: ['event_id'], sealed: ['content'] });

export interface Signal {
  readonly eventId: string;
  readonly kind: string;
  readonly personId: string;
  readonly asOf: PlainDate;
  readonly payload: EventPayload;
}

const place = (eventId: string): string => `assistance_signal.content:${eventId}`;

interface SignalRow {
  eventId: string;
  kind: string;
  personId: string;
  asOf: PlainDate;
  content: Buffer;
}
const columns = sql`event_id, kind, person_id, as_of, content`;
const opened = (tx: Tx, { content, ...row }: SignalRow): Signal => ({
  ...row,
  payload: tx.keys.openJson<EventPayload>(content, place(row.eventId)),
});

/** Keeps a signal; the same event twice is one. */
export async function keepSignal(
  tx: Tx,
  signal: Signal,
  at: { householdId: string | null; division: DivisionCode },
): Promise<void> {
  await tx.run(sql`insert into assistance_signal (event_id, kind, person_id, household_id, division, as_of, content, received_at)
    values (${signal.eventId}, ${signal.kind}, ${signal.personId}, ${at.householdId}, ${at.division}, ${signal.asOf}, ${tx.keys.sealJson(signal.payload, place(signal.eventId))}, ${tx.now})
    on conflict (event_id) do nothing`);
}

/** The household is looked at again by the next monthly comparison. */
export async function touch(tx: Tx, householdId: string, division: DivisionCode): Promise<void> {
  await tx.run(sql`insert into assistance_touched (household_id, division, touched_at) values (${householdId}, ${division}, ${tx.now})
    on conflict (household_id) do update set touched_at = excluded.touched_at`);
}

/** The day that a payload says it happened on; else that of the event. */
export function dayOf(event: DomainEvent): PlainDate {
  const days = [
    'asOf',
    'diedOn',
    'startedOn',
    'endedOn',
    'insuredFrom',
    'listedOn',
    'reportedOn',
    'registeredOn',
    'movedOn',
    'seenOn',
  ];
  const key = days.find((d) => typeof event.payload[d] === 'string');
  return (key ? event.payload[key] : event.occurredAt.slice(0, 10)) as PlainDate;
}

/** What was heard of these persons since a day, oldest first. */
export const signalsSince = async (tx: Tx, personIds: readonly string[], since: PlainDate): Promise<Signal[]> =>
  (
    await tx.rows<SignalRow>(
      sql`select ${columns} from assistance_signal where person_id = any(${[...personIds]}::uuid[]) and as_of >= ${since} order by as_of, event_id limit 500`,
    )
  ).map((row) => opened(tx, row));

/** What was heard of a kind of these persons since a day, in the order in which it was. */
export const signalsReceived = async (
  tx: Tx,
  of: { kind: string; personIds: readonly string[]; since: PlainDate },
): Promise<Signal[]> =>
  (
    await tx.rows<SignalRow>(
      sql`select ${columns} from assistance_signal where person_id = any(${[...of.personIds]}::uuid[]) and kind = ${of.kind}
        and (received_at at time zone 'Asia/Shanghai')::date >= ${of.since} order by received_at, event_id limit 100`,
    )
  ).map((row) => opened(tx, row));

/** The next signals of a kind between two days, in the order of their ids. */
export const signalsOfKind = async (
  tx: Tx,
  given: { kind: string; from: PlainDate; to: PlainDate; after: string | null; limit: number },
): Promise<Signal[]> =>
  (
    await tx.rows<SignalRow>(sql`select ${columns} from assistance_signal where kind = ${given.kind} and as_of >= ${given.from} and as_of <= ${given.to}
      and (${given.after}::uuid is null or event_id > ${given.after}::uuid) order by event_id limit ${given.limit}`)
  ).map((row) => opened(tx, row));

/** Insured work that has begun and not ended. */
export async function isInsured(tx: Tx, personId: string, on: PlainDate): Promise<boolean> {
  const last = await tx.maybe<{ kind: string }>(sql`select kind from assistance_signal where person_id = ${personId}
    and kind in ('employment.insured', 'employment.insurance.ended') and as_of <= ${on} order by as_of desc, received_at desc limit 1`);
  return last?.kind === 'employment.insured';
}

/** Custody that was heard of and has not ended. */
export async function isInCustody(tx: Tx, personId: string): Promise<boolean> {
  const last = await tx.maybe<{ kind: string }>(sql`select kind from assistance_signal where person_id = ${personId}
    and kind in ('custody.started', 'custody.ended') order by as_of desc, received_at desc limit 1`);
  return last?.kind === 'custody.started';
}

/** Insured work that has begun, whether or not it has ended since. */
export const wasInsured = async (tx: Tx, personId: string, on: PlainDate): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 from assistance_signal where person_id = ${personId} and kind = 'employment.insured' and as_of <= ${on} limit 1`,
  )) !== null;

/** Recognised as an edge or rigid-expense family, by what was told last; null when not. */
export async function recognisedAs(
  tx: Tx,
  householdId: string | null,
  personIds: readonly string[],
  on: PlainDate,
): Promise<'edge' | 'rigid' | null> {
  const row = await tx.maybe<SignalRow>(sql`select ${columns} from assistance_signal
    where kind = 'lowincome.status.changed' and (household_id = ${householdId} or person_id = any(${[...personIds]}::uuid[])) and as_of <= ${on}
    order by as_of desc, received_at desc limit 1`);
  if (!row) return null;
  const { payload } = opened(tx, row);
  const validTo = payload.validTo as PlainDate | null | undefined;
  const ended = payload.toState === 'ended' || (validTo ? validTo < on : false);
  return ended ? null : (payload.kind as 'edge' | 'rigid');
}
