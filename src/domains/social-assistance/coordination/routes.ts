/** 协调机制 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { finishTask, meetings, NewMeeting, recordMeeting, TaskResult } from './meetings.ts';

const keepers = allow('county-clerk', 'city-clerk');

export const coordinationRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/coordination',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'),
    summary: '协调机制：会议和议定事项',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => ({
        ...(await meetings(tx, query.cursor)),
        forms: { meeting: formOf(NewMeeting), result: formOf(TaskResult) },
      })),
  }),
  route({
    method: 'POST',
    url: '/api/coordination',
    permission: keepers,
    summary: '登记协调会议',
    body: z.strictObject({ requestId: RequestId, input: NewMeeting }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'coordination.record', requestId: body.requestId, body: body.input }, (tx) =>
        recordMeeting(tx, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/coordination/tasks/:id/done',
    permission: keepers,
    summary: '议定事项办结',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId, input: TaskResult }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'coordination.done', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => finishTask(tx, params.id, body.input),
      ),
  }),
];
