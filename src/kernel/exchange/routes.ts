/** Data of other departments over HTTP: what they send by themselves. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { FeedRow, type FeedType, feedFields, feeds } from './feeds.ts';
import { sentFeed, takeFeed } from './intake.ts';

const MAX_ROWS = 200;

export const exchangeRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/exchange/events/catalogue',
    permission: allow('dept-user'),
    summary: '部门可以报送的变动',
    handler: async () => ({
      rows: Object.entries(feeds).map(([type, feed]) => ({
        type,
        zh: feed.zh,
        about: feed.about,
        fields: feedFields(type as FeedType),
      })),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/exchange/events',
    permission: allow('dept-user'),
    summary: '本部门报送过的',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => sentFeed(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/exchange/events',
    permission: allow('dept-user'),
    summary: '部门报送变动：逐条答复，坏的一条不影响别的',
    perMinute: 60,
    body: z.strictObject({ rows: z.array(FeedRow).min(1, '请至少报送一条').max(MAX_ROWS, `一次最多${MAX_ROWS}条`) }),
    handler: async ({ platform, actor, body }) => ({ answers: await takeFeed(platform.context, actor, body.rows) }),
  }),
];
