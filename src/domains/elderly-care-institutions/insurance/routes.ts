/** 责任险理赔和补贴 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { subsidyRoutes } from '../../../kernel/subsidy/server.ts';
import { accountants, readers } from '../money/terms.ts';
import { insuranceBook } from './book.ts';
import { NewClaim, Paid, payClaim, Refused, refuseClaim, reportClaim, Survey, surveyClaim } from './claims.ts';
import { insuranceList } from './views.ts';

const claim = (what: string): string => `/api/care-insurance-claims/:id/${what}`;

export const insuranceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-insurances',
    permission: allow(...readers, ...accountants),
    summary: '养老机构责任险：保单、理赔',
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => insuranceList(tx, query.cursor)),
  }),
  stepOnce({
    url: '/api/care-insurances/:id/claims',
    summary: '机构：登记责任险报案',
    by: accountants,
    shape: NewClaim,
    work: reportClaim,
  }),
  stepOnce({ url: claim('survey'), summary: '机构：登记查勘', by: accountants, shape: Survey, work: surveyClaim }),
  stepOnce({ url: claim('payment'), summary: '机构：登记赔付', by: accountants, shape: Paid, work: payClaim }),
  stepOnce({ url: claim('refusal'), summary: '机构：登记不赔', by: accountants, shape: Refused, work: refuseClaim }),
  ...subsidyRoutes(insuranceBook),
];
