/** 规划衔接 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { addLink, linkOffers, links, removeLink } from './links.ts';
import { linkKeeper, linkReaders } from './terms.ts';

export const linkRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/plan-links',
    permission: allow(...linkReaders),
    summary: '规划衔接：目标对目标，差多少',
    query: z.strictObject({ indicator: z.string().max(40).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => ({
        rows: await links(tx, query.indicator),
        offers: await linkOffers(tx, query.indicator),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/plan-links',
    permission: allow(linkKeeper),
    summary: '登记规划衔接',
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-link.add', requestId, body: input }, (tx) => addLink(tx, input)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-links/:id/removal',
    permission: allow(linkKeeper),
    summary: '撤去规划衔接',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'plan-link.remove', requestId: body.requestId, body: params }, (tx) =>
        removeLink(tx, params.id),
      ),
  }),
];
