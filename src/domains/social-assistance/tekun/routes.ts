/** 特困供养 over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, type PlainDate, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { spotChecks } from './spot-check.ts';
import { waitingReasons, wishes } from './terms.ts';
import { homeList, recordVisit, VisitInput } from './visits.ts';
import { careFigures, explainWaiting, recordWishOf, waitingList } from './wishes.ts';

const readers = ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer', 'city-clerk'] as const;

export const tekunRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/tekun/waiting',
    permission: allow(...readers),
    summary: '愿意入住机构而没有入住的特困人员（留痕）',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => {
        const [recordedOn, id] = /^(\d{4}-\d{2}-\d{2})~([0-9a-f-]{36})$/.exec(query.cursor ?? '')?.slice(1) ?? [];
        return waitingList(tx, {
          division: actor.division ?? platform.city.code,
          after: recordedOn && id ? { recordedOn: recordedOn as PlainDate, id } : null,
        });
      }),
  }),
  route({
    method: 'GET',
    url: '/api/tekun/figures',
    permission: allow(...readers),
    summary: '集中供养的数字',
    handler: ({ platform, actor }) => platform.context.read(actor, (tx) => careFigures(tx, actor.division ?? platform.city.code)),
  }),
  route({
    method: 'POST',
    url: '/api/tekun/waiting/:id/reason',
    permission: allow('township-clerk', 'county-clerk'),
    summary: '写明没有入住的原因',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ reason: choice(waitingReasons), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'tekun.waiting-reason', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => explainWaiting(tx, { wishId: params.id, reason: body.reason }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/tekun/wishes',
    permission: allow('village-worker', 'township-clerk', 'county-clerk'),
    summary: '登记供养意愿',
    body: z.strictObject({ personId: Uuid, wish: choice(wishes), requestId: RequestId }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'tekun.wish', requestId: body.requestId, body }, (tx) => recordWishOf(tx, body)),
  }),
  route({
    method: 'GET',
    url: '/api/tekun/visits',
    permission: allow('village-worker', 'township-clerk', 'township-leader', 'county-clerk'),
    summary: '在家供养的特困人员和本月探访（留痕）',
    query: z.object({ cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => homeList(tx, query.cursor ?? null)),
  }),
  route({
    method: 'POST',
    url: '/api/tekun/:id/visits',
    permission: allow('village-worker', 'township-clerk'),
    summary: '登记每月探访',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId, input: VisitInput }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'tekun.visit', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordVisit(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/tekun/spot-checks',
    permission: allow('auditor', 'county-leader', 'county-confirmer', 'city-clerk'),
    summary: '特困认定抽查：种子和每件的抽签号，可以重算',
    query: z.object({
      county: z.string().regex(/^\d{6}000000$/, '请选择县'),
      year: z.coerce.number().int().min(2020).max(2200),
      cursor: z.coerce.number().int().min(0).default(0),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => spotChecks(tx, { county: query.county, year: query.year, after: query.cursor })),
  }),
];
