/** 养老机构运营补贴 over HTTP. */

import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { accountants, readers } from '../money/terms.ts';
import {
  approveSubsidy,
  askSubsidy,
  checkSubsidy,
  paySubsidy,
  SubsidyApproval,
  SubsidyAsk,
  SubsidyCheck,
  SubsidyPayment,
} from './act.ts';
import { approvers, checkers } from './terms.ts';
import { subsidyList } from './views.ts';

export const subsidyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-subsidies',
    permission: allow(...readers, ...accountants),
    summary: '养老机构运营补贴：申请、核、公示、拨付',
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => subsidyList(tx, query.cursor)),
  }),
  stepOnce({
    url: '/api/institutions/:id/subsidies',
    summary: '机构：申请一个季度的运营补贴',
    by: accountants,
    shape: SubsidyAsk,
    work: askSubsidy,
  }),
  stepOnce({
    url: '/api/care-subsidies/:id/check',
    summary: '县级：核运营补贴',
    by: checkers,
    shape: SubsidyCheck,
    work: checkSubsidy,
  }),
  stepOnce({
    url: '/api/care-subsidies/:id/approval',
    summary: '县级领导：批准运营补贴',
    by: approvers,
    shape: SubsidyApproval,
    work: approveSubsidy,
  }),
  stepOnce({
    url: '/api/care-subsidies/:id/payment',
    summary: '县级：登记运营补贴拨付',
    by: checkers,
    shape: SubsidyPayment,
    work: paySubsidy,
  }),
];
