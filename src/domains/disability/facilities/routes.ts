/** 设施项目和标杆机构 over HTTP. */
import { z } from 'zod';
import { allow, isOwnHand, type Performer } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { applyModel, decideModel, institutionsWithModels, ModelDecision, NewModel, NewScore, scoreModel } from './models.ts';
import { linkPlanned, plannedFields } from './planned.ts';
import { NewReport, projects, reportQuarter, reportsOf } from './projects.ts';
import { libraryOf } from './rules.ts';
import { institutionLevels, modelStates, stages } from './terms.ts';

const readers = allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor');
const linkers: readonly Performer[] = ['county-clerk', 'city-clerk'];
const ById = z.strictObject({ id: Uuid });
const ByCode = z.strictObject({ code: z.string().regex(/^[A-Z0-9-]{4,20}$/) });
const Sent = <S extends z.ZodRawShape>(shape: z.ZodObject<S>) => shape.extend({ requestId: RequestId });
const without = <T extends { requestId: string }>({ requestId: _, ...rest }: T): Omit<T, 'requestId'> => rest;

export const facilityRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/facilities/projects',
    permission: readers,
    summary: '精神卫生福利设施项目',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const rows = await projects(tx);
        return {
          library: libraryOf(rows),
          rows: rows.map((p) => ({
            ...p,
            stageZh: stages[p.stage],
            divisionName: tx.divisions.fullName(p.division),
            offers: offersTo(tx.actor, [
              {
                action: 'planned',
                zh: p.plannedProject ? '改对应' : '对规划项目',
                causes: '对上以后，两边互相看得到；规划那边报的阶段，只有它一处的跟着走。',
                button: '确认',
                by: linkers,
                to: `/api/facilities/projects/${p.code}/planned`,
                fieldsAt: `/api/facilities/projects/${p.code}/planned`,
                initial: p.plannedProject ? { planned: p.plannedProject } : {},
                fixed: { requestId: newId() },
              },
            ]),
          })),
        };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/facilities/projects/:code/reports',
    permission: readers,
    summary: '一个项目的季度报告',
    params: ByCode,
    handler: ({ platform, actor, params }) =>
      platform.context.read(actor, async (tx) => ({
        rows: (await reportsOf(tx, params.code)).map((r) => ({ ...r, stageZh: stages[r.stage] })),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/facilities/projects/:code/reports',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '报送一个季度',
    params: ByCode,
    body: Sent(NewReport),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'facility.report', requestId: body.requestId, body: { ...body, ...params } }, (tx) =>
        reportQuarter(tx, { ...without(body), code: params.code }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/facilities/projects/:code/planned',
    permission: allow(...linkers),
    summary: '一处设施可以对应的规划项目',
    params: ByCode,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => plannedFields(tx, params.code)),
  }),
  route({
    method: 'POST',
    url: '/api/facilities/projects/:code/planned',
    permission: allow(...linkers),
    summary: '确认一处设施是规划里的哪个项目',
    params: ByCode,
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'facility.link', requestId, body: { ...input, ...params } }, (tx) =>
        linkPlanned(tx, { ...params, input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/facilities/forms',
    permission: readers,
    summary: '项目报告、标杆机构申报和评分的表',
    handler: async () => ({
      report: formOf(NewReport),
      model: formOf(NewModel),
      decision: formOf(ModelDecision),
      score: formOf(NewScore),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/facilities/institutions',
    permission: readers,
    summary: '康复机构和标杆机构',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({
        rows: (await institutionsWithModels(tx)).map(({ appliedBy, ...row }) => ({
          ...row,
          mine: isOwnHand(tx.actor, appliedBy, row.appliedOn ?? tx.today),
          levelZh: institutionLevels[row.level],
          stateZh: row.state && modelStates[row.state],
          divisionName: tx.divisions.fullName(row.division),
        })),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/facilities/institutions/:id/model',
    permission: allow('county-clerk'),
    summary: '申报标杆机构',
    params: ById,
    body: Sent(NewModel),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'model.apply', requestId: body.requestId, body: { ...body, ...params } }, (tx) =>
        applyModel(tx, { id: params.id, reason: body.reason }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/facilities/institutions/:id/decision',
    permission: allow('city-clerk', 'city-leader'),
    summary: '确认标杆机构',
    params: ById,
    body: Sent(ModelDecision),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'model.decide', requestId: body.requestId, body: { ...body, ...params } }, (tx) =>
        decideModel(tx, { id: params.id, decision: body.decision }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/facilities/institutions/:id/score',
    permission: allow('city-clerk'),
    summary: '标杆机构年度评分',
    params: ById,
    body: Sent(NewScore),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'model.score', requestId: body.requestId, body: { ...body, ...params } }, (tx) =>
        scoreModel(tx, { id: params.id, ...without(body) }),
      ),
  }),
];
