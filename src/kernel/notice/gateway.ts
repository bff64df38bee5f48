/**
 * The city's providers over HTTP, text messages and WeChat alike: one POST for a message with `Idempotency-Key`, by which the provider
 * knows a repeat. The number is looked up at the moment of sending and is neither kept nor named in an error; which WeChat account
 * belongs to it only the provider of the city's public account (公众号) knows.
 */
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Context } from '../context/server.ts';
import type { Adapter, Adapters } from './delivery.ts';

export interface Gateway {
  url: string;
  token: string;
}

/** The person cannot be reached by this channel: trying again does not help. */
export class Unreachable extends Error {}

/** The provider itself does not work at the moment: nothing else needs to be tried there now. */
export class GatewayDown extends Error {}

const TIMEOUT_MS = 10_000;

async function post(
  name: string,
  { url, token }: Gateway,
  id: string,
  body: unknown,
  timeoutMs: number,
): Promise<{ ref?: unknown; bound?: unknown }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': id },
    body: JSON.stringify(body),
    redirect: 'error', // a sign-in page is no answer
    signal: AbortSignal.timeout(timeoutMs),
  })
    .then(async (response) => ({ status: response.status, ok: response.ok, text: await response.text() }))
    .catch((error: Error & { cause?: { code?: string } }) => {
      throw new GatewayDown(
        error.name === 'TimeoutError' ? `${name}网关没有及时答复` : `${name}网关连接不上（${error.cause?.code ?? error.name}）`,
      );
    });
  const refusal = `${name}网关答复${answer.status}`;
  if (answer.status >= 500 || [401, 403, 429].includes(answer.status)) throw new GatewayDown(refusal);
  if (!answer.ok) throw new Error(refusal);
  try {
    const content = JSON.parse(answer.text) as { ref?: unknown } | null;
    if (content && typeof content === 'object') return content;
  } catch {
    // told below
  }
  throw new GatewayDown(`${name}网关的答复不是约定的 JSON`);
}

const telephoneOf = (context: Context, personId: string): Promise<string | null> =>
  context.read(systemActor('notice', context.city), async (tx) => {
    const row = await tx.maybe<{ phone: Buffer | null }>(sql`select phone from person where id = ${personId}`);
    return row?.phone ? tx.keys.open(row.phone, `person.phone:${personId}`) : null;
  });

function gatewayAdapter(name: string, context: Context, gateway: Gateway, extra: object, timeoutMs: number): Adapter {
  return {
    async send({ id, personId, text }) {
      const telephone = await telephoneOf(context, personId);
      if (!telephone) throw new Unreachable('没有登记手机号码');
      const { ref, bound } = await post(name, gateway, id, { telephone, text, ...extra }, timeoutMs);
      if (bound === false) throw new Unreachable(`这个手机号码没有绑定${name}`);
      return { ref: typeof ref === 'string' ? ref.slice(0, 100) : id };
    },
  };
}

/** What a city without the provider of a channel has: nothing leaves, and nothing is said to have left. */
const absent: Adapter = { send: () => Promise.reject(new Error('没有接入这个渠道')) };

/** `page`: what a WeChat message opens when it is touched. */
export const gatewayAdapters = (
  context: Context,
  gateways: { sms: Gateway; wechat: Gateway | null; page: string },
  timeoutMs = TIMEOUT_MS,
): Adapters => ({
  sms: gatewayAdapter('短信', context, gateways.sms, {}, timeoutMs),
  wechat: gateways.wechat ? gatewayAdapter('微信', context, gateways.wechat, { url: gateways.page }, timeoutMs) : absent,
});
