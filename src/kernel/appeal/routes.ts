/** 复议、诉讼 over HTTP: read with the decision, written down by the county. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { ok } from '../result/index.ts';
import { RequestId, Uuid } from '../schema/index.ts';
import { getCase } from '../service/server.ts';
import { AppealInput, AppealResultInput, appealsOf, recordAppeal, recordAppealResult, remedyAppeal } from './server.ts';

const ById = z.strictObject({ id: Uuid });

export const appealRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/cases/:id/appeals',
    permission: allow(
      'resident',
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'county-confirmer',
      'city-clerk',
      'city-leader',
      'auditor',
    ),
    summary: '这件的行政复议和诉讼',
    params: ById,
    query: z.object({ decisionId: Uuid.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, async (tx) => {
        const kase = await getCase(tx, params.id);
        return kase.ok ? ok(await appealsOf(tx, { caseId: params.id, decisionId: query.decisionId })) : kase;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/decisions/:id/appeals',
    permission: allow('county-clerk'),
    summary: '登记行政复议或诉讼',
    params: ById,
    body: z.strictObject({ requestId: RequestId, input: AppealInput }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'appeal.record', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordAppeal(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/appeals/:id/result',
    permission: allow('county-clerk'),
    summary: '登记复议或诉讼的结果',
    params: ById,
    body: z.strictObject({ requestId: RequestId, input: AppealResultInput }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'appeal.result', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordAppealResult(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/appeals/:id/remedy',
    permission: allow('county-clerk'),
    summary: '按复议决定或判决重新办理',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'appeal.remedy', requestId: body.requestId, body: { ...params } }, (tx) =>
        remedyAppeal(tx, params.id),
      ),
  }),
];
