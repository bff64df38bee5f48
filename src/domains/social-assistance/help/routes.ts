/** Needs, referrals and what charities gave, over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { recordCharityHelp, recordNeeds, recordReply, refer } from './actions.ts';
import { CharityAidInput, CharityReplyInput, NeedsInput, ReferralInput } from './schema.ts';
import { listReferrals } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const command = <S extends z.ZodType>(input: S) => z.strictObject({ requestId: RequestId, input });

export const helpRoutes: readonly RouteDefinition[] = [
  route({
    method: 'POST',
    url: '/api/cases/:id/needs',
    permission: allow('township-clerk', 'county-clerk'),
    summary: '救助需求综合评估',
    params: ById,
    body: command(NeedsInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'needs.assess', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordNeeds(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/referrals',
    permission: allow('township-clerk', 'county-clerk'),
    summary: '转介给有关部门',
    params: ById,
    body: command(ReferralInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'referral.create', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        refer(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/charity-aid',
    permission: allow('township-clerk', 'county-clerk'),
    summary: '登记慈善帮扶',
    params: ById,
    body: command(CharityAidInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'charity-aid.record', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => recordCharityHelp(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/referrals',
    permission: allow('township-clerk', 'township-leader', 'county-clerk', 'county-leader'),
    summary: '转介清单（留痕）',
    query: z.object({
      state: z.enum(['open', 'done']).default('open'),
      cursor: z
        .string()
        .max(60)
        .regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f-]{36}$/)
        .optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) =>
        listReferrals(tx, { state: query.state, ...(query.cursor ? { cursor: query.cursor } : {}) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/referrals/:id/reply',
    permission: allow('township-clerk', 'county-clerk'),
    summary: '登记部门答复',
    params: ById,
    body: command(CharityReplyInput),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'referral.reply', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordReply(tx, params.id, body.input),
      ),
  }),
];
