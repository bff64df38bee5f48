/** 探访关爱 over HTTP: the visitor's walk, the board, and every step. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { choice, Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { visitBoard, visitRows } from './board.ts';
import { rowViews } from './content.ts';
import { declareWarning, handOverForm, handOverVisits, lowerVisits, recordRisk, riskOf } from './duty.ts';
import { deciders, declarers, needOrderers, readers, visitors } from './hands.ts';
import { callsMade, foundSomebody, toDesk } from './knocks.ts';
import { NeedOrder, needOrderForm, orderNeed } from './need-order.ts';
import { closeNeed, giveNeed } from './needs.ts';
import { judgeVisit, recordVisit } from './record.ts';
import { ReviewInput, reviewFile } from './review.ts';
import {
  CalledInput,
  CloseInput,
  FoundInput,
  GiveInput,
  HandOverInput,
  JudgeInput,
  LowerInput,
  PassOnInput,
  RiskInput,
  VisitInput,
  WarningInput,
} from './schema.ts';
import { visitsToday } from './today.ts';

const ById = z.strictObject({ id: Uuid });

export const elderVisitRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elder-visits/today',
    permission: allow(...visitors),
    summary: '今日走访：七天以内要走的老人（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, visitsToday),
  }),
  route({
    method: 'POST',
    url: '/api/elder-visits/records',
    permission: allow(...visitors),
    summary: '登记一次探访：手机上的一条，送两遍也只记一次',
    body: z.strictObject({ requestId: RequestId, sentAt: z.iso.datetime({ offset: true }), input: VisitInput }),
    handler: ({ platform, actor, body: { requestId, sentAt, input } }) =>
      // 手机每送一次时间都不同，不算内容。
      platform.context.once(actor, { action: 'elder-visit.record', requestId, body: input }, (tx) =>
        recordVisit(tx, input, sentAt),
      ),
  }),
  stepOnce({
    url: '/api/elder-visits/records/:id/judge',
    summary: '核实有疑点的探访',
    by: deciders,
    shape: JudgeInput,
    work: judgeVisit,
  }),
  route({
    method: 'GET',
    url: '/api/elder-visits/board',
    permission: allow(...readers),
    summary: '探访关爱：各地今天该走、超期、本月探访率',
    query: z.object({ division: Division.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => visitBoard(tx, query.division)),
  }),
  route({
    method: 'GET',
    url: '/api/elder-visits/rows',
    permission: allow(...readers),
    summary: '探访关爱：数字后面的老人（留痕）',
    query: z.object({ view: choice(rowViews), division: Division.optional(), cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => visitRows(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/elder-visits/warnings',
    permission: allow(...declarers),
    summary: '启动极端天气走访',
    body: z.strictObject({ ...WarningInput.shape, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'visit-warning', requestId, body: given }, (tx) => declareWarning(tx, given)),
  }),
  stepOnce({ url: '/api/elder-visits/:id/lower', summary: '调低探访等级', by: deciders, shape: LowerInput, work: lowerVisits }),
  route({
    method: 'GET',
    url: '/api/elder-visits/:id/hand-over',
    permission: allow(...visitors),
    summary: '换联系人的表',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => handOverForm(tx, params.id)),
  }),
  stepOnce({
    url: '/api/elder-visits/:id/hand-over',
    summary: '更换探访联系人，写明交接',
    by: visitors,
    shape: HandOverInput,
    work: handOverVisits,
  }),
  route({
    method: 'GET',
    url: '/api/elder-visits/:id/risk',
    permission: allow(...visitors),
    summary: '探访情况登记表（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => ({ fields: formOf(RiskInput), initial: await riskOf(tx, params.id) })),
  }),
  stepOnce({
    url: '/api/elder-visits/:id/risk',
    summary: '登记探访情况，重新评分',
    by: visitors,
    shape: RiskInput,
    work: (tx, id, given) => recordRisk(tx, id, given),
  }),
  stepOnce({
    url: '/api/elder-visits/:id/review',
    summary: '探访台账年度复核',
    by: visitors,
    shape: ReviewInput,
    work: reviewFile,
  }),
  stepOnce({
    url: '/api/elder-visits/knocks/:id/called',
    summary: '敲门无应答：记电话找人',
    by: visitors,
    shape: CalledInput,
    work: callsMade,
  }),
  stepOnce({
    url: '/api/elder-visits/knocks/:id/found',
    summary: '敲门无应答：记结果',
    by: visitors,
    shape: FoundInput,
    work: foundSomebody,
  }),
  stepOnce({
    url: '/api/elder-visits/knocks/:id/desk',
    summary: '敲门无应答：转应急呼叫台',
    by: deciders,
    shape: PassOnInput,
    work: toDesk,
  }),
  stepOnce({
    url: '/api/elder-visits/needs/:id/give',
    summary: '交办探访发现的需求',
    by: deciders,
    shape: GiveInput,
    work: giveNeed,
  }),
  route({
    method: 'GET',
    url: '/api/elder-visits/needs/:id/order/form',
    permission: allow(...needOrderers),
    summary: '需求下成居家服务单的表',
    params: ById,
    // Reads under the lock of the need: what it offers is what may be ordered.
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => needOrderForm(tx, params.id)),
  }),
  stepOnce({
    url: '/api/elder-visits/needs/:id/order',
    summary: '把探访发现的需求下成居家服务单',
    by: needOrderers,
    shape: NeedOrder,
    work: orderNeed,
  }),
  stepOnce({
    url: '/api/elder-visits/needs/:id/close',
    summary: '办结探访发现的需求',
    by: visitors,
    shape: CloseInput,
    work: closeNeed,
  }),
];
