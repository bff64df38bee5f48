/** 社区养老服务设施 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import {
  Apart,
  Assessment,
  assessSite,
  linkPlanned,
  Move,
  moveSite,
  OpenDay,
  plannedFields,
  recordDay,
  tellApart,
} from './act.ts';
import { correctSite, enterSite, NewSite, SiteCorrection } from './enter.ts';
import { changeEstate, EstateChange, enterEstate, estateList, NewEstate } from './estates.ts';
import { dayHands, deciders, keepers, readers } from './terms.ts';
import { listSites, SiteFilter, siteFile } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const version = z.int().min(1);
const at = (action: string): string => `/api/care-sites/:id/${action}`;

export const siteRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-sites',
    permission: allow(...readers),
    summary: '社区养老服务设施：按名称、地区、类别、状态查',
    query: SiteFilter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => listSites(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/care-sites',
    permission: allow(...keepers),
    summary: '登记一处社区养老服务设施',
    body: NewSite.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-site.enter', requestId, body: given }, (tx) => enterSite(tx, given)),
  }),
  route({
    method: 'GET',
    url: '/api/care-sites/:id',
    permission: allow(...readers),
    summary: '一处设施：登记、开放的日子、评估、经过',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => siteFile(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: at('correction'),
    permission: allow(...keepers),
    summary: '更正设施的登记',
    params: ById,
    body: SiteCorrection.extend({ version }),
    handler: ({ platform, actor, params, body }) => platform.context.write(actor, (tx) => correctSite(tx, params.id, body)),
  }),
  stepOnce({ url: at('days'), summary: '记一天开放', by: dayHands, shape: OpenDay, work: recordDay }),
  stepOnce({
    url: at('stage'),
    summary: '乡镇：变更设施的状态（投用、停运、注销除外）',
    by: keepers,
    shape: Move,
    work: (tx, id, given) => moveSite(tx, id, given, false),
  }),
  stepOnce({
    url: at('decision'),
    summary: '县级：变更设施的状态',
    by: deciders,
    shape: Move,
    work: (tx, id, given) => moveSite(tx, id, given, true),
  }),
  stepOnce({ url: at('assessment'), summary: '设施年度评估', by: deciders, shape: Assessment, work: assessSite }),
  stepOnce({ url: at('apart'), summary: '核实疑似重复的两处设施不是同一处', by: deciders, shape: Apart, work: tellApart }),
  route({
    method: 'GET',
    url: at('planned'),
    permission: allow(...deciders),
    summary: '设施可能对应的规划项目',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => plannedFields(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: at('planned'),
    permission: allow(...deciders),
    summary: '确认设施对应的规划项目',
    params: ById,
    body: z.looseObject({}),
    handler: ({ platform, actor, params, body }) => platform.context.write(actor, (tx) => linkPlanned(tx, params.id, body)),
  }),
  route({
    method: 'GET',
    url: '/api/care-estates',
    permission: allow(...readers),
    summary: '居住区配建养老服务设施：应建、移交、缺口、四同步',
    query: Listing,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => estateList(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/care-estates',
    permission: allow(...deciders),
    summary: '登记一个居住区的配建',
    body: NewEstate.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-estate.enter', requestId, body: given }, (tx) => enterEstate(tx, given)),
  }),
  stepOnce({
    url: '/api/care-estates/:id/change',
    summary: '更新居住区的配建',
    by: deciders,
    shape: EstateChange.extend({ version }),
    work: changeEstate,
  }),
];
