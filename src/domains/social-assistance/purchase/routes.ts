/** Services that are ordered person by person, over HTTP; contracts themselves are those of the whole city. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { actOnContract, actOnTask } from './desk.ts';
import { type TaskState, taskStates } from './terms.ts';
import { contractView, taskList } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const readers = allow(
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'finance-clerk',
  'finance-reviewer',
  'hotline-agent',
  'city-clerk',
  'city-leader',
  'auditor',
);
const Act = z.strictObject({ action: z.string().max(40), requestId: RequestId, input: z.unknown() });

export const purchaseRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/service-contracts/:id',
    permission: readers,
    summary: '一份购买服务合同：派服务、抽签、结算',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => contractView(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/service-contracts/:id/actions',
    permission: allow('township-clerk', 'county-clerk', 'finance-clerk', 'finance-reviewer'),
    summary: '派服务、抽签回访、结算、付款',
    params: ById,
    body: Act,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: `purchase.contract.${body.action}`, requestId: body.requestId, body: { ...params, input: body.input } },
        (tx) => actOnContract(tx, params.id, body.action, body.input),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/tasks',
    permission: allow(
      'service-provider',
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'hotline-agent',
      'city-clerk',
      'city-leader',
      'auditor',
    ),
    summary: '购买服务任务清单（留痕）；承接机构只看自己的',
    query: z.object({
      contractId: Uuid.optional(),
      state: z.enum(Object.keys(taskStates) as [TaskState, ...TaskState[]]).optional(),
      flagged: z.literal('yes').optional(),
      cursor: z.string().max(120).optional(),
    }),
    handler: ({ platform, actor, query: { contractId, state, flagged, cursor } }) =>
      platform.context.write(actor, (tx) =>
        taskList(tx, {
          ...(contractId ? { contractId } : {}),
          ...(state ? { state } : {}),
          ...(cursor ? { cursor } : {}),
          flagged: flagged === 'yes',
        }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/purchases/tasks/:id/actions',
    permission: allow('service-provider', 'township-clerk', 'township-leader', 'county-clerk', 'hotline-agent'),
    summary: '填报、撤回、验收、回访一次服务',
    params: ById,
    body: Act,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: `purchase.task.${body.action}`, requestId: body.requestId, body: { ...params, input: body.input } },
        (tx) => actOnTask(tx, params.id, body.action, body.input),
      ),
  }),
];
