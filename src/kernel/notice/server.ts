/**
 * In-app messages, written in the transaction of the work that causes them; texts that leave the platform are delivered after
 * the commit (delivery.ts).
 */
import { and, join, type Sql, sql } from '../../database/sql.ts';
import type { Performer } from '../access/index.ts';
import { homeDivision, newId, type Tx } from '../context/server.ts';
import { dayBefore, type Undelivered } from '../event/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { wakeDelivery } from './delivery.ts';
import { afterQuietHours, type Message, type NoticeParams, type OutgoingMessage, renderMessage } from './index.ts';

export { type Adapter, type Adapters, deliverOutgoing, developmentAdapters, startDelivery } from './delivery.ts';
export { type Gateway, gatewayAdapters } from './gateway.ts';
export * from './index.ts';

/**
 * A person; one user; or whoever holds a duty. A performer's message is seen by every user whose present duty is that performer
 * and whose scope contains the division: a performer has one level, so these are the holders of the duty for that place, not
 * their superiors. One of them reading it makes it read for all.
 */
export type Receiver = { personId: string } | { performer: Performer; division: DivisionCode } | { userId: string };

export interface Notice {
  to: Receiver;
  template: string;
  params?: NoticeParams;
  caseId?: string | null;
  /** The batch of payments that it is about. */
  batchId?: string;
  /** Somebody is hurt or missing: the text leaves in the quiet hours, too. */
  atOnce?: true;
}

/** Leaves a message in the caller's transaction; a person also gets a text by every channel of the city, outside the quiet hours. An unknown template is a bug. */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  const { to } = notice;
  const text = renderMessage(notice.template, notice.params ?? {});
  const id = newId();
  const person = 'personId' in to ? to.personId : null;
  const user = 'userId' in to ? to.userId : null;
  const performer = 'performer' in to ? to.performer : null;
  const division = homeDivision(tx, 'performer' in to ? to.division : null);
  tx.later(sql`insert into message (id, to_person_id, to_user_id, to_performer, division, template, title, body, case_id, batch_id, created_at)
    values (${id}, ${person}, ${user}, ${performer}, ${division}, ${notice.template}, ${text.title}, ${text.body}, ${notice.caseId ?? null}, ${notice.batchId ?? null}, ${tx.now})`);
  if (person === null) return;
  for (const channel of tx.channels)
    tx.later(sql`insert into outgoing_message (id, message_id, person_id, division, channel, text, next_at, created_at)
      values (${newId()}, ${id}, ${person}, ${division}, ${channel}, ${text.sms}, ${notice.atOnce ? tx.now : afterQuietHours(tx.now)}, ${tx.now})`);
  tx.afterCommit(wakeDelivery);
}

/** The messages that this actor receives; null for somebody who receives none. */
function mine(tx: Tx): Sql | null {
  const { actor } = tx;
  if (actor.kind === 'resident' && actor.personId) return sql`to_person_id = ${actor.personId}`;
  if (actor.kind !== 'staff' || actor.lo === null || actor.hi === null) return null;
  const performer: Performer = actor.duty ?? actor.role;
  // Whoever stands in for somebody has that one's messages.
  const own = actor.actingFor
    ? sql`(to_user_id = ${actor.id} or to_user_id = ${actor.actingFor.id})`
    : sql`to_user_id = ${actor.id}`;
  return sql`(${own} or (to_performer = ${performer} and division >= ${actor.lo} and division < ${actor.hi}))`;
}

const PAGE = 50;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const pageOf = <T extends { id: string }>(rows: T[]): { items: T[]; next: string | null } => ({
  items: rows.slice(0, PAGE),
  next: rows.length > PAGE ? rows[PAGE - 1]!.id : null,
});

/** Newest first, 50 a page. */
export async function myMessages(
  tx: Tx,
  cursor: string | null = null,
): Promise<{ items: Omit<Message, 'waits'>[]; next: string | null }> {
  const filter = mine(tx);
  if (!filter) return { items: [], next: null };
  return pageOf(
    await tx.rows<
      Omit<Message, 'waits'>
    >(sql`select id, template, title, body, division, case_id, batch_id, created_at, read_at from message
      where ${filter} and id < ${cursor ?? LAST_ID} order by id desc limit ${PAGE + 1}`),
  );
}

/** Unread messages, counted up to 100 (a badge says 99+). */
export async function unreadCount(tx: Tx): Promise<number> {
  const filter = mine(tx);
  if (!filter) return 0;
  const row = await tx.one<{ count: number }>(
    sql`select count(*)::int as count from (select 1 from message where ${filter} and read_at is null limit 100) unread`,
  );
  return row.count;
}

/** Marks a message read; a second time changes nothing. Somebody else's message is not found. */
export async function markRead(tx: Tx, id: string): Promise<Result<null, 'NOT_FOUND'>> {
  const filter = mine(tx);
  if (!filter) return fail('NOT_FOUND');
  const changed =
    await tx.run(sql`update message set read_at = coalesce(read_at, ${tx.now}), read_by = coalesce(read_by, ${tx.actor.id})
    where id = ${id} and ${filter}`);
  return changed === 0 ? fail('NOT_FOUND') : ok(null);
}

/** Texts that left or will leave the platform, newest first, 50 a page: of the actor's divisions, or one's own. */
export async function devOutbox(
  tx: Tx,
  cursor: string | null = null,
): Promise<{ items: OutgoingMessage[]; next: string | null }> {
  const { lo, hi, personId } = tx.actor;
  const scopes: Sql[] = [];
  if (lo !== null && hi !== null) scopes.push(sql`division >= ${lo} and division < ${hi}`);
  if (personId !== null) scopes.push(sql`person_id = ${personId}`);
  if (scopes.length === 0) return { items: [], next: null };
  const where = and([sql`(${join(scopes, sql` or `)})`, sql`id < ${cursor ?? LAST_ID}`]);
  return pageOf(
    await tx.rows<OutgoingMessage>(sql`select id, person_id, channel, text, state, attempts, next_at, created_at, sent_at, provider_ref, error
      from outgoing_message where ${where} order by id desc limit ${PAGE + 1}`),
  );
}

/** Messages that did not leave: failed, or waiting for a day; by channel. Who has no telephone is no fault of the way. */
export const undeliveredMessages = (tx: Tx): Promise<Undelivered[]> =>
  tx.rows(sql`select channel as receiver, '' as matter, count(*)::int as count, min(created_at) as oldest, max(attempts) as attempts,
      min(next_at) as next_at, (array_agg(error order by attempts desc))[1] as error
    from outgoing_message where state <> 'sent' and next_at < 'infinity' and (state = 'failed' or created_at < ${dayBefore(tx.now)})
    group by channel order by oldest`);

/** Sends again now what waits for a channel; number of messages. */
export function retryMessages(tx: Tx, channel: string): Promise<number> {
  tx.afterCommit(wakeDelivery);
  return tx.run(sql`update outgoing_message set next_at = ${tx.now}
    where channel = ${channel} and state in ('waiting', 'failed') and next_at < 'infinity'`);
}
