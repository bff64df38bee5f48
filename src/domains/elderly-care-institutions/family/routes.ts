/** The family's side over HTTP, and what the home answers. A family acts through the platform for its own stay only. */
import { z } from 'zod';
import { type Actor, allow, systemActor } from '../../../kernel/access/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, Mobile, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import { openTicket } from '../../../kernel/ticket/server.ts';
import { findInstitution } from '../register/store.ts';
import { readers, staff } from '../register/terms.ts';
import { accountants, nurses, reception } from '../stays/terms.ts';
import { answerEvaluation, Evaluation, EvaluationAnswer, evaluate, evaluationPage } from './evaluation.ts';
import { askToPay, notReceived, PayAsked, sayPaid } from './orders.ts';
import {
  answerRequest,
  askDeparture,
  askLeave,
  askTour,
  askVisit,
  DepartureAsked,
  LeaveAsked,
  RequestAnswer,
  TourAsked,
  VisitAsked,
  withdrawRequest,
} from './requests.ts';
import { ownStay } from './store.ts';
import { familyStay, ownTours, requestList } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});
const resident = allow('resident');

/** The platform's own act for one resident, whose request it remembers; a resident has no divisions of his own. */
const acting = (context: Context, personId: string): Actor => systemActor(`care-family:${personId}`, context.city);

/** One step of a family on a record, remembered by its request. */
const familyStep = <S extends z.ZodRawShape>(of: {
  url: string;
  summary: string;
  shape: z.ZodObject<S>;
  work: (tx: Tx, id: string, personId: string, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: resident,
    summary: of.summary,
    params: ById,
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform, actor, params, body }) {
      const { requestId, ...given } = body as { requestId: string };
      const personId = actor.personId!;
      return platform.context.once(
        acting(platform.context, personId),
        { action: of.url, requestId, body: { ...given, ...params } },
        (tx) => of.work(tx, params.id, personId, given as z.output<z.ZodObject<S>>),
      );
    },
  });

const Complaint = z.strictObject({
  text: z.string().trim().min(4, '请写明经过').max(1000).meta({ label: '哪里不满意', widget: 'textarea', protect: true }),
  phone: Mobile.meta({ label: '回访电话', protect: true }),
});

export const familyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/my/care/stays/:id',
    permission: resident,
    summary: '我家老人：照护计划、今天做了什么、事件和账单',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(acting(platform.context, actor.personId!), (tx) => familyStay(tx, params.id, actor.personId!)),
  }),
  route({
    method: 'GET',
    url: '/api/my/care/request-forms',
    permission: resident,
    summary: '请假、探访、退住、付款和投诉的表',
    handler: async () => ({
      leave: formOf(LeaveAsked),
      visit: formOf(VisitAsked),
      tour: formOf(TourAsked),
      departure: formOf(DepartureAsked),
      pay: formOf(PayAsked),
      evaluation: formOf(Evaluation),
      complaint: formOf(Complaint),
    }),
  }),
  familyStep({
    url: '/api/my/care/stays/:id/leave',
    summary: '替老人请假',
    shape: LeaveAsked,
    work: (tx, stayId, personId, given) => askLeave(tx, { stayId, personId }, given),
  }),
  familyStep({
    url: '/api/my/care/stays/:id/visit',
    summary: '预约探访',
    shape: VisitAsked,
    work: (tx, stayId, personId, given) => askVisit(tx, { stayId, personId }, given),
  }),
  familyStep({
    url: '/api/my/care/stays/:id/evaluation',
    summary: '评价养老机构，一个季度一次',
    shape: Evaluation,
    work: (tx, stayId, personId, given) => evaluate(tx, { stayId, personId }, given),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/evaluations',
    permission: allow(...staff, ...readers),
    summary: '一家机构的家属评价：说了什么，机构怎么答复；不写是谁',
    params: ById,
    query: Listing,
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => evaluationPage(tx, params.id, query)),
  }),
  stepOnce({
    url: '/api/care-evaluations/:id/answer',
    summary: '机构：答复家属的评价',
    by: reception,
    shape: EvaluationAnswer,
    work: answerEvaluation,
  }),
  familyStep({
    url: '/api/my/care/stays/:id/departure',
    summary: '提出退住',
    shape: DepartureAsked,
    work: (tx, stayId, personId, given) => askDeparture(tx, { stayId, personId }, given),
  }),
  familyStep({
    url: '/api/my/care/homes/:id/tour',
    summary: '预约参观',
    shape: TourAsked,
    work: (tx, institutionId, personId, given) => askTour(tx, { institutionId, personId }, given),
  }),
  route({
    method: 'GET',
    url: '/api/my/care/tours',
    permission: resident,
    summary: '我预约的参观',
    handler: ({ platform, actor }) =>
      platform.context.read(acting(platform.context, actor.personId!), async (tx) => ({
        rows: await ownTours(tx, actor.personId!),
      })),
  }),
  familyStep({
    url: '/api/my/care/requests/:id/withdrawal',
    summary: '撤回请假、探访、参观、退住',
    shape: Nothing,
    work: (tx, id, personId) => withdrawRequest(tx, id, personId),
  }),
  familyStep({
    url: '/api/my/care/bills/:id/order',
    summary: '开一张付款单',
    shape: PayAsked,
    work: (tx, id, personId, given) => askToPay(tx, id, personId, given),
  }),
  familyStep({
    url: '/api/my/care/orders/:id/paid',
    summary: '付款单：我已付款',
    shape: Nothing,
    work: (tx, id, personId) => sayPaid(tx, id, personId),
  }),
  route({
    method: 'POST',
    url: '/api/my/care/stays/:id/complaint',
    permission: resident,
    summary: '投诉养老机构，转给县民政局办理',
    params: ById,
    body: z.strictObject({ ...Complaint.shape, requestId: RequestId }),
    async handler({ platform, actor, params, body }) {
      const { context } = platform;
      const by = acting(context, actor.personId!);
      const about = await context.read(by, async (tx) => {
        const own = await ownStay(tx, params.id, actor.personId!);
        if (!own.ok) return own;
        const home = await findInstitution(tx, own.value.stay.institutionId);
        return home.ok ? ok({ home: home.value.name, division: home.value.division }) : home;
      });
      if (!about.ok) return about;
      const opened = await openTicket(context, by, {
        channel: 'portal',
        kind: 'complaint',
        category: 'elderly',
        urgency: 'C',
        division: about.value.division,
        matter: `投诉${about.value.home}：${body.text}`,
        phone: body.phone,
        requestId: body.requestId,
      });
      return opened.ok ? ok({}) : opened;
    },
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/requests',
    permission: allow(...staff),
    summary: '机构：家属的请假、探访、参观和退住',
    params: ById,
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, (tx) => requestList(tx, params.id, query.cursor)),
  }),
  stepOnce({
    url: '/api/care-requests/:id/answer',
    summary: '机构：答复家属的请假、探访、参观和退住',
    by: [...new Set([...nurses, ...reception])],
    shape: RequestAnswer,
    work: answerRequest,
  }),
  stepOnce({
    url: '/api/care-payment-orders/:id/missing',
    summary: '机构：没有查到付款',
    by: accountants,
    shape: Nothing,
    work: notReceived,
  }),
];
