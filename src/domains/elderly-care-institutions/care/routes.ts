/** 照护、交接班、巡查和员工 over HTTP. Only the people of the institution: what is done at a bed no office reads. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { PaperHealth } from '../../../kernel/health/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import { ownInstitution } from '../register/store.ts';
import { Risks } from '../stays/prepare.ts';
import { dutyWeek, NewDuty, OffShift, offShiftPage, readOffShift, setDuty } from './duty.ts';
import { enterResidentHealth, residentHealth } from './health.ts';
import {
  addMedication,
  DoseGiven,
  endMedication,
  giveDose,
  MedicationEnd,
  NewMedication,
  prepareDose,
  StockIn,
  stockIn,
} from './medication.ts';
import { CallDown, CallMended, callDown, callMended, roster, rosterPrinted } from './outage.ts';
import { assessAgain, makePlan, NewPlan } from './plan.ts';
import { Corrected, correctRecord, Signed, signTask } from './record.ts';
import { Looked, look, NewRestraint, Released, release, restrain } from './restraint.ts';
import { handOver, NewHandover, NewPatrol, patrol } from './shifts.ts';
import { carers, nurses } from './terms.ts';
import { careDay, careFile, nursing, staffPage } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const Nothing = z.strictObject({});

export const careRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-day',
    permission: allow(...carers),
    summary: '机构：今天每张床的照护任务',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const own = await ownInstitution(tx);
        return own.ok ? careDay(tx, own.value.id) : own;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/nursing',
    permission: allow(...nurses),
    summary: '机构：护理站：计划、重评、漏做、巡查和交接班',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => nursing(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/stays/:id/care',
    permission: allow(...carers),
    summary: '机构：一位老人的照护计划和一周的记录',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => careFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/staff',
    permission: allow(...nurses),
    summary: '机构：人员配比',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => staffPage(tx, params.id)),
  }),
  stepOnce({ url: '/api/stays/:id/plan', summary: '机构：定照护计划', by: nurses, shape: NewPlan, work: makePlan }),
  route({
    method: 'GET',
    url: '/api/stays/:id/health',
    permission: allow(...carers),
    summary: '机构：老人同意给机构看的健康档案（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => residentHealth(tx, params.id)),
  }),
  stepOnce({
    url: '/api/stays/:id/health',
    summary: '机构：按签字的同意书登记健康档案',
    by: nurses,
    shape: PaperHealth,
    work: enterResidentHealth,
  }),
  stepOnce({ url: '/api/stays/:id/risks', summary: '机构：重评九项风险', by: nurses, shape: Risks, work: assessAgain }),
  stepOnce({
    url: '/api/stays/:id/medications',
    summary: '机构：登记代管药品',
    by: nurses,
    shape: NewMedication,
    work: addMedication,
  }),
  stepOnce({ url: '/api/care-medications/:id/stock', summary: '机构：药品交来', by: nurses, shape: StockIn, work: stockIn }),
  stepOnce({
    url: '/api/care-medications/:id/end',
    summary: '机构：停药',
    by: nurses,
    shape: MedicationEnd,
    work: endMedication,
  }),
  stepOnce({ url: '/api/care-doses/:id/preparation', summary: '机构：备药', by: carers, shape: Nothing, work: prepareDose }),
  stepOnce({ url: '/api/care-doses/:id/giving', summary: '机构：核对、服药', by: carers, shape: DoseGiven, work: giveDose }),
  stepOnce({ url: '/api/care-tasks/:id/record', summary: '机构：签照护任务', by: carers, shape: Signed, work: signTask }),
  stepOnce({
    url: '/api/care-tasks/:id/correction',
    summary: '机构：更正照护记录',
    by: carers,
    shape: Corrected,
    work: correctRecord,
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/roster',
    permission: allow(...carers),
    summary: '机构：在院名单，停电时用（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => roster(tx, params.id)),
  }),
  stepOnce({
    url: '/api/institutions/:id/roster-print',
    summary: '机构：在院名单已打印',
    by: carers,
    shape: Nothing,
    work: rosterPrinted,
  }),
  stepOnce({
    url: '/api/institutions/:id/call-outages',
    summary: '机构：呼叫器坏了',
    by: nurses,
    shape: CallDown,
    work: callDown,
  }),
  stepOnce({
    url: '/api/care-call-outages/:id/end',
    summary: '机构：呼叫器修好了',
    by: nurses,
    shape: CallMended,
    work: callMended,
  }),
  stepOnce({
    url: '/api/stays/:id/restraints',
    summary: '机构：登记约束保护',
    by: nurses,
    shape: NewRestraint,
    work: restrain,
  }),
  stepOnce({ url: '/api/care-restraints/:id/look', summary: '机构：约束期间的观察', by: carers, shape: Looked, work: look }),
  stepOnce({ url: '/api/care-restraints/:id/release', summary: '机构：解除约束', by: carers, shape: Released, work: release }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/duties',
    permission: allow(...carers),
    summary: '机构：一周的排班',
    params: ById,
    query: z.strictObject({ from: PlainDateText.optional() }),
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => dutyWeek(tx, params.id, query.from)),
  }),
  stepOnce({ url: '/api/institutions/:id/duties', summary: '机构：排班', by: nurses, shape: NewDuty, work: setDuty }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/off-shift',
    permission: allow(...carers),
    summary: '机构：谁不当班看过老人的健康情况，为什么',
    params: ById,
    query: Listing,
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => offShiftPage(tx, params.id, query)),
  }),
  route({
    method: 'POST',
    url: '/api/care-off-shift',
    permission: allow(...carers),
    summary: '机构：不当班要看老人的健康情况，写明原因',
    body: OffShift.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-duty.read', requestId, body: given }, (tx) => readOffShift(tx, given)),
  }),
  stepOnce({ url: '/api/institutions/:id/handovers', summary: '机构：交班', by: carers, shape: NewHandover, work: handOver }),
  stepOnce({ url: '/api/institutions/:id/patrols', summary: '机构：记巡查', by: carers, shape: NewPatrol, work: patrol }),
];
