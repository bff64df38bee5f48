/** Outlets and cards over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { deviceOf, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import { issueCard, newCode } from './identify.ts';
import { addOutlet, ClosedOutlet, closeOutlet, keepers, NewOutlet, NewTill, openTill, outletList, tillForm } from './register.ts';
import { ownOutlet } from './store.ts';

export const cardIssuers = ['village-worker', 'township-clerk', 'county-clerk'] as const;

export const outletRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elders/outlets',
    permission: allow(...keepers, 'county-leader', 'city-clerk', 'city-leader'),
    summary: '养老服务网点：消费券网点、老年食堂',
    handler: ({ platform, actor }) => platform.context.read(actor, outletList),
  }),
  route({
    method: 'POST',
    url: '/api/elders/outlets',
    permission: allow(...keepers),
    summary: '登记养老服务网点',
    body: z.strictObject({ ...NewOutlet.shape, requestId: RequestId }),
    handler({ platform, actor, body: { requestId, ...given } }) {
      return platform.context.once(actor, { action: 'care-outlet', requestId, body: given }, (tx) => addOutlet(tx, given));
    },
  }),
  route({
    method: 'GET',
    url: '/api/elders/canteen-tills/form',
    permission: allow(...keepers),
    summary: '给老年食堂开收银的表：有助餐功能、还没有收银的设施',
    handler: ({ platform, actor }) => platform.context.read(actor, tillForm),
  }),
  route({
    method: 'POST',
    url: '/api/elders/canteen-tills',
    permission: allow(...keepers),
    summary: '给老年食堂（助餐点）开收银',
    body: NewTill.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-till', requestId, body: given }, (tx) => openTill(tx, given)),
  }),
  route({
    method: 'GET',
    url: '/api/care-till',
    permission: allow('care-outlet'),
    summary: '我在哪个网点收银',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const outlet = await ownOutlet(tx, ['institution', 'home', 'canteen']);
        return outlet.ok ? { kind: outlet.value.kind, name: outlet.value.name } : outlet;
      }),
  }),
  stepOnce({
    url: '/api/elders/outlets/:id/close',
    summary: '养老服务网点停业',
    by: keepers,
    shape: ClosedOutlet,
    work: closeOutlet,
  }),
  stepOnce({
    url: '/api/elders/:id/care-card',
    summary: '发养老服务卡',
    by: cardIssuers,
    shape: z.strictObject({}),
    work: issueCard,
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/care-code',
    permission: allow('resident'),
    summary: '出示养老服务码（十分钟有效，用一次）',
    body: z.strictObject({}),
    handler: (context) => {
      const device = deviceOf(context);
      return context.platform.context.write(context.actor, (tx) => newCode(tx, device));
    },
  }),
];
