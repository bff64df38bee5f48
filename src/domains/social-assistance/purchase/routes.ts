/** 政府购买社会救助服务 over HTTP. */
import { z } from 'zod';
import { type Actor, allow, type Permission } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Platform, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { actOnContract, actOnTask } from './desk.ts';
import {
  addItem,
  NewContract,
  NewItem,
  NewProcurement,
  NewProgramme,
  NewProvider,
  planProgramme,
  recordProcurement,
  registerProvider,
  signContract,
} from './setup.ts';
import { type TaskState, taskStates } from './terms.ts';
import { choices, contractList, contractView, programmes, taskList } from './views.ts';

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

/** One registration: its own address, its own shape, remembered by its request. */
function registration<S extends z.ZodRawShape>(given: {
  url: string;
  summary: string;
  permission: Permission;
  shape: z.ZodObject<S, z.core.$strict>;
  run: (tx: Tx, input: z.infer<z.ZodObject<S, z.core.$strict>>) => Promise<Result<{ id: string }>>;
}): RouteDefinition {
  return route({
    method: 'POST',
    url: given.url,
    permission: given.permission,
    summary: given.summary,
    body: z.strictObject({ requestId: RequestId, input: given.shape }),
    handler: ({ platform, actor, body }: { platform: Platform; actor: Actor; body: { requestId: string; input: unknown } }) =>
      platform.context.once(actor, { action: given.url, requestId: body.requestId, body: body.input }, (tx) =>
        given.run(tx, body.input as z.infer<z.ZodObject<S, z.core.$strict>>),
      ),
  });
}

export const purchaseRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/purchases',
    permission: readers,
    summary: '购买服务：项目、预算、目录和采购记录',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ programmes: await programmes(tx), ...(await choices(tx)) })),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/forms',
    permission: readers,
    summary: '购买服务：登记表',
    handler: async () => ({
      item: formOf(NewItem),
      programme: formOf(NewProgramme),
      provider: formOf(NewProvider),
      procurement: formOf(NewProcurement),
      contract: formOf(NewContract),
    }),
  }),
  registration({
    url: '/api/purchases/items',
    summary: '登记购买服务目录',
    permission: allow('city-clerk', 'county-clerk'),
    shape: NewItem,
    run: addItem,
  }),
  registration({
    url: '/api/purchases/programmes',
    summary: '登记购买服务项目和预算',
    permission: allow('county-clerk'),
    shape: NewProgramme,
    run: planProgramme,
  }),
  registration({
    url: '/api/purchases/providers',
    summary: '登记承接机构',
    permission: allow('county-clerk'),
    shape: NewProvider,
    run: registerProvider,
  }),
  registration({
    url: '/api/purchases/procurements',
    summary: '登记采购记录',
    permission: allow('county-clerk'),
    shape: NewProcurement,
    run: recordProcurement,
  }),
  registration({
    url: '/api/purchases/contracts',
    summary: '登记购买服务合同',
    permission: allow('county-clerk'),
    shape: NewContract,
    run: signContract,
  }),
  route({
    method: 'GET',
    url: '/api/purchases/contracts',
    permission: readers,
    summary: '购买服务合同清单',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => contractList(tx, query.cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/purchases/contracts/:id',
    permission: readers,
    summary: '一份购买服务合同',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => contractView(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/purchases/contracts/:id/actions',
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
