/** 规划任务 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { attachment, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Division, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { decideChange, proposeChange } from './change.ts';
import { enterChapter, enterTask, removeTask } from './enter.ts';
import { taskFile } from './file.ts';
import { checkReport, NewCheck, reportTask } from './report.ts';
import { changeDecider, reportCheckers, taskClerks, taskReaders, taskStateOrder } from './terms.ts';
import { taskCounts, taskList, taskSheet } from './views.ts';

const readers = allow(...taskReaders);
const ById = z.strictObject({ id: Uuid });
const Sent = z.looseObject({ requestId: RequestId });
const Filter = z.strictObject({
  q: z.string().trim().max(60).optional(),
  unit: Division.optional(),
  chapter: Uuid.optional(),
  state: z.enum(taskStateOrder).optional(),
  waits: z.literal('1').optional(),
});

export const taskRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/plan-tasks',
    permission: readers,
    summary: '规划任务：按篇章、单位、状态查，带各状态的数',
    query: Filter.extend({
      after: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}\.\d{1,9}$/)
        .optional(),
    }),
    handler: ({ platform, actor, query: { after, ...filter } }) =>
      platform.context.read(actor, (tx) => taskList(tx, filter, after)),
  }),
  route({
    method: 'GET',
    url: '/api/plan-tasks/counts',
    permission: readers,
    summary: '规划任务各状态的数，按期的几项',
    handler: ({ platform, actor }) => platform.context.read(actor, taskCounts),
  }),
  route({
    method: 'GET',
    url: '/api/plan-tasks/export',
    permission: readers,
    summary: '规划任务导出（XLSX）',
    query: Filter,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => attachment(XLSX, '规划任务.xlsx', await taskSheet(tx, query))),
  }),
  route({
    method: 'GET',
    url: '/api/plan-tasks/:id',
    permission: readers,
    summary: '一项规划任务：责任、期限、进展、调整',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => taskFile(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-tasks',
    permission: allow(...taskClerks),
    summary: '登记规划任务',
    body: Sent,
    handler: ({ platform, actor, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-task.enter', requestId, body: input }, (tx) => enterTask(tx, input)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-tasks/chapters',
    permission: allow('city-clerk'),
    summary: '登记规划的篇章',
    body: Sent,
    handler: ({ platform, actor, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-task.chapter', requestId, body: input }, (tx) => enterChapter(tx, input)),
  }),
  route({
    method: 'POST',
    url: '/api/plan-tasks/:id/reports',
    permission: allow(...taskClerks),
    summary: '报一项规划任务的进展，附佐证',
    params: ById,
    body: Sent,
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-task.report', requestId, body: { ...input, ...params } }, (tx) =>
        reportTask(tx, { ...params, input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-tasks/:id/reports/:reportId/check',
    permission: allow(...Object.values(reportCheckers)),
    summary: '核规划任务的进展：计入，或者退回',
    params: ById.extend({ reportId: Uuid }),
    body: NewCheck.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...check } }) =>
      platform.context.once(actor, { action: 'plan-task.check', requestId, body: { ...check, ...params } }, (tx) =>
        checkReport(tx, { ...params, check }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-tasks/:id/changes',
    permission: allow(...taskClerks),
    summary: '提出调整一项规划任务',
    params: ById,
    body: Sent,
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-task.change', requestId, body: { ...input, ...params } }, (tx) =>
        proposeChange(tx, { ...params, input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-task-changes/:id',
    permission: allow(changeDecider),
    summary: '审定规划任务的调整，凭批准文件',
    params: ById,
    body: z.looseObject({ decision: z.enum(['adopt', 'refuse']), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, decision, ...input } }) =>
      platform.context.once(actor, { action: 'plan-task.decide', requestId, body: { ...input, ...params, decision } }, (tx) =>
        decideChange(tx, { ...params, decision, input }),
      ),
  }),
  stepOnce({
    url: '/api/plan-tasks/:id/removal',
    summary: '撤回登记错的规划任务',
    by: taskClerks,
    shape: z.strictObject({}),
    work: (tx, id) => removeTask(tx, id),
  }),
];
