/** 监督 over HTTP: auditors and the city ask and order; counties and townships put right. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { findings, queryViews } from './queries.ts';
import { actOnRectification, Order, orderInitial, orderRectification, rectifications } from './rectify.ts';

const supervisors = allow('auditor', 'city-clerk', 'city-leader');

export const supervisionRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/supervision',
    permission: supervisors,
    summary: '监督查询清单',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const views = await queryViews(tx);
        return views.ok ? { rows: views.value, order: formOf(Order), orderInitial: orderInitial(tx.today) } : views;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/supervision/:key',
    permission: supervisors,
    summary: '一项监督查询的结果（留痕）',
    params: z.strictObject({ key: z.string().max(40) }),
    query: z.object({ division: Division.optional(), cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, params, query: { division, cursor } }) =>
      platform.context.write(actor, (tx) =>
        findings(tx, params.key, { ...(division ? { division } : {}), ...(cursor ? { cursor } : {}) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/supervision/:key/rectifications',
    permission: supervisors,
    summary: '交办整改',
    params: z.strictObject({ key: z.string().max(40) }),
    body: Order.extend({ subject: z.string().min(1).max(80), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'rectification.order', requestId, body: { ...params, ...given } }, (tx) =>
        orderRectification(tx, { query: params.key, ...given }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/rectifications',
    permission: allow('auditor', 'city-clerk', 'city-leader', 'county-clerk', 'county-leader', 'township-leader'),
    summary: '整改清单（留痕）',
    query: z.object({ view: z.enum(['open', 'closed']).default('open'), cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query: { view, cursor } }) =>
      platform.context.write(actor, (tx) => rectifications(tx, { view, ...(cursor ? { cursor } : {}) })),
  }),
  route({
    method: 'POST',
    url: '/api/rectifications/:id/actions',
    permission: allow('auditor', 'city-clerk', 'city-leader', 'county-clerk', 'county-leader', 'township-leader'),
    summary: '整改、确认、退回、销号',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ action: z.string().max(20), version: z.int32(), requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: `rectification.${given.action}`, requestId, body: { ...params, ...given } }, (tx) =>
        actOnRectification(tx, params.id, { ...given, input: given.input }),
      ),
  }),
];
