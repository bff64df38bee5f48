/** The old-age allowance over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { type Actor, allow, fieldOffice, systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { AskedCheck, AskedForElder, askCheckFor, askOwnCheck } from './asked-checks.ts';
import { NewCheck, recordCheck } from './checks.ts';
import { allowanceList } from './list.ts';
import { allowanceLists } from './terms.ts';
import { NewNotice, noticeOfYear, postYearlyNotice } from './yearly-notice.ts';

/** The platform's own act for one resident, under the resident's name: what has seen him is not his to read. */
const acting = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`life-check:${actor.personId}`, context.city),
  name: actor.name,
});

export const allowanceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elders/allowances',
    permission: allow(...fieldOffice, 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk', 'city-leader'),
    summary: '高龄津贴名单（留痕）',
    query: z.object({ list: choice(allowanceLists).default('active'), cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => allowanceList(tx, { list: query.list, cursor: query.cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/elders/:id/life-checks',
    permission: allow('village-worker'),
    summary: '登记高龄津贴年度认证（见到本人）',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId, input: NewCheck }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'life-check', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordCheck(tx, { personId: params.id, ...body.input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/life-check',
    permission: allow('resident'),
    summary: '做高龄津贴年度认证：有见到本人的记录的马上认证，没有的约村（社区）',
    body: AskedCheck.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, body: { requestId, ...given } }) =>
      context.once(acting(context, actor), { action: 'life-check.own', requestId, body: given }, (tx) =>
        askOwnCheck(tx, actor.personId!, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/elders/life-checks',
    permission: allow('resident'),
    summary: '家属替老人做高龄津贴年度认证',
    perMinute: 10,
    body: AskedForElder.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, body: { requestId, ...given } }) =>
      context.once(acting(context, actor), { action: 'life-check.family', requestId, body: given }, (tx) =>
        askCheckFor(tx, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/elders/allowances/notice',
    permission: allow('village-worker'),
    summary: '本村（社区）今年的高龄津贴公示',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({
        posted: await noticeOfYear(tx),
        fields: formOf(NewNotice),
        check: formOf(NewCheck),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/elders/allowances/notice',
    permission: allow('village-worker'),
    summary: '张贴高龄津贴年度公示',
    body: z.strictObject({ requestId: RequestId, input: NewNotice }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'old-age-notice', requestId: body.requestId, body }, (tx) =>
        postYearlyNotice(tx, body.input),
      ),
  }),
];
