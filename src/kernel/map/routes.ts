/** 地图 over HTTP. */
import { z } from 'zod';
import { allow, cityOffice, countyOffice } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Division } from '../schema/index.ts';
import { mapRecords, mapView } from './server.ts';

/** Offices that look after more than one village, and who audits them. */
export const mapReaders = ['township-clerk', 'township-leader', ...countyOffice, ...cityOffice, 'auditor'] as const;

export const mapRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/map',
    permission: allow(...mapReaders),
    summary: '地图：一个地方和它下面各处有多少项目、设施，标了位置的点',
    query: z.object({ division: Division.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => mapView(tx, query.division)),
  }),
  route({
    method: 'GET',
    url: '/api/map/records',
    permission: allow(...mapReaders),
    summary: '地图上一个数背后的项目、设施',
    query: z.object({
      division: Division.optional(),
      layer: z.string().max(40).optional(),
      exact: z.literal('1').optional(),
      cursor: z.string().max(120).optional(),
    }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => mapRecords(tx, query)),
  }),
];
