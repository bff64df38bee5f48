/** 协理员和站点 over HTTP: townships and counties keep the register, everybody above sees the coverage. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import {
  endStaff,
  NewStaff,
  NewUnit,
  Population,
  placeStaff,
  recordPopulation,
  recordTraining,
  registerStaff,
  registerUnit,
  Training,
} from './actions.ts';
import { OfficePosts, offices, recordOffice } from './offices.ts';
import './sheets.ts';
import { townships, townshipView } from './views.ts';

const keepers = allow('township-clerk', 'county-clerk');
/** A village sees too little of its township to count for it. */
const readers = allow(
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'city-clerk',
  'city-leader',
  'auditor',
);
const ById = z.strictObject({ id: Uuid });
const Once = z.strictObject({ requestId: RequestId });

export const stationRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/assistance-stations',
    permission: readers,
    summary: '协理员、站点和乡镇配员：各乡镇',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const rows = await townships(tx);
        return { rows, offices: await offices(tx, rows) };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/assistance-stations/forms',
    permission: readers,
    summary: '协理员、站点的登记表',
    handler: async () => ({
      staff: formOf(NewStaff),
      unit: formOf(NewUnit),
      training: formOf(Training.omit({ staffId: true })),
      population: formOf(Population),
      office: formOf(OfficePosts),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/assistance-stations/:township',
    permission: readers,
    summary: '一个乡镇的协理员和站点（留痕）',
    params: z.strictObject({ township: Division }),
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => {
        await recordAudit(tx, { action: 'assistance-staff.listed', division: params.township });
        return townshipView(tx, params.township);
      }),
  }),
  route({
    method: 'POST',
    url: '/api/assistance-staff',
    permission: keepers,
    summary: '登记协理员或乡镇救助岗位',
    body: NewStaff.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'assistance-staff.register', requestId, body: given }, (tx) =>
        registerStaff(tx, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/assistance-staff/:id/end',
    permission: keepers,
    summary: '协理员离岗',
    params: ById,
    body: Once,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'assistance-staff.end', requestId: body.requestId, body: params }, (tx) =>
        endStaff(tx, params.id, tx.today),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/assistance-staff/:id/trainings',
    permission: keepers,
    summary: '登记培训',
    params: ById,
    body: Training.omit({ staffId: true }).extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'assistance-staff.train', requestId, body: { ...params, ...given } }, (tx) =>
        recordTraining(tx, { staffId: params.id, ...given }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/assistance-staff/:id/unit',
    permission: keepers,
    summary: '安排到服务中心或站点',
    params: ById,
    body: z.strictObject({ unitId: Uuid, requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'assistance-staff.place', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => placeStaff(tx, params.id, body.unitId),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/assistance-units',
    permission: keepers,
    summary: '登记服务中心或站点',
    body: NewUnit.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'assistance-unit.register', requestId, body: given }, (tx) =>
        registerUnit(tx, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/township-populations',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '登记年末常住人口',
    body: Population.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'township-population.record', requestId, body: given }, (tx) =>
        recordPopulation(tx, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/office-posts',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '登记本级民政部门年末编制',
    body: OfficePosts.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'office-posts.record', requestId, body: given }, (tx) => recordOffice(tx, given)),
  }),
];
