/** The subsidies over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { subsidyList } from './list.ts';
import { acceptOffer } from './offers.ts';
import { kinds, subsidyLists } from './terms.ts';

const zhOf = { service: kinds.service.zh, nursing: kinds.nursing.zh, concentrated: kinds.concentrated.zh };

export const subsidyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elders/subsidies',
    permission: allow('township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'),
    summary: '经济困难老年人补贴名单（留痕）',
    query: z.object({ list: choice(subsidyLists).default('active'), cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => subsidyList(tx, { list: query.list, cursor: query.cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/subsidies',
    permission: allow('resident'),
    summary: '确认申请系统告知可以领的补贴',
    body: z.strictObject({ requestId: RequestId, kind: choice(zhOf) }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(
        actor,
        { action: 'elder-subsidy-offer', requestId: body.requestId, body: { kind: body.kind } },
        (tx) => acceptOffer(tx, body.kind),
      ),
  }),
];
