/** 入住、在住和家属 over HTTP. Whose institution it is, row-level security says; a family acts through the platform for its own. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import { Answer, answerObjection, issueBill, NewBill, Objection, payBill, settleStay } from '../bills/act.ts';
import { billList } from '../bills/views.ts';
import { staff } from '../register/terms.ts';
import { admit, beginTrial, settleIn } from './admit.ts';
import { NewAgent, nameAgent } from './agent.ts';
import { Application, apply, closeAdmission, FreeBed, OnlineApplication, offerBed, releaseBed } from './apply.ts';
import { applyOnline, consentOnline, familyViews, holdBedOnline, objectOnline, releaseOnline, withdrawOnline } from './family.ts';
import { hospitalRows } from './hospital.ts';
import {
  AgreedLevel,
  AskedLevel,
  askLevel,
  changeBed,
  changeLevel,
  comeBack,
  discharge,
  NewBed,
  NewEnd,
  NewLeave,
  takeLeave,
} from './live.ts';
import { assessRisks, Deposited, NewContract, Received, Risks, receiveBooking, receiveDeposit, signContract } from './prepare.ts';
import { accountants, nurses, reception } from './terms.ts';
import { admissionFile, admissionList, stayFile, stayList } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});
const resident = allow('resident');

const reading: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/institutions/:id/admissions',
    permission: allow(...staff),
    summary: '机构：入住申请和轮候',
    params: ById,
    query: z.strictObject({ view: z.enum(['open', 'closed']).default('open') }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, (tx) => admissionList(tx, params.id, query.view)),
  }),
  route({
    method: 'GET',
    url: '/api/admissions/:id',
    permission: allow(...staff),
    summary: '机构：一份入住申请',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => admissionFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/stays',
    permission: allow(...staff),
    summary: '机构：在住和退住的老人',
    params: ById,
    query: Listing.extend({ view: z.enum(['live', 'ended']).default('live') }),
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => stayList(tx, params.id, query)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/hospital',
    permission: allow(...staff),
    summary: '机构：住院没有请假、出院没有销假的老人',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.read(actor, async (tx) => ({ rows: await hospitalRows(tx, params.id) })),
  }),
  route({
    method: 'GET',
    url: '/api/stays/:id',
    permission: allow(...staff),
    summary: '机构：一位老人的入住：等级、床位、请假、账单',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => stayFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/bills',
    permission: allow(...staff),
    summary: '机构：账单',
    params: ById,
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => billList(tx, params.id, query.cursor)),
  }),
];

const admission = (what: string): string => `/api/admissions/:id/${what}`;
const stay = (what: string): string => `/api/stays/:id/${what}`;

const steps: readonly RouteDefinition[] = [
  stepOnce({
    url: '/api/institutions/:id/admissions',
    summary: '机构：登记入住申请',
    by: reception,
    shape: Application,
    work: async (tx, id, given) => {
      const made = await apply(tx, id, { ...given, channel: 'desk' });
      return made.ok ? ok({ id: made.value.id, no: made.value.no }) : made;
    },
  }),
  stepOnce({ url: admission('offer'), summary: '机构：安排床位', by: reception, shape: FreeBed, work: offerBed }),
  stepOnce({ url: admission('booking'), summary: '机构：定金到账', by: accountants, shape: Received, work: receiveBooking }),
  stepOnce({ url: admission('risks'), summary: '机构：登记九项风险评估', by: nurses, shape: Risks, work: assessRisks }),
  stepOnce({ url: admission('contract'), summary: '机构：签服务协议', by: reception, shape: NewContract, work: signContract }),
  stepOnce({ url: admission('deposit'), summary: '机构：押金到账', by: accountants, shape: Deposited, work: receiveDeposit }),
  stepOnce({ url: admission('admit'), summary: '机构：办理入住', by: reception, shape: Nothing, work: admit }),
  stepOnce({ url: admission('trial'), summary: '机构：开始试住', by: reception, shape: Nothing, work: beginTrial }),
  stepOnce({ url: admission('release'), summary: '机构：放弃床位', by: reception, shape: Nothing, work: releaseBed }),
  stepOnce({
    url: admission('refusal'),
    summary: '机构：不予收住',
    by: reception,
    shape: NewEnd,
    work: (tx, id, { reason }) => closeAdmission(tx, id, { as: 'refused', reason }),
  }),
  stepOnce({ url: stay('settling'), summary: '机构：试住转正式入住', by: reception, shape: Nothing, work: settleIn }),
  stepOnce({ url: stay('agent'), summary: '机构：登记代理人', by: reception, shape: NewAgent, work: nameAgent }),
  stepOnce({ url: stay('leave'), summary: '机构：请假', by: nurses, shape: NewLeave, work: takeLeave }),
  stepOnce({ url: stay('return'), summary: '机构：销假', by: nurses, shape: Nothing, work: comeBack }),
  stepOnce({ url: stay('bed'), summary: '机构：转床', by: nurses, shape: NewBed, work: changeBed }),
  stepOnce({ url: stay('level-question'), summary: '机构：建议变更护理等级', by: nurses, shape: AskedLevel, work: askLevel }),
  stepOnce({ url: stay('level'), summary: '机构：变更护理等级', by: nurses, shape: AgreedLevel, work: changeLevel }),
  stepOnce({ url: stay('discharge'), summary: '机构：办理退住', by: reception, shape: NewEnd, work: discharge }),
  stepOnce({ url: stay('bills'), summary: '机构：出账单', by: accountants, shape: NewBill, work: issueBill }),
  stepOnce({ url: stay('refund'), summary: '机构：结算退清', by: accountants, shape: Deposited, work: settleStay }),
  stepOnce({ url: '/api/bills/:id/payment', summary: '机构：登记账单收款', by: accountants, shape: Received, work: payBill }),
  stepOnce({
    url: '/api/bills/:id/answer',
    summary: '机构：答复账单异议',
    by: accountants,
    shape: Answer,
    work: answerObjection,
  }),
];

const family: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/my/care',
    permission: resident,
    summary: '我和家人的入住申请、入住和账单',
    handler: async ({ platform, actor }) => ({ rows: await familyViews(platform.context, actor.personId!) }),
  }),
  route({
    method: 'GET',
    url: '/api/my/care/form',
    permission: resident,
    summary: '入住申请的表',
    handler: async () => ({ fields: formOf(OnlineApplication) }),
  }),
  route({
    method: 'POST',
    url: '/api/my/care',
    permission: resident,
    summary: '申请入住，进入候补',
    body: OnlineApplication.extend({ institutionId: Uuid, requestId: RequestId }),
    handler: ({ platform, actor, body }) => applyOnline(platform.context, actor.personId!, body),
  }),
  route({
    method: 'POST',
    url: '/api/my/care/holds',
    permission: resident,
    summary: '网上预留一张空床',
    body: OnlineApplication.extend({ institutionId: Uuid, bedId: Uuid, requestId: RequestId }),
    handler: ({ platform, actor, body }) => holdBedOnline(platform.context, actor.personId!, body),
  }),
  route({
    method: 'POST',
    url: '/api/my/care/:id/release',
    permission: resident,
    summary: '放弃预留的床位',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => releaseOnline(platform.context, actor.personId!, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/my/care/:id/withdrawal',
    permission: resident,
    summary: '撤回入住申请',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) => withdrawOnline(platform.context, actor.personId!, { ...params, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/my/care/stays/:id/consent',
    permission: resident,
    summary: '同意护理等级变更',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      consentOnline(platform.context, actor.personId!, { stayId: params.id, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/my/care/bills/:id/objection',
    permission: resident,
    summary: '对账单提出异议',
    params: ById,
    body: Objection.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      objectOnline(platform.context, actor.personId!, { billId: params.id, ...body }),
  }),
];

export const stayRoutes: readonly RouteDefinition[] = [...reading, ...steps, ...family];
