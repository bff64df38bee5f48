/** 项目库和对账 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { alarmOrder, sourceOrder, stageOrder } from '../progress/terms.ts';
import { projectFigures, projectPlaces } from './counts.ts';
import { answerDifference, NewAnswer, reconciliation } from './differences.ts';
import { Confirmation, confirmProject, listProjects } from './library.ts';
import { readers } from './readers.ts';
import { currentTables, planOfProjects } from './tables.ts';

const Year = z.coerce.number().int().min(2000).max(2100);
/** What narrows every view of the library. */
export const Filter = z.strictObject({
  q: z.string().trim().max(60).optional(),
  category: z.string().max(200).optional(),
  division: Division.optional(),
  exact: z.literal('1').optional(),
  open: z.enum(['place', 'units', 'county']).optional(),
  stage: z.enum(stageOrder).optional(),
  side: z.enum(['paused', 'cancelled', 'adjusted', 'merged']).optional(),
  alarm: z.enum(alarmOrder).optional(),
  unchecked: z.literal('1').optional(),
  source: z.enum(sourceOrder).optional(),
  starts: Year.optional(),
  finishes: Year.optional(),
  dropped: z.literal('1').optional(),
  entered: z.literal('1').optional(),
});

export const projectRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/projects',
    permission: readers,
    summary: '规划项目：按名称、类别、地区查，带行数、个数和投资合计',
    query: Filter.extend({ after: z.coerce.number().int().min(0).max(2_000_000).default(0) }),
    handler: ({ platform, actor, query: { after, ...filter } }) =>
      platform.context.read(actor, (tx) => listProjects(tx, filter, after)),
  }),
  route({
    method: 'GET',
    url: '/api/projects/figures',
    permission: readers,
    summary: '规划项目按类别、按县和乡镇的数',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const plan = await planOfProjects(tx);
        return { ...(await projectFigures(tx)), plan, tables: plan ? await currentTables(tx, plan.code) : [] };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/projects/places',
    permission: readers,
    summary: '规划项目按县和乡镇的数，筛选以后的',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => projectPlaces(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/projects/reconciliation',
    permission: readers,
    summary: '项目表对账：R1–R6逐条，两边的数、差额、说明',
    handler: ({ platform, actor }) => platform.context.read(actor, reconciliation),
  }),
  route({
    method: 'POST',
    url: '/api/projects/reconciliation',
    permission: allow('city-clerk'),
    summary: '说明一处差异，或登记更正值（原表不改）',
    body: z.strictObject({ key: z.string().min(2).max(400), answer: NewAnswer, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project-difference.answer', requestId, body: given }, (tx) =>
        answerDifference(tx, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/projects/forms',
    permission: readers,
    summary: '确认项目、说明差异的表',
    handler: async () => ({ confirmation: formOf(Confirmation), answer: formOf(NewAnswer) }),
  }),
  route({
    method: 'POST',
    url: '/api/projects/:id/confirmation',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '确认一个项目的地点和个数（印出的行不改）',
    params: z.strictObject({ id: Uuid }),
    body: Confirmation.extend({ version: z.int().min(1), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project.confirm', requestId, body: { ...given, ...params } }, (tx) =>
        confirmProject(tx, { id: params.id, ...given }),
      ),
  }),
];
