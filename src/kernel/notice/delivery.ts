/**
 * Texts leave after the commit. A message is claimed, sent outside any transaction and then marked; a process that dies in
 * between leaves a claim that runs out, and the same message is sent again under the same id, by which a provider knows repeats.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context } from '../context/server.ts';
import { startWorker, type Worker } from '../worker/server.ts';
import { GatewayDown, Unreachable } from './gateway.ts';
import { afterQuietHours, type Channel, type OutgoingMessage } from './index.ts';

/** A way out. Throws when the provider did not take the message; the caller tries again later. */
export interface Adapter {
  /** `id` names the message at the provider, a repeat included. The adapter finds the person's number itself, now. */
  send(message: Pick<OutgoingMessage, 'id' | 'personId' | 'text'>): Promise<{ ref: string }>;
}
export type Adapters = Readonly<Record<Channel, Adapter>>;

const kept: Adapter = { send: async ({ id }) => ({ ref: `development:${id}` }) };
/** Sends nothing: what would have left stays listed (`devOutbox`). */
export const developmentAdapters: Adapters = { sms: kept, wechat: kept };

/** So few that a provider which lets each wait to the end is done with them before the claim runs out. */
const BATCH = 25;
const CLAIM_MS = 5 * 60_000;
const later = (now: string, ms: number): string => new Date(Date.parse(now) + ms).toISOString();
/** 1, 2, 4 … minutes, at most 4 hours. */
const waitMs = (attempts: number): number => Math.min(60_000 * 2 ** Math.min(attempts - 1, 20), 4 * 3_600_000);

const running = new Set<Worker>();
export function wakeDelivery(): void {
  for (const worker of running) worker.wake();
}

type Claimed = Pick<OutgoingMessage, 'id' | 'personId' | 'text' | 'attempts'>;

/** Sends what is due, each channel for itself: a slow one keeps no other waiting. Number sent; failures stay on record with their next attempt. */
export async function deliverOutgoing(context: Context, adapters: Adapters): Promise<number> {
  const channels = Object.keys(adapters) as Channel[];
  const sent = await Promise.all(channels.map((channel) => deliverChannel(context, channel, adapters[channel])));
  return sent.reduce((sum, count) => sum + count, 0);
}

async function deliverChannel(context: Context, channel: Channel, adapter: Adapter): Promise<number> {
  const actor = systemActor('notice', context.city);
  let sent = 0;
  for (;;) {
    const claimed = await context.write(actor, async (tx) => {
      if (afterQuietHours(tx.now) !== tx.now) return [];
      return tx.rows<Claimed>(sql`update outgoing_message set state = 'sending', attempts = attempts + 1, next_at = ${later(tx.now, CLAIM_MS)}
        where id in (select id from outgoing_message where channel = ${channel} and state <> 'sent' and next_at <= ${tx.now}
          order by next_at, id limit ${BATCH} for update skip locked)
        returning id, person_id, text, attempts`);
    });
    for (const [index, { attempts, ...message }] of claimed.entries()) {
      try {
        const { ref } = await adapter.send(message);
        await context.write(actor, (tx) =>
          tx.run(
            sql`update outgoing_message set state = 'sent', sent_at = ${tx.now}, provider_ref = ${ref}, error = null where id = ${message.id}`,
          ),
        );
        sent++;
      } catch (error) {
        await context.write(actor, (tx) =>
          tx.run(sql`update outgoing_message set state = 'failed', error = ${String(error).slice(0, 300)},
            next_at = ${error instanceof Unreachable ? 'infinity' : afterQuietHours(later(tx.now, waitMs(attempts)))}
            where id = ${message.id} and state = 'sending'`),
        );
        if (!(error instanceof GatewayDown)) continue;
        const untried = claimed.slice(index + 1).map(({ id }) => id);
        await context.write(actor, (tx) =>
          tx.run(sql`update outgoing_message set state = 'waiting', attempts = attempts - 1, next_at = ${tx.now}
            where id = any(${untried}) and state = 'sending'`),
        );
        return sent;
      }
    }
    if (claimed.length < BATCH) return sent;
  }
}

/** Delivers when woken by a commit and at the latest every `everyMs`. */
export function startDelivery(
  context: Context,
  adapters: Adapters,
  options: { everyMs?: number; onError: (error: unknown) => void },
): { stop(): Promise<void> } {
  const worker = startWorker({
    everyMs: options.everyMs ?? 5000,
    onError: options.onError,
    work: () => deliverOutgoing(context, adapters),
  });
  running.add(worker);
  return {
    async stop() {
      running.delete(worker);
      await worker.stop();
    },
  };
}
