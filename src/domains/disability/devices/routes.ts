/** 辅具 over HTTP: the station's desk, the finder, a resident's own rentals. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { type Actor, allow, anyone } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Platform, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { addCourse, addDeviceStaff, NewCourse, NewDeviceStaff, SignIn, signInAtDesk } from './courses.ts';
import { closeLead, LeadOutcome } from './leads.ts';
import { cancelOrder, refundDeposit, renew, reserve } from './orders.ts';
import { bookOnline, cancelOwn, findDevices, ownDevices, ownTrials, reserveOnline } from './residents.ts';
import { NewUnit, Recall, Renew, ReserveByClerk, ReserveOnline, UnitCode } from './schema.ts';
import {
  addItem,
  NewItem,
  NewPlace,
  NewStation,
  overview,
  placeStation,
  registerStation,
  StockFilter,
  stock,
} from './stations.ts';
import { lockOrder, type Order, ownStation } from './store.ts';
import { deviceKinds } from './terms.ts';
import { NewTrial, recordTrial, TrialResult } from './trials.ts';
import { actOnUnit, enterUnit, recallBatch } from './units.ts';
import { stationDesk, unitCard } from './views.ts';

const clerk = allow('device-station-clerk');
const Sent = <S extends z.ZodRawShape>(shape: z.ZodObject<S>) => shape.extend({ requestId: RequestId });
const ById = z.strictObject({ id: Uuid });

interface Call {
  platform: Platform;
  actor: Actor;
}
const once = <T>({ platform, actor }: Call, action: string, body: { requestId: string }, work: (tx: Tx) => Promise<Result<T>>) =>
  platform.context.once(actor, { action, requestId: body.requestId, body }, work);
const without = <T extends { requestId: string }>({ requestId: _, ...rest }: T): Omit<T, 'requestId'> => rest;

/** An order of the clerk's own station, locked. */
async function atOwnStation(tx: Tx, id: string): Promise<Result<Order>> {
  const station = await ownStation(tx);
  if (!station.ok) return station;
  const order = await lockOrder(tx, id);
  return order?.stationId === station.value.id ? ok(order) : fail('NOT_FOUND');
}

export const deviceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/devices',
    permission: anyone,
    summary: '找辅具：网点、租金、还有几件',
    query: z.strictObject({ kind: z.enum(Object.keys(deviceKinds) as [string, ...string[]]).optional() }),
    handler: async ({ platform, query }) => ({ rows: await findDevices(platform.context, { kind: query.kind ?? null }) }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/reserve',
    permission: allow('resident'),
    summary: '预约一件辅具',
    body: Sent(ReserveOnline),
    handler: ({ platform, actor, body }) => reserveOnline(platform.context, actor.personId!, body),
  }),
  route({
    method: 'GET',
    url: '/api/my/devices',
    permission: allow('resident'),
    summary: '我的辅具租赁',
    handler: async ({ platform, actor }) => ({ rows: await ownDevices(platform.context, actor) }),
  }),
  route({
    method: 'POST',
    url: '/api/my/devices/:id/cancel',
    permission: allow('resident'),
    summary: '取消我的预约',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      cancelOwn(platform.context, actor, { id: params.id, requestId: body.requestId }),
  }),
  route({
    method: 'POST',
    url: '/api/my/trials',
    permission: allow('resident'),
    summary: '预约辅具体验或适配评估',
    body: Sent(NewTrial),
    handler: ({ platform, actor, body }) => bookOnline(platform.context, actor.personId!, body),
  }),
  route({
    method: 'GET',
    url: '/api/my/trials',
    permission: allow('resident'),
    summary: '我的体验预约',
    handler: async ({ platform, actor }) => ({ rows: await ownTrials(platform.context, actor.personId!) }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/trials/:id',
    permission: clerk,
    summary: '网点：登记体验结果',
    params: ById,
    body: Sent(TrialResult),
    handler: (call) =>
      once(call, 'device.trial-result', { ...call.body, ...call.params }, (tx) =>
        recordTrial(tx, { id: call.params.id, ...without(call.body) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/devices/leads/:id',
    permission: clerk,
    summary: '网点：登记联系结果',
    params: ById,
    body: Sent(LeadOutcome),
    handler: (call) =>
      once(call, 'device.lead', { ...call.body, ...call.params }, (tx) =>
        closeLead(tx, { id: call.params.id, outcome: call.body.outcome }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/devices/staff',
    permission: clerk,
    summary: '网点：登记服务人员和证书',
    body: Sent(NewDeviceStaff),
    handler: (call) => once(call, 'device.staff', call.body, (tx) => addDeviceStaff(tx, without(call.body))),
  }),
  route({
    method: 'POST',
    url: '/api/devices/courses',
    permission: clerk,
    summary: '网点：登记讲座或培训',
    body: Sent(NewCourse),
    handler: (call) => once(call, 'device.course', call.body, (tx) => addCourse(tx, without(call.body))),
  }),
  route({
    method: 'POST',
    url: '/api/devices/courses/:id/sign-ins',
    permission: clerk,
    summary: '网点：登记签到',
    params: ById,
    body: Sent(SignIn),
    handler: (call) =>
      once(call, 'device.sign-in', { ...call.body, ...call.params }, (tx) =>
        signInAtDesk(tx, { courseId: call.params.id, ...without(call.body) }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/devices/overview',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader'),
    summary: '辅具网点、目录和召回',
    handler: ({ platform, actor }) => platform.context.read(actor, overview),
  }),
  route({
    method: 'GET',
    url: '/api/devices/stock',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader'),
    summary: '辅具管理里一个数字的清单',
    query: StockFilter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => stock(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/devices/overview/forms',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader'),
    summary: '登记网点、目录和召回的表',
    handler: async () => ({ station: formOf(NewStation), item: formOf(NewItem), recall: formOf(Recall) }),
  }),
  route({
    method: 'GET',
    url: '/api/devices/desk',
    permission: clerk,
    summary: '网点：今天要办',
    handler: ({ platform, actor }) => platform.context.write(actor, stationDesk),
  }),
  route({
    method: 'POST',
    url: '/api/devices/place',
    permission: clerk,
    summary: '网点：登记自己的位置',
    body: Sent(NewPlace),
    handler: (call) =>
      once(call, 'device.place', call.body, (tx) => placeStation(tx, without(call.body), call.platform.city.box)),
  }),
  route({
    method: 'GET',
    url: '/api/devices/forms',
    permission: clerk,
    summary: '网点：登记表',
    handler: async () => ({
      reserve: formOf(ReserveByClerk.shape.borrower),
      unit: formOf(NewUnit),
      renew: formOf(Renew),
      trial: formOf(TrialResult),
      lead: formOf(LeadOutcome),
      staff: formOf(NewDeviceStaff),
      course: formOf(NewCourse),
      signIn: formOf(SignIn),
      place: formOf(NewPlace),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/devices/units/:code',
    permission: clerk,
    summary: '网点：扫码看一件辅具',
    params: z.strictObject({ code: UnitCode }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => unitCard(tx, params.code)),
  }),
  route({
    method: 'POST',
    url: '/api/devices/units/:code/actions',
    permission: clerk,
    summary: '网点：对一件辅具办一步',
    params: z.strictObject({ code: UnitCode }),
    body: z.strictObject({ action: z.string().max(40), input: z.unknown(), requestId: RequestId }),
    handler: (call) =>
      once(call, 'device.unit', { ...call.body, ...call.params }, (tx) =>
        actOnUnit(tx, { code: call.params.code, action: call.body.action, input: call.body.input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/devices/units',
    permission: clerk,
    summary: '网点：登记新辅具（购置或捐赠）',
    body: Sent(NewUnit),
    handler: (call) => once(call, 'device.enter', call.body, (tx) => enterUnit(tx, without(call.body))),
  }),
  route({
    method: 'POST',
    url: '/api/devices/orders',
    permission: clerk,
    summary: '网点：为来访的人登记预约',
    body: Sent(ReserveByClerk),
    handler: (call) =>
      once(call, 'device.reserve', call.body, async (tx) => {
        const { village, ...borrower } = call.body.borrower;
        const person = await identifyApplicant(tx, { ...borrower, division: village });
        return person.ok ? reserve(tx, { personId: person.value, code: call.body.code }) : person;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/orders/:id/renew',
    permission: clerk,
    summary: '网点：续租',
    params: ById,
    body: Sent(Renew),
    handler: (call) =>
      once(call, 'device.renew', { ...call.body, ...call.params }, async (tx) => {
        const order = await atOwnStation(tx, call.params.id);
        return order.ok ? renew(tx, order.value, { dueOn: call.body.dueOn }) : order;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/orders/:id/refund',
    permission: clerk,
    summary: '网点：退还押金',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: (call) =>
      once(call, 'device.refund', { ...call.body, ...call.params }, async (tx) => {
        const order = await atOwnStation(tx, call.params.id);
        return order.ok ? refundDeposit(tx, order.value) : order;
      }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/orders/:id/cancel',
    permission: clerk,
    summary: '网点：取消预约',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: (call) =>
      once(call, 'device.cancel', { ...call.body, ...call.params }, async (tx) => {
        const station = await ownStation(tx);
        if (!station.ok) return station;
        const own = await tx.maybe(
          sql`select 1 as one from rental_order where id = ${call.params.id} and station_id = ${station.value.id}`,
        );
        return own ? cancelOrder(tx, call.params.id, '网点取消') : fail('NOT_FOUND');
      }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/follow-ups/:id/:due',
    permission: clerk,
    summary: '网点：登记配置回访',
    params: z.strictObject({ id: Uuid, due: PlainDateText }),
    body: z.strictObject({ note: z.string().trim().min(2, '请填写回访情况').max(500), requestId: RequestId }),
    handler: (call) =>
      once(call, 'device.follow-up', { ...call.body, ...call.params }, async (tx) => {
        const { id, due } = call.params;
        const done =
          await tx.run(sql`update device_follow_up set done_on = ${tx.today}, done_by = ${tx.actor.id}, note = ${tx.keys.seal(call.body.note, `device_follow_up.note:${id}:${due}`)}
          where allocation_id = ${id} and due_on = ${due} and station_id = ${tx.actor.unitId} and done_on is null`);
        return done === 1 ? ok({ id }) : fail('FOLLOW_UP_DONE');
      }),
  }),
  route({
    method: 'POST',
    url: '/api/devices/recalls',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '召回一个批次的辅具',
    body: Sent(Recall),
    handler: (call) => once(call, 'device.recall', call.body, (tx) => recallBatch(tx, without(call.body))),
  }),
  route({
    method: 'POST',
    url: '/api/devices/stations',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '登记辅具网点',
    body: Sent(NewStation),
    handler: (call) =>
      once(call, 'device.station', call.body, (tx) => registerStation(tx, without(call.body), call.platform.city.box)),
  }),
  route({
    method: 'POST',
    url: '/api/devices/items',
    permission: allow('city-clerk'),
    summary: '登记辅具目录',
    body: Sent(NewItem),
    handler: (call) => once(call, 'device.item', call.body, (tx) => addItem(tx, without(call.body))),
  }),
];
