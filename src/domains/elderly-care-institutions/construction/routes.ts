/** 养老机构建设补贴 over HTTP. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { accountants, readers } from '../money/terms.ts';
import { approveBuild, askBuild, BuildApproval, BuildAsk, BuildCheck, checkBuild } from './act.ts';
import { ClaimDecision, ClaimReceipt, decideClaim, endUse, receiveClaim, UseEnded } from './claims.ts';
import { approvePart, checkPart, PartApproval, PartCheck, PartPayment, payPart } from './parts.ts';
import { approvers, checkers } from './terms.ts';
import { buildList } from './views.ts';

export const buildRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-construction',
    permission: allow(...readers, ...accountants),
    summary: '养老机构建设补贴：申请、三期、追回',
    handler: ({ platform, actor }) => platform.context.read(actor, (tx) => buildList(tx)),
  }),
  stepOnce({
    url: '/api/institutions/:id/construction',
    summary: '机构：申请建设补贴',
    by: accountants,
    shape: BuildAsk,
    work: askBuild,
  }),
  stepOnce({
    url: '/api/care-construction/:id/check',
    summary: '县级：核建设补贴',
    by: checkers,
    shape: BuildCheck,
    work: checkBuild,
  }),
  stepOnce({
    url: '/api/care-construction/:id/approval',
    summary: '县级领导：批准建设补贴',
    by: approvers,
    shape: BuildApproval,
    work: approveBuild,
  }),
  stepOnce({
    url: '/api/care-construction/:id/part-check',
    summary: '县级：核一期建设补贴',
    by: checkers,
    shape: PartCheck,
    work: checkPart,
  }),
  stepOnce({
    url: '/api/care-construction/:id/part-approval',
    summary: '县级领导：批准一期建设补贴',
    by: approvers,
    shape: PartApproval,
    work: approvePart,
  }),
  stepOnce({
    url: '/api/care-construction/:id/part-payment',
    summary: '县级：登记一期建设补贴拨付',
    by: checkers,
    shape: PartPayment,
    work: payPart,
  }),
  stepOnce({
    url: '/api/care-construction/:id/end',
    summary: '县级：登记停止养老使用',
    by: checkers,
    shape: UseEnded,
    work: endUse,
  }),
  stepOnce({
    url: '/api/care-construction-claims/:id/decision',
    summary: '县级领导：定建设补贴的追回',
    by: approvers,
    shape: ClaimDecision,
    work: decideClaim,
  }),
  stepOnce({
    url: '/api/care-construction-claims/:id/receipts',
    summary: '县级：登记退回的建设补贴',
    by: checkers,
    shape: ClaimReceipt,
    work: receiveClaim,
  }),
];
