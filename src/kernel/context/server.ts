/**
 * The transaction's context. A `Tx` cannot exist without an actor, a business date and the city's tables at hand, so no store
 * function can forget them. `once` makes a write safe to send twice.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { type Database, Rollback, type TransactionQueries } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import type { Actor } from '../access/index.ts';
import { type Calendar, plainDateOf } from '../calendar/index.ts';
import type { LiveDivisions } from '../division/index.ts';
import type { Channel } from '../notice/index.ts';
import type { KeyRing } from '../protect/server.ts';
import { fail, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import './sealed.ts';

/** The one business clock. In production it is the real time; in demonstration and tests it can be moved, only forward. */
export interface BusinessClock {
  /** ISO instant. */
  now(): string;
  /** Business date in Asia/Shanghai. */
  today(): PlainDate;
}

/** A civil-affairs office: whom to ask. */
export interface Office {
  readonly division: DivisionCode;
  readonly name: string;
  readonly address: string;
  readonly telephone: string;
}

/** The office of a division; that of the nearest level above where there is none. */
export type OfficeOf = (division: DivisionCode) => Office;

export interface Tx extends TransactionQueries {
  readonly actor: Actor;
  readonly now: string;
  readonly today: PlainDate;
  readonly keys: KeyRing;
  /** The city's own code. */
  readonly city: DivisionCode;
  readonly divisions: LiveDivisions;
  readonly calendar: Calendar;
  readonly office: OfficeOf;
  /** Title of the city's plan, where targets come from. */
  readonly plan: string;
  /** The ways by which texts leave the platform. */
  readonly channels: readonly Channel[];
  /** Slow-changing tables kept in memory for a few seconds, by name (see `remember`). */
  readonly memo: Map<string, { value: unknown; until: number }>;
  /** Runs after the commit, outside the transaction: only to wake a worker, never to do what must happen. */
  afterCommit(wake: () => void): void;
  /** Writes in a transaction of its own after this one, also when a refusal rolls this one back: a refused attempt that must stay on record. */
  recordEvenIfRefused(record: (tx: Tx) => Promise<void>): void;
}

export interface OnceCommand {
  action: string;
  requestId: string;
  /** What was asked: the same id with another body is a conflict. */
  body: unknown;
}

export interface Context {
  readonly clock: BusinessClock;
  readonly keys: KeyRing;
  readonly city: DivisionCode;
  readonly divisions: LiveDivisions;
  readonly calendar: Calendar;
  readonly office: OfficeOf;
  read<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>;
  write<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * A write that is remembered by (actor, action, request id). A repeat changes nothing and gets the first answer; the same id with
   * another body is refused. A refusal rolls back and is not remembered.
   */
  once<T, C extends string>(
    actor: Actor,
    command: OnceCommand,
    work: (tx: Tx) => Promise<Result<T, C>>,
  ): Promise<Result<T, C | 'REQUEST_REUSED'>>;
}

/** Wall-clock time as an ISO instant: what security, locks and progress go by, whatever the business clock says. */
export const real = (): string => new Date().toISOString();

/** UUIDv7: time-ordered ids made by the application. Identity needs real time, not the business clock. */
export function newId(): string {
  const now = Date.now();
  if (now > idAt.ms || now < idAt.ms - CLOCK_SET_BACK) idAt = { ms: now, n: randomInt(0x800) };
  else idAt = idAt.n < 0xfff ? { ms: idAt.ms, n: idAt.n + 1 } : { ms: idAt.ms + 1, n: 0 };
  const bytes = randomBytes(16);
  bytes.writeUIntBE(idAt.ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | idAt.n, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
/** A clock that goes back by more than this was set: ids that stayed in the future would not be found by the time at which they were made. */
const CLOCK_SET_BACK = 1_000;
/** The last one's millisecond and place in it: ids of one process follow each other as they were made (RFC 9562, 6.2 method 1). */
let idAt = { ms: 0, n: 0 };

const UNIQUE_VIOLATION = '23505';

export function makeContext(parts: {
  database: Database;
  clock: BusinessClock;
  keys: KeyRing;
  city: DivisionCode;
  divisions: LiveDivisions;
  calendar: Calendar;
  office: OfficeOf;
  /** Title of the city's plan; said by its pack. */
  plan?: string;
  /** Text messages only, when it is not said. */
  channels?: readonly Channel[];
}): Context {
  const { database, clock } = parts;
  const memo: Tx['memo'] = new Map();
  const run = async <T>(actor: Actor, mode: 'read' | 'write', work: (tx: Tx) => Promise<T>): Promise<T> => {
    let wakes: (() => void)[] = [];
    let records: ((tx: Tx) => Promise<void>)[] = [];
    const result = await database.transaction(actor, mode, (queries) => {
      wakes = [];
      records = [];
      const now = clock.now();
      return work({
        ...queries,
        actor,
        now,
        today: plainDateOf(now),
        keys: parts.keys,
        city: parts.city,
        divisions: parts.divisions,
        calendar: parts.calendar,
        office: parts.office,
        plan: parts.plan ?? '本市民政事业发展规划',
        channels: parts.channels ?? ['sms'],
        memo,
        afterCommit: (wake) => wakes.push(wake),
        recordEvenIfRefused: (record) => records.push(record),
      });
    });
    for (const record of records) await run(actor, 'write', record);
    for (const wake of wakes) wake();
    return result;
  };
  const remembered = async <T>(
    actor: Actor,
    command: OnceCommand,
    bodyHash: string,
  ): Promise<Result<T, 'REQUEST_REUSED'> | null> => {
    const row = await run(actor, 'read', (tx) =>
      tx.maybe<{ bodyHash: string; answer: Buffer }>(
        sql`select body_hash, answer from request_answer where actor_id = ${actor.id} and action = ${command.action} and request_id = ${command.requestId}`,
      ),
    );
    if (!row) return null;
    if (row.bodyHash !== bodyHash) return fail('REQUEST_REUSED');
    return { ok: true, value: parts.keys.openJson<T>(row.answer, answerPlace(actor, command)) };
  };
  return {
    clock,
    keys: parts.keys,
    city: parts.city,
    divisions: parts.divisions,
    calendar: parts.calendar,
    office: parts.office,
    read: (actor, work) => run(actor, 'read', work),
    write: (actor, work) => run(actor, 'write', work),
    async once<T, C extends string>(actor: Actor, command: OnceCommand, work: (tx: Tx) => Promise<Result<T, C>>) {
      const bodyHash = createHash('sm3')
        .update(JSON.stringify(command.body) ?? '')
        .digest('hex');
      try {
        const result = await run(actor, 'write', async (tx) => {
          const outcome = await work(tx);
          if (!outcome.ok) throw new Rollback(outcome);
          tx.later(sql`insert into request_answer (actor_id, action, request_id, body_hash, answer, at)
            values (${actor.id}, ${command.action}, ${command.requestId}, ${bodyHash},
              ${tx.keys.sealJson(outcome.value ?? null, answerPlace(actor, command))}, ${tx.now})`);
          return outcome;
        });
        // A repeat may be refused by the state that its first run made: the first answer is the right one.
        return result.ok ? result : ((await remembered<T>(actor, command, bodyHash)) ?? result);
      } catch (error) {
        if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
        const first = await remembered<T>(actor, command, bodyHash);
        if (first) return first;
        throw error;
      }
    },
  };
}

const MEMO_MS = 3_000;

/** Reads a slow-changing table once every three seconds and process. `forget` it in the process that changes it. */
export async function remember<T>(tx: Tx, name: string, load: () => Promise<T>): Promise<T> {
  const known = tx.memo.get(name);
  if (known && known.until > performance.now()) return known.value as T;
  const value = await load();
  tx.memo.set(name, { value, until: performance.now() + MEMO_MS });
  return value;
}

export const forget = (tx: Tx, name: string): void => tx.afterCommit(() => tx.memo.delete(name));

const answerPlace = (actor: Actor, command: OnceCommand): string =>
  `request_answer:${actor.id}:${command.action}:${command.requestId}`;

/** The division that a record gets: the one given, else the actor's, else the city's. */
export const homeDivision = (tx: Tx, given?: DivisionCode | null): DivisionCode => given ?? tx.actor.division ?? tx.city;
