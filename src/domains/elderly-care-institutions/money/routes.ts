/** 养老机构的保险和预收费 over HTTP. Whose institution it is, row-level security says. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import {
  Balance,
  EscrowAccount,
  enterBalance,
  enterPolicy,
  NewPolicy,
  NewPrepaid,
  Refund,
  refundPrepaid,
  setEscrow,
  takePrepaid,
} from './act.ts';
import { bankPage, Explained, explainEntry, Match, matchEntry, Unmatched, unmatchEntry } from './bank.ts';
import { accountants, offices, readers } from './terms.ts';
import { moneyFile, moneyList } from './views.ts';

export const moneyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/institution-money',
    permission: allow(...readers),
    summary: '养老机构的保险和预收费：亮灯的在前',
    handler: ({ platform, actor }) => platform.context.read(actor, (tx) => moneyList(tx)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/money',
    permission: allow(...readers, ...accountants),
    summary: '一家机构的保险、存管、预收和亮过的灯（留痕）',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => moneyFile(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/bank-entries',
    permission: allow(...readers, ...accountants),
    summary: '一家机构的存管流水核对：银行有的、收了没有进账的、核对上的（留痕）',
    params: z.strictObject({ id: Uuid }),
    query: Listing.extend({ side: z.enum(['bank', 'home', 'matched']).default('bank') }),
    handler: ({ platform, actor, params, query }) => platform.context.write(actor, (tx) => bankPage(tx, params.id, query)),
  }),
  stepOnce({
    url: '/api/care-escrow-entries/:id/match',
    summary: '核对一笔存管流水',
    by: offices,
    shape: Match,
    work: matchEntry,
  }),
  stepOnce({
    url: '/api/care-escrow-entries/:id/explanation',
    summary: '写明一笔存管流水是什么',
    by: offices,
    shape: Explained,
    work: explainEntry,
  }),
  stepOnce({
    url: '/api/care-escrow-entries/:id/unmatching',
    summary: '退回一笔核对错的存管流水',
    by: offices,
    shape: Unmatched,
    work: unmatchEntry,
  }),
  stepOnce({
    url: '/api/institutions/:id/policies',
    summary: '机构：登记责任保险的保单',
    by: accountants,
    shape: NewPolicy,
    work: enterPolicy,
  }),
  stepOnce({
    url: '/api/institutions/:id/escrow',
    summary: '登记预收费存管账户和固定资产净额',
    by: offices,
    shape: EscrowAccount,
    work: setEscrow,
  }),
  stepOnce({ url: '/api/institutions/:id/balances', summary: '登记存管余额', by: offices, shape: Balance, work: enterBalance }),
  stepOnce({
    url: '/api/institutions/:id/prepaid',
    summary: '机构：登记一笔预收',
    by: accountants,
    shape: NewPrepaid,
    work: takePrepaid,
  }),
  stepOnce({
    url: '/api/care-prepaid/:id/refund',
    summary: '机构：退一笔预收',
    by: accountants,
    shape: Refund,
    work: refundPrepaid,
  }),
];
