/** 规划指标和规划印出的数 over HTTP. */
import { z } from 'zod';
import { allow, cityOffice, countyOffice } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { figureDomains } from './terms.ts';
import { planFigures, planIndicators } from './views.ts';

const readers = allow(...countyOffice, ...cityOffice, 'auditor');

export const figureRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/plan-indicators',
    permission: readers,
    summary: '规划指标：目标、基期、印出的实际值、平台现在数出来的、进度和状态',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const plans = await planIndicators(tx);
        return plans.ok ? ok({ plans: plans.value, domains: figureDomains }) : plans;
      }),
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
