/** 规划指标和规划印出的数 over HTTP. */
import { z } from 'zod';
import { allow, cityOffice, countyOffice } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { wall } from '../values/wall.ts';
import { planFigures } from './views.ts';

const readers = allow(...countyOffice, ...cityOffice, 'auditor');

export const figureRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/plan-indicators',
    permission: readers,
    summary: '规划指标：目标、基期、印出的、发布的、平台现在数的、状态，各县对比，数据冲突',
    handler: ({ platform, actor }) => platform.context.read(actor, wall),
  }),
  route({
    method: 'GET',
    url: '/api/plan-figures',
    permission: readers,
    summary: '规划印出的每一个数：按业务、按文字查',
    query: z.strictObject({
      q: z.string().trim().max(60).optional(),
      domain: z.string().max(40).optional(),
      after: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    handler: ({ platform, actor, query: { after, ...filter } }) =>
      platform.context.read(actor, (tx) => planFigures(tx, filter, after)),
  }),
];
