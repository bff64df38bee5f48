/** 居家服务工单 over HTTP: the desk, the worker's phone, the portal. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { deviceOf, type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { assignOrder, declineOrder, handBack, redispatch, takeOrder } from '../dispatch/ask.ts';
import { assignDay } from '../dispatch/day.ts';
import { carers, dispatchers, keepers, orderers, readers } from '../workers/hands.ts';
import { carerDay } from './carer-day.ts';
import { confirmByCall, confirmByVillage, decideDispute, disputeOrder } from './confirm.ts';
import {
  cancelOnline,
  confirmOnline,
  disputeOnline,
  evaluateOnline,
  foreseeOnline,
  myOrders,
  onlineForm,
  orderOnline,
} from './family.ts';
import { foreseeOnBehalf, orderOnBehalf } from './on-behalf.ts';
import { acceptOrder, cancelOrder, rejectOrder, resumeOrder } from './open.ts';
import {
  Acceptance,
  Assignment,
  CallBack,
  Decision,
  Dispute,
  Evaluation,
  Extension,
  NewOrder,
  OnlineOrder,
  Reason,
  SentAbsence,
  SentCheckIn,
  SentCheckOut,
  Unwell,
  VillageAsked,
} from './schema.ts';
import { abortOrder, checkIn, checkOut, elderAbsent, extend, reportUnwell, setOut } from './serve.ts';
import { assignmentForm, dayBoard, orderFile, orderForm } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});
const at = (name: string): string => `/api/home-care/orders/:id/${name}`;
const resident = allow('resident');
type Step = Parameters<typeof stepOnce>[0];
const take = <S extends z.ZodRawShape>(
  name: string,
  summary: string,
  by: Step['by'],
  shape: z.ZodObject<S>,
  work: (tx: Tx, id: string, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>,
): RouteDefinition => stepOnce({ url: at(name), summary, by, shape, work });

const office: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/home-care/board',
    permission: allow(...readers),
    summary: '派单台：一天的居家服务工单（留痕）',
    query: z.object({ day: PlainDateText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => dayBoard(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/home-care/board/assignment',
    permission: allow(...dispatchers),
    summary: '批量派单：一天还没有人的工单',
    body: z.strictObject({ day: PlainDateText, requestId: RequestId }),
    handler: ({ platform, actor, body }) => assignDay(platform.context, actor, body),
  }),
  route({
    method: 'GET',
    url: '/api/home-care/orders/form',
    permission: allow(...orderers),
    summary: '代下单的表',
    handler: ({ platform, actor }) => platform.context.read(actor, orderForm),
  }),
  route({
    method: 'POST',
    url: '/api/home-care/orders',
    permission: allow(...orderers),
    summary: '代老人下单',
    body: NewOrder.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'home-care.order', requestId, body: given }, (tx) => orderOnBehalf(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/home-care/orders/parts',
    permission: allow(...orderers),
    summary: '代下单以前：额度、消费券、本人各付多少',
    body: NewOrder,
    handler: ({ platform, actor, body }) => platform.context.read(actor, (tx) => foreseeOnBehalf(tx, body)),
  }),
  route({
    method: 'GET',
    url: '/api/home-care/orders/:id',
    permission: allow(...readers),
    summary: '一张居家服务工单（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => orderFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: at('assignment/form'),
    permission: allow(...dispatchers),
    summary: '指定护理员的表',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => assignmentForm(tx, params.id)),
  }),
  take('acceptance', '受理工单', dispatchers, Acceptance, acceptOrder),
  take('rejection', '不受理工单', dispatchers, Reason, rejectOrder),
  take('redispatch', '改派工单', dispatchers, Nothing, redispatch),
  take('resumption', '老人已出院，恢复派单', dispatchers, Nothing, resumeOrder),
  take('assignment', '指定护理员', dispatchers, Assignment, assignOrder),
  take('cancellation', '取消工单', orderers, Reason, cancelOrder),
  take('call-back', '电话回访，确认服务', ['hotline-agent', ...dispatchers], CallBack, confirmByCall),
  take('village-confirmation', '上门问过，确认服务', ['village-worker', 'township-clerk'], VillageAsked, confirmByVillage),
  take('dispute', '代提异议', orderers, Dispute, disputeOrder),
  take('decision', '处理异议', keepers, Decision, decideDispute),
];

const carer: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/home-care/mine',
    permission: allow(...carers),
    summary: '护理员：我的工单',
    handler: ({ platform, actor }) => platform.context.read(actor, carerDay),
  }),
  take('take', '接单', carers, Nothing, takeOrder),
  take('decline', '不接', carers, Nothing, declineOrder),
  take('hand-back', '退回工单', carers, Reason, handBack),
  take('departure', '出发', carers, Nothing, setOut),
  take('check-in', '签到', carers, SentCheckIn, checkIn),
  take('check-out', '签退', carers, SentCheckOut, checkOut),
  take('extension', '老人同意延长', carers, Extension, extend),
  take('unwell', '报告老人不适', carers, Unwell, reportUnwell),
  take('absence', '老人不在', carers, SentAbsence, elderAbsent),
  take('abort', '中断服务', carers, Reason, abortOrder),
];

const portal: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/my/home-care',
    permission: resident,
    summary: '我和家人的居家服务',
    handler: ({ platform, actor }) => myOrders(platform.context, actor),
  }),
  route({
    method: 'GET',
    url: '/api/my/home-care/form',
    permission: resident,
    summary: '预约居家服务的表',
    handler: ({ platform, actor }) => onlineForm(platform.context, actor),
  }),
  route({
    method: 'POST',
    url: '/api/my/home-care',
    permission: resident,
    summary: '预约居家服务',
    body: OnlineOrder.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body }) => orderOnline(platform.context, actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/my/home-care/parts',
    permission: resident,
    summary: '预约以前：额度、消费券、本人各付多少',
    body: OnlineOrder,
    handler: ({ platform, actor, body }) => foreseeOnline(platform.context, actor, body),
  }),
  route({
    method: 'POST',
    url: '/api/my/home-care/:id/cancellation',
    permission: resident,
    summary: '取消预约',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => cancelOnline(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/my/home-care/:id/confirmation',
    permission: resident,
    summary: '确认服务做完了',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: (context) =>
      confirmOnline(context.platform.context, context.actor, { ...context.params, ...context.body, device: deviceOf(context) }),
  }),
  route({
    method: 'POST',
    url: '/api/my/home-care/:id/evaluation',
    permission: resident,
    summary: '评价服务',
    params: ById,
    body: Evaluation.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => evaluateOnline(platform.context, actor, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/my/home-care/:id/dispute',
    permission: resident,
    summary: '对服务提异议',
    params: ById,
    body: Dispute.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => disputeOnline(platform.context, actor, { ...params, ...body }),
  }),
];

export const orderRoutes: readonly RouteDefinition[] = [...office, ...carer, ...portal];
