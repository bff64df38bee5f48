/** 资金公开: a reading page for everybody. */
import { z } from 'zod';
import { publishedFunds } from '../domains/planning-statistics/funds/published.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { shellOf } from './pages.ts';

export const fundPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/funds',
    permission: anyone,
    summary: '资金公开：逐年的分配和支付',
    query: z.object({ year: z.string().max(4).optional() }),
    async handler(context) {
      const { context: platform } = context.platform;
      const year = /^\d{4}$/.test(context.query.year ?? '') ? Number(context.query.year) : null;
      const funds = await platform.read(systemActor('fund-list', platform.city), (tx) => publishedFunds(tx, year));
      return html(pages.fundsPage({ ...(await shellOf(context)), here: '/funds', funds }));
    },
  }),
];
