/** 虚拟养老院 over HTTP (EL-30). */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import {
  applyFor,
  applyOwn,
  joinMember,
  leaveHome,
  orderForMember,
  payStatement,
  recordCareCall,
  refuseMember,
  replan,
  withdrawMember,
} from './act.ts';
import { asMember, myVirtualHome, onceOwn } from './family.ts';
import { CareCall, Ended, Joining, MemberOrder, NewMember, OwnMember, Paid, Replan } from './schema.ts';
import { hosts, vhAskers, vhReaders } from './terms.ts';
import { applyForm, MemberFilter, memberFile, memberList, memberOrderForm } from './views.ts';

const at = (what: string): string => `/api/virtual-homes/members/:id/${what}`;
const byId = z.strictObject({ id: Uuid });

const ownStep = (
  what: string,
  summary: string,
  work: (tx: Tx, id: string, given: z.output<typeof Ended>) => Promise<Result<{ id: string }>>,
): RouteDefinition =>
  route({
    method: 'POST',
    url: `/api/my/virtual-home/:id/${what}`,
    permission: allow('resident'),
    summary,
    params: byId,
    body: Ended.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, params, body: { requestId, ...given } }) =>
      onceOwn(
        context,
        actor,
        { action: `virtual-home.${what}`, requestId, body: { ...given, ...params } },
        async (tx) => (await asMember(tx, actor.personId!, params.id, () => work(tx, params.id, given))) ?? fail('NOT_FOUND'),
      ),
  });

export const virtualHomeRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/virtual-homes/members',
    permission: allow(...vhReaders),
    summary: '虚拟养老院会员（留痕）',
    query: MemberFilter,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => memberList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/virtual-homes/form',
    permission: allow(...vhAskers),
    summary: '替老人申请入网的表：本县的服务商',
    handler: ({ platform, actor }) => platform.context.read(actor, applyForm),
  }),
  route({
    method: 'POST',
    url: '/api/virtual-homes/members',
    permission: allow(...vhAskers),
    summary: '村里替老人申请虚拟养老院入网',
    body: NewMember.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'virtual-home.apply', requestId, body: given }, (tx) => applyFor(tx, given)),
  }),
  route({
    method: 'GET',
    url: '/api/virtual-homes/members/:id',
    permission: allow(...vhReaders),
    summary: '一位虚拟养老院会员：服务包、通话、账单（留痕）',
    params: byId,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => memberFile(tx, params.id)),
  }),
  stepOnce({ url: at('joining'), summary: '服务商：接收入网', by: hosts, shape: Joining, work: joinMember }),
  stepOnce({ url: at('refusal'), summary: '服务商：不接收', by: hosts, shape: Ended, work: refuseMember }),
  stepOnce({ url: at('calls'), summary: '服务商：记关怀电话', by: hosts, shape: CareCall, work: recordCareCall }),
  stepOnce({ url: at('plan'), summary: '服务商：改服务包', by: hosts, shape: Replan, work: replan }),
  stepOnce({ url: at('leaving'), summary: '服务商：退网', by: hosts, shape: Ended, work: leaveHome }),
  route({
    method: 'GET',
    url: at('order-form'),
    permission: allow(...hosts),
    summary: '服务商：给会员约上门服务的表',
    params: byId,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => memberOrderForm(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: at('orders'),
    permission: allow(...hosts),
    summary: '服务商：给会员约上门服务',
    params: byId,
    body: z.strictObject({ ...MemberOrder.shape, requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      orderForMember(platform.context, actor, { id: params.id, requestId, given }),
  }),
  stepOnce({
    url: '/api/virtual-homes/statements/:id/payment',
    summary: '服务商：登记账单收款',
    by: hosts,
    shape: Paid,
    work: payStatement,
  }),
  route({
    method: 'GET',
    url: '/api/my/virtual-home',
    permission: allow('resident'),
    summary: '我的虚拟养老院和月度账单',
    handler: ({ platform, actor }) => myVirtualHome(platform.context, actor),
  }),
  route({
    method: 'POST',
    url: '/api/my/virtual-home',
    permission: allow('resident'),
    summary: '申请虚拟养老院入网',
    body: OwnMember.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, body: { requestId, ...given } }) =>
      onceOwn(context, actor, { action: 'virtual-home.own', requestId, body: given }, (tx) =>
        applyOwn(tx, actor.personId!, given),
      ),
  }),
  ownStep('withdrawal', '撤回入网申请', withdrawMember),
  ownStep('leaving', '本人退网', leaveHome),
];
