/** 上门 over HTTP: the walk of a village, where it begins and where it leads. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import type { PersonId } from '../resident/index.ts';
import { RequestId, Uuid } from '../schema/index.ts';
import { PlaceInput, recordHome, recordOffice } from './places.ts';
import './server.ts';
import { visitsToMake } from './visits.ts';

const Placing = z.strictObject({ requestId: RequestId, input: PlaceInput });

export const visitRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/visits',
    permission: allow('village-worker'),
    summary: '要上门的人和事，每家一处（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, visitsToMake),
  }),
  route({
    method: 'POST',
    url: '/api/visits/homes/:id',
    permission: allow('village-worker', 'township-clerk'),
    summary: '记下一位居民住处的位置',
    params: z.strictObject({ id: Uuid }),
    body: Placing,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'visit.home', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordHome(tx, params.id as PersonId, body.input, platform.city.box),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/visits/office',
    permission: allow('village-worker'),
    summary: '记下村（居）委会的位置',
    body: Placing,
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'visit.office', requestId: body.requestId, body }, (tx) =>
        recordOffice(tx, body.input, platform.city.box),
      ),
  }),
];
