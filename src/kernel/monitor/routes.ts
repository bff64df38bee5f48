/** 接口和投递 over HTTP. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { retryStuck, stuck, type Way, ways } from './server.ts';

export const monitorRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/undelivered',
    permission: allow('sys-admin'),
    summary: '没有送到的事件、消息和查询',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await stuck(tx) })),
  }),
  route({
    method: 'POST',
    url: '/api/undelivered/retry',
    permission: allow('sys-admin'),
    summary: '没有送到的，现在再试一次',
    body: z.strictObject({
      way: z.enum(Object.keys(ways) as Way[]),
      receiver: z.string().min(1).max(100),
      matter: z.string().max(100),
    }),
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => retryStuck(tx, body)),
  }),
];
