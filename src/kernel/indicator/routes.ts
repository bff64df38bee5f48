/** Indicators over HTTP. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Division, YearMonthText } from '../schema/index.ts';
import { figureReaders, indicatorDetail, indicatorViews } from './server.ts';

const At = z.object({ month: YearMonthText.optional(), division: Division.optional() });
const given = <T extends Record<string, unknown>>(query: T) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };

export const indicatorRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/indicators',
    permission: allow(...figureReaders),
    summary: '一个业务的指标：值、目标、按地区',
    query: At.extend({ board: z.string().max(60) }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, (tx) => indicatorViews(tx, { ...given(query), board: query.board })),
  }),
  route({
    method: 'GET',
    url: '/api/indicators/:key',
    permission: allow(...figureReaders),
    summary: '一项指标和它数的记录（留痕）',
    params: z.strictObject({ key: z.string().max(60) }),
    query: At.extend({ only: z.literal('missed').optional(), cursor: z.string().max(80).optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) => indicatorDetail(tx, params.key, given(query))),
  }),
];
