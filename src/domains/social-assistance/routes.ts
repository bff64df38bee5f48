/** 社会救助 over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../kernel/access/index.ts';
import { departmentModes, scenarios, setScenario, sourceHealth } from '../../kernel/exchange/server.ts';
import { type RouteDefinition, route } from '../../kernel/http/server.ts';
import { fail, ok } from '../../kernel/result/index.ts';
import { PlainDateText, RequestId, Uuid } from '../../kernel/schema/index.ts';
import { recompute } from './review/server.ts';
import { tekunRoutes } from './tekun/routes.ts';
import {
  allSources,
  objectToReport,
  recheckVerification,
  retryVerification,
  simulatedDepartments,
  verificationSources,
  withdrawConsent,
} from './verification/server.ts';

const ById = z.strictObject({ id: Uuid });

export const socialAssistanceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/verification/sources',
    permission: allow('verification-officer', 'county-clerk', 'county-leader', 'city-clerk', 'sys-admin'),
    summary: '各部门数据接口的状态',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ rows: await sourceHealth(tx, simulatedDepartments(platform.context)) })),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/retry',
    permission: allow('verification-officer'),
    summary: '重新查询没有反馈的来源',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'verification.retry', requestId: body.requestId, body: params }, (tx) =>
        retryVerification(tx, { caseId: params.id }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/object',
    permission: allow('resident', 'township-clerk'),
    summary: '对核对结果提出异议',
    params: ById,
    body: z.strictObject({ reason: z.string().trim().min(4, '请写明理由').max(500), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'verification.object', requestId: body.requestId, body }, (tx) =>
        objectToReport(tx, { caseId: params.id, reason: body.reason }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/recheck',
    permission: allow('verification-officer'),
    summary: '复核',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'verification.recheck', requestId: body.requestId, body: params }, (tx) =>
        recheckVerification(tx, { caseId: params.id }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/entitlements/:id/recomputation',
    permission: allow(
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'county-confirmer',
      'city-clerk',
      'auditor',
    ),
    summary: '重算某月应发：当时知道的和现在知道的（留痕）',
    params: ById,
    query: z.object({ on: PlainDateText, known: PlainDateText.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) =>
        recompute(tx, { entitlementId: params.id, on: query.on, knownOn: query.known ?? query.on }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/consents/:id/withdraw',
    permission: allow('resident'),
    summary: '撤回授权',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, (tx) => withdrawConsent(tx, { consentId: params.id })),
  }),
  route({
    method: 'GET',
    url: '/api/demo/departments',
    permission: allow('verification-officer', 'sys-admin'),
    summary: '演示：各部门的表现',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ rows: await scenarios(tx), names: verificationSources })),
  }),
  route({
    method: 'POST',
    url: '/api/demo/departments',
    permission: allow('verification-officer', 'sys-admin'),
    summary: '演示：让部门变慢、出错、停机',
    body: z.strictObject({
      source: z.enum(allSources as [string, ...string[]]),
      mode: z.enum(Object.keys(departmentModes) as [string, ...string[]]),
      delayMs: z.int().min(0).max(60_000).optional(),
    }),
    handler: ({ platform, actor, body }) =>
      platform.mode !== 'demonstration'
        ? Promise.resolve(fail('DEMONSTRATION_ONLY'))
        : platform.context.write(actor, async (tx) => {
            await setScenario(tx, body as Parameters<typeof setScenario>[1]);
            return ok({});
          }),
  }),
  ...tekunRoutes,
];
