/** 长期公布 over HTTP: villages and townships print and post, those above look. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import './figures.ts';
import { PostedInput, printRoster, recordRosterPosted, villageRows } from './postings.ts';

const keepers = allow('village-worker', 'township-clerk');

export const rosterRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/roster',
    permission: allow('village-worker', 'township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'auditor'),
    summary: '各村（社区）享受救助的户数和长期公布情况',
    query: z.object({ cursor: Division.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => villageRows(tx, query.cursor ?? '')),
  }),
  route({
    method: 'GET',
    url: '/api/roster/forms',
    permission: keepers,
    summary: '登记张贴的表',
    handler: async () => ({ posted: formOf(PostedInput) }),
  }),
  route({
    method: 'POST',
    url: '/api/roster/:village/sheet',
    permission: keepers,
    summary: '打印本月公布单',
    params: z.strictObject({ village: Division }),
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'roster.print', requestId: body.requestId, body: params }, (tx) =>
        printRoster(tx, params.village),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/roster/postings/:id/posted',
    permission: keepers,
    summary: '登记公布单的张贴',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId, input: PostedInput }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'roster.posted', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordRosterPosted(tx, params.id, body.input),
      ),
  }),
];
