/** 一事一议 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { fileMinutes, requestConference, resolveConference } from './actions.ts';
import { MinutesInput, RequestInput, ResolutionInput } from './schema.ts';
import { askers, callers, listConferences } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const command = <S extends z.ZodType>(input: S) => z.strictObject({ requestId: RequestId, input });

export const conferenceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/conferences',
    permission: allow(...callers, 'county-leader'),
    summary: '待会商、待补纪要的一事一议（留痕）',
    query: z.object({
      cursor: z
        .string()
        .max(60)
        .regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f-]{36}$/)
        .optional(),
    }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => listConferences(tx, query.cursor ?? null)),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/conferences',
    permission: allow(...askers),
    summary: '提请一事一议会商',
    params: ById,
    body: command(RequestInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'conference.request', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => requestConference(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/conferences/:id/resolution',
    permission: allow(...callers),
    summary: '登记会商结论',
    params: ById,
    body: command(ResolutionInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'conference.resolve', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => resolveConference(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/conferences/:id/minutes',
    permission: allow(...callers),
    summary: '补会商纪要',
    params: ById,
    body: command(MinutesInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'conference.minutes', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => fileMinutes(tx, params.id, body.input),
      ),
  }),
];
