/** 居家服务结算 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { approvers, keepers, managers } from '../workers/hands.ts';
import {
  approveSettlement,
  Beacon,
  checkSettlement,
  drawSample,
  fileSettlement,
  Heard,
  NewSettlement,
  recordCall,
} from './act.ts';
import { settlementFile, settlementList } from './views.ts';

const Nothing = z.strictObject({});
const at = (name: string): string => `/api/home-care/settlements/:id/${name}`;
const readers = allow(...keepers, ...approvers, ...managers, 'auditor');

export const settlementRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/home-care/settlements',
    permission: readers,
    summary: '居家服务结算单',
    query: z.strictObject({ cursor: z.string().max(10).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => settlementList(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/home-care/settlements',
    permission: allow(...managers),
    summary: '服务商：申报一个月的结算',
    body: NewSettlement.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'home-care-settlement.file', requestId, body: given }, (tx) =>
        fileSettlement(tx, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/home-care/settlements/:id',
    permission: readers,
    summary: '一张居家服务结算单和明细',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => settlementFile(tx, params.id)),
  }),
  stepOnce({ url: at('draw'), summary: '抽查结算明细', by: keepers, shape: Beacon, work: drawSample }),
  stepOnce({ url: at('calls'), summary: '登记结算回访', by: keepers, shape: Heard, work: recordCall }),
  stepOnce({ url: at('check'), summary: '核定结算', by: keepers, shape: Nothing, work: checkSettlement }),
  stepOnce({ url: at('approval'), summary: '批准结算', by: approvers, shape: Nothing, work: approveSettlement }),
];
