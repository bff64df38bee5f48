/** 台账 over HTTP: the same five addresses for every register. Who may enter and take a step, the register says; the office that keeps it is its own. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { RequestId, Uuid } from '../schema/index.ts';
import { enterRecord, takeStep } from './store.ts';
import { office, readers } from './terms.ts';
import { recordView, registerBriefs, registerList, registerSheet } from './views.ts';

const ByKey = z.strictObject({ key: z.string().max(40) });
const ById = ByKey.extend({ id: Uuid });
const Filter = z.object({
  state: z.string().max(40).optional(),
  q: z.string().trim().max(50).optional(),
  open: z.literal('yes').optional(),
  late: z.literal('yes').optional(),
});
/** An article of ten thousand characters. */
const BODY = 512 * 1024;

export const registerRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/registers',
    permission: allow(...readers),
    summary: '各本台账：在办几件、逾期几件',
    query: z.strictObject({ shelf: z.string().max(40) }),
    handler: async ({ platform, actor, query }) => ({
      registers: await platform.context.read(actor, (tx) => registerBriefs(tx, query.shelf)),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/registers/:key',
    permission: allow(...readers),
    summary: '一本台账',
    params: ByKey,
    query: Filter.extend({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => registerList(tx, params.key, query)),
  }),
  route({
    method: 'GET',
    url: '/api/registers/:key/export',
    permission: allow(...readers),
    summary: '一本台账导出（XLSX）',
    params: ByKey,
    query: Filter,
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => registerSheet(tx, params.key, query)),
  }),
  route({
    method: 'POST',
    url: '/api/registers/:key',
    permission: allow(...office),
    summary: '登记一条',
    params: ByKey,
    bodyLimit: BODY,
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'register.enter', requestId, body: { ...params, ...given } }, (tx) =>
        enterRecord(tx, params.key, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/registers/:key/:id',
    permission: allow(...readers),
    summary: '台账的一条：内容、期限、经过',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => recordView(tx, params.key, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/registers/:key/:id/steps',
    permission: allow(...office),
    summary: '办理台账的一步',
    params: ById,
    bodyLimit: BODY,
    body: z.looseObject({ action: z.string().max(40), version: z.int32() }),
    handler: ({ platform, actor, params, body: { action, version, ...given } }) =>
      platform.context.write(actor, (tx) => takeStep(tx, { id: params.id, version, action }, given)),
  }),
];
