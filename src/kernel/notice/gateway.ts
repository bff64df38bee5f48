/**
 * The city's text-message provider over HTTP: one POST for a message with `Idempotency-Key`, by which the provider knows a repeat. The number is
 * looked up at the moment of sending and is neither kept nor named in an error.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context } from '../context/server.ts';
import type { Adapter, Adapters } from './delivery.ts';

const TIMEOUT_MS = 10_000;

/** The person has no telephone on file: trying again does not help. */
export class NoTelephone extends Error {
  constructor() {
    super('没有登记手机号码');
  }
}

export function smsGateway(context: Context, gateway: { url: string; token: string }): Adapter {
  const telephoneOf = (personId: string): Promise<string | null> =>
    context.read(systemActor('notice', context.city), async (tx) => {
      const row = await tx.maybe<{ phone: Buffer | null }>(sql`select phone from person where id = ${personId}`);
      return row?.phone ? tx.keys.open(row.phone, `person.phone:${personId}`) : null;
    });
  return {
    async send({ id, personId, text }) {
      const telephone = await telephoneOf(personId);
      if (!telephone) throw new NoTelephone();
      const answer = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.token}`, 'idempotency-key': id },
        body: JSON.stringify({ telephone, text }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(`短信网关答复${answer.status}`);
      const { ref } = (await answer.json()) as { ref?: unknown };
      return { ref: typeof ref === 'string' ? ref.slice(0, 100) : id };
    },
  };
}

/** What a city without the provider of a channel has: nothing leaves, and nothing is said to have left. */
const absent: Adapter = { send: () => Promise.reject(new Error('没有接入这个渠道')) };

export const gatewayAdapters = (context: Context, gateway: { url: string; token: string }): Adapters => ({
  sms: smsGateway(context, gateway),
  wechat: absent,
});
