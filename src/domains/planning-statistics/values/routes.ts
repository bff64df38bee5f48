/** 指标值和目标 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail } from '../../../kernel/result/index.ts';
import { Division, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { decide, propose } from '../targets/targets.ts';
import { targetDecider, targetProposers } from '../targets/terms.ts';
import { act, isValueAction } from './act.ts';
import { assign, endAssignment } from './assign.ts';
import { choose, choosers } from './conflict.ts';
import { indicatorFile } from './file.ts';
import { fill, revise } from './fill.ts';
import { fillers, VALUE_PERIOD, valueReaders, valueSources, valueWorkers } from './terms.ts';
import { fillForm, valuesView } from './views.ts';

const Indicator = z.string().regex(/^[A-Za-z0-9-]{3,40}$/);
const Period = z.string().regex(VALUE_PERIOD, '期别写成2026-Q3或2026');
const readers = allow(...valueReaders);
const ById = z.strictObject({ id: Uuid });

export const valueRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/plan-values',
    permission: readers,
    summary: '指标填报：本单位要报的、等本人办的、下级逾期的、下达的任务',
    handler: ({ platform, actor }) => platform.context.read(actor, valuesView),
  }),
  route({
    method: 'GET',
    url: '/api/plan-values/form',
    permission: allow(...Object.values(fillers)),
    summary: '一期的填报表，附平台数',
    query: z.strictObject({
      indicator: Indicator,
      division: Division,
      period: Period,
      revises: z.enum(Object.keys(valueSources) as [keyof typeof valueSources, ...(keyof typeof valueSources)[]]).optional(),
    }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => fillForm(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-values',
    permission: allow(...Object.values(fillers)),
    summary: '填报指标值',
    body: z.looseObject({ indicator: Indicator, division: Division, period: Period, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, indicator, division, period, ...input } }) =>
      platform.context.once(
        actor,
        { action: 'plan-value.fill', requestId, body: { indicator, division, period, ...input } },
        (tx) => fill(tx, { indicator, division, period, input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-values/:id/revisions',
    permission: allow(...Object.values(fillers)),
    summary: '发布以后申请修订，另成一版',
    params: ById,
    body: z.looseObject({ edit: z.int().min(1), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, edit, ...input } }) =>
      platform.context.once(actor, { action: 'plan-value.revise', requestId, body: { ...params, edit, ...input } }, (tx) =>
        revise(tx, { ...params, edit, input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-values/:id/:action',
    permission: allow(...valueWorkers.filter((p) => p !== fillers.township)),
    summary: '县审、市审、发布、退回',
    params: z.strictObject({ id: Uuid, action: z.string().max(20) }),
    body: z.looseObject({ edit: z.int().min(1), requestId: RequestId }),
    async handler({ platform, actor, params: { id, action }, body: { requestId, edit, ...input } }) {
      if (!isValueAction(action)) return fail('NOT_FOUND');
      return platform.context.once(actor, { action: `plan-value.${action}`, requestId, body: { id, edit, ...input } }, (tx) =>
        act(tx, { id, action, edit, input }),
      );
    },
  }),
  route({
    method: 'POST',
    url: '/api/plan-assignments',
    permission: allow('city-clerk'),
    summary: '下达指标填报任务',
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-value.ask', requestId, body: input }, (tx) => assign(tx, input)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-assignments/:id/end',
    permission: allow('city-clerk'),
    summary: '结束指标填报任务',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId } }) =>
      platform.context.once(actor, { action: 'plan-value.end', requestId, body: params }, (tx) => endAssignment(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-conflicts/:id',
    permission: allow(...choosers),
    summary: '核定不同来源的数用哪一个',
    params: ById,
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-conflict.choose', requestId, body: { ...params, ...input } }, (tx) =>
        choose(tx, { ...params, input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/plan-indicators/:id',
    permission: readers,
    summary: '一项指标：目标各版、各期的数、趋势、各县对比、数据冲突',
    params: z.strictObject({ id: Indicator }),
    query: z.strictObject({ division: Division.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, (tx) => indicatorFile(tx, { ...params, ...query })),
  }),
  route({
    method: 'POST',
    url: '/api/plan-indicators/:id/targets',
    permission: allow(...Object.values(targetProposers)),
    summary: '提出调整目标',
    params: z.strictObject({ id: Indicator }),
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, params: { id }, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-target.propose', requestId, body: { id, ...input } }, (tx) =>
        propose(tx, { indicator: id, input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-targets/:id',
    permission: allow(targetDecider),
    summary: '审定目标的调整',
    params: ById,
    body: z.looseObject({ decision: z.enum(['adopt', 'refuse']), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, decision, ...input } }) =>
      platform.context.once(actor, { action: 'plan-target.decide', requestId, body: { ...params, decision, ...input } }, (tx) =>
        decide(tx, { ...params, decision, input }),
      ),
  }),
];
