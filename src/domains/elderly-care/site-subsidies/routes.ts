/** 养老服务设施补贴 over HTTP. */

import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import {
  approveSiteSubsidy,
  askBuilding,
  askRunning,
  BuildAsk,
  checkSiteSubsidy,
  Elsewhere,
  paySiteSubsidy,
  RunAsk,
  recordElsewhere,
  SubsidyApproval,
  SubsidyCheck,
  SubsidyPayment,
} from './act.ts';
import { approvers, askers, checkers, readers } from './terms.ts';
import { siteSubsidyList } from './views.ts';

export const siteSubsidyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-site-subsidies',
    permission: allow(...readers),
    summary: '养老服务设施补贴：申请、核、公示、拨付',
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => siteSubsidyList(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/care-site-subsidies/running',
    permission: allow(...askers),
    summary: '乡镇：申请设施一年的运营补贴',
    body: RunAsk.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'site-subsidy.run', requestId, body: given }, (tx) => askRunning(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/care-site-subsidies/building',
    permission: allow(...askers),
    summary: '乡镇：申请设施的一次性建设补贴',
    body: BuildAsk.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'site-subsidy.build', requestId, body: given }, (tx) => askBuilding(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/care-site-subsidies/elsewhere',
    permission: allow(...checkers),
    summary: '县级：登记别的项目给设施的钱',
    body: Elsewhere.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'site-subsidy.elsewhere', requestId, body: given }, (tx) =>
        recordElsewhere(tx, given),
      ),
  }),
  stepOnce({
    url: '/api/care-site-subsidies/:id/check',
    summary: '县级：核设施补贴',
    by: checkers,
    shape: SubsidyCheck,
    work: checkSiteSubsidy,
  }),
  stepOnce({
    url: '/api/care-site-subsidies/:id/approval',
    summary: '县级领导：批准设施补贴',
    by: approvers,
    shape: SubsidyApproval,
    work: approveSiteSubsidy,
  }),
  stepOnce({
    url: '/api/care-site-subsidies/:id/payment',
    summary: '县级：登记设施补贴拨付',
    by: checkers,
    shape: SubsidyPayment,
    work: paySiteSubsidy,
  }),
];
