/** Deputies over HTTP. */
import { z } from 'zod';
import { type RouteDefinition, route } from '../http/server.ts';
import { PlainDateText, Uuid } from '../schema/index.ts';
import { allow } from './index.ts';
import { deputies, deputyChoices, endDeputy, nameDeputy } from './server.ts';

const leaders = allow('township-leader', 'county-leader', 'city-leader');

export const deputyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/deputies',
    permission: leaders,
    summary: '岗位代理',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await deputies(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/deputies/choices',
    permission: leaders,
    summary: '可以指定代理的岗位和人员',
    handler: ({ platform, actor }) => platform.context.read(actor, deputyChoices),
  }),
  route({
    method: 'POST',
    url: '/api/deputies',
    permission: leaders,
    summary: '指定代理人',
    body: z.strictObject({
      dutyId: Uuid,
      userId: Uuid,
      from: PlainDateText,
      to: PlainDateText,
      reason: z.string().trim().min(2, '请写明原因').max(100),
    }),
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => nameDeputy(tx, body)),
  }),
  route({
    method: 'POST',
    url: '/api/deputies/:id/end',
    permission: leaders,
    summary: '提前结束代理',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => endDeputy(tx, params.id)),
  }),
];
