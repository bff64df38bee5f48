/** Messages over HTTP. */
import { z } from 'zod';
import { allow, officers, partners, signedIn } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { fail } from '../result/index.ts';
import { Uuid } from '../schema/index.ts';
import { waitsForActor } from '../service/server.ts';
import type { Message } from './index.ts';
import { devOutbox, markRead, myMessages } from './server.ts';

const Cursor = z.object({ cursor: Uuid.optional() });

export const noticeRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/messages',
    permission: signedIn,
    summary: '我的消息',
    query: Cursor,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx): Promise<{ items: Message[]; next: string | null }> => {
        const { items, next } = await myMessages(tx, query.cursor ?? null);
        const waiting = await waitsForActor(
          tx,
          items.flatMap((message) => message.caseId ?? []),
        );
        return { items: items.map((m) => ({ ...m, waits: m.caseId !== null && waiting.has(m.caseId) })), next };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/messages/:id/read',
    permission: signedIn,
    summary: '消息已读',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => markRead(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/demo/outbox',
    permission: allow(...officers, ...partners),
    summary: '演示：发出的短信',
    query: Cursor,
    async handler({ platform, actor, query }) {
      if (platform.mode !== 'demonstration' || actor.kind !== 'staff') return fail('NOT_FOUND');
      return platform.context.read(actor, (tx) => devOutbox(tx, query.cursor ?? null));
    },
  }),
];
