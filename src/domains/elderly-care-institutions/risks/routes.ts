/** 风险清单 over HTTP. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RiskFilter, riskPage, riskSheet } from './list.ts';
import { heads, readers } from './terms.ts';

export const riskRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-risks',
    permission: allow(...readers, ...heads),
    summary: '养老机构的风险清单：隐患、事件、资金、配比、证照、逾期的事',
    query: RiskFilter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => riskPage(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/care-risks/sheet',
    permission: allow(...readers, ...heads),
    summary: '养老机构的风险清单，表格',
    query: RiskFilter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => riskSheet(tx, query)),
  }),
];
