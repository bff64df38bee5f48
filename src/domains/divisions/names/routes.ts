/** 地名 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, Division, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { categories, readers, statuses } from './terms.ts';
import { placeList, placeView } from './views.ts';

const Query = z.object({
  text: z.string().trim().max(40).optional(),
  category: choice(categories).optional(),
  status: choice(statuses).optional(),
  division: Division.optional(),
  protected: z.literal('yes').optional(),
  cursor: z.string().max(400).optional(),
});

export const placeNameRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/place-names',
    permission: allow(...readers),
    summary: '地名库：按今名、旧名、拼音查，按地区、类别翻',
    query: Query,
    handler: ({ platform, actor, query: { protected: kept, ...query } }) =>
      platform.context.read(actor, (tx) => placeList(tx, { ...query, protected: kept === 'yes' })),
  }),
  route({
    method: 'GET',
    url: '/api/place-names/:id',
    permission: allow(...readers),
    summary: '一条地名：读音、来历、先后叫过什么；某一天叫什么',
    params: z.strictObject({ id: Uuid }),
    query: z.object({ on: PlainDateText.optional() }),
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => placeView(tx, params.id, query.on)),
  }),
];
