/** 驾驶舱 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division } from '../../../kernel/schema/index.ts';
import { cockpit } from './cockpit.ts';
import { readers } from './readers.ts';

export const cockpitRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/cockpit',
    permission: allow(...readers),
    summary: '驾驶舱：规划、办件、资金、项目、预警，按县或乡镇；过去的年份只说得出的',
    query: z.object({ division: Division.optional(), year: z.coerce.number().int().min(2000).max(2100).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => cockpit(tx, query)),
  }),
];
