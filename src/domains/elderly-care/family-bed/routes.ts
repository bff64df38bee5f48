/** Family care beds over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { choice, YearMonthText } from '../../../kernel/schema/index.ts';
import { bedPage, closeBed, EndedBed } from './beds.ts';
import { CheckedMonth, checkMonth, TypedHours, typeHours } from './months.ts';
import { bedBodies, bedCheckers, bedLists, bedReaders } from './terms.ts';

export const familyBedRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/family-beds',
    permission: allow(...bedReaders, ...bedBodies),
    summary: '家庭养老床位和当月核定（留痕）',
    query: z.object({
      list: choice(bedLists).default('active'),
      month: YearMonthText.optional(),
      cursor: z.string().max(10).optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => bedPage(tx, { list: query.list, month: query.month, cursor: query.cursor })),
  }),
  stepOnce({
    url: '/api/family-beds/:id/check',
    summary: '核定家庭养老床位的一个月',
    by: bedCheckers,
    shape: CheckedMonth,
    work: checkMonth,
  }),
  stepOnce({ url: '/api/family-beds/:id/hours', summary: '报设备在线时间', by: bedBodies, shape: TypedHours, work: typeHours }),
  stepOnce({ url: '/api/family-beds/:id/end', summary: '撤床', by: bedCheckers, shape: EndedBed, work: closeBed }),
];
