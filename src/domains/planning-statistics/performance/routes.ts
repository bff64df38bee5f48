/** 考核评估 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { actOnPlan, draftPlan, planForm, remindPerformance } from './plan.ts';
import { actOnScore, actOnSheet } from './sheet.ts';
import { performanceReaders } from './terms.ts';
import { performance, sheetView } from './views.ts';

export { remindPerformance };

const readers = allow(...performanceReaders);
const Acting = z.strictObject({ action: z.string().max(20), requestId: RequestId, input: z.unknown() });
const ActingOnSheet = Acting.extend({ version: z.int32() });

export const performanceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/performance',
    permission: readers,
    summary: '考核评估：方案和县级表',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ ...(await performance(tx)), form: await planForm(tx) })),
  }),
  route({
    method: 'POST',
    url: '/api/performance',
    permission: allow('city-clerk'),
    summary: '起草考核评估方案',
    body: z.strictObject({ requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'performance.draft', requestId: body.requestId, body: body.input }, (tx) =>
        draftPlan(tx, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/performance/:id/actions',
    permission: allow('city-clerk', 'city-leader'),
    summary: '批准、撤回、公布',
    params: z.strictObject({ id: Uuid }),
    body: Acting,
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: `performance.${given.action}`, requestId, body: { ...params, ...given } }, (tx) =>
        actOnPlan(tx, params.id, { ...given, input: given.input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/performance/sheets/:id',
    permission: readers,
    summary: '一个县的考核表',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) =>
      platform.context.read(actor, async (tx) => {
        const view = await sheetView(tx, params.id);
        return view ? ok(view) : fail('NOT_FOUND');
      }),
  }),
  route({
    method: 'POST',
    url: '/api/performance/sheets/:id/actions',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '提交自评、核分并告知',
    params: z.strictObject({ id: Uuid }),
    body: ActingOnSheet,
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: `performance.${given.action}`, requestId, body: { ...params, ...given } }, (tx) =>
        actOnSheet(tx, params.id, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/performance/sheets/:id/items/:no/actions',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader'),
    summary: '一项的自评、评分、异议、答复',
    params: z.strictObject({ id: Uuid, no: z.coerce.number().int().min(1).max(40) }),
    body: ActingOnSheet,
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: `performance.${given.action}`, requestId, body: { ...params, ...given } }, (tx) =>
        actOnScore(tx, params.id, params.no, { ...given, input: given.input }),
      ),
  }),
];
