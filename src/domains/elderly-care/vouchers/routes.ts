/** Vouchers over HTTP: the person's own, the till of a provider, the list of the county. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { withinTries } from '../outlets/tries.ts';
import { Bill, previewBill, Reversal, reverseBill, takeBill } from './use.ts';
import { myVouchers, voucherList, voucherTill } from './views.ts';

const tills = ['care-outlet'] as const;

export const voucherRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elders/my/vouchers',
    permission: allow('resident'),
    summary: '我的消费券和每一笔使用',
    handler: ({ platform, actor }) => platform.context.read(actor, myVouchers),
  }),
  route({
    method: 'GET',
    url: '/api/elders/vouchers',
    permission: allow('township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'county-confirmer'),
    summary: '有消费券的老年人（留痕）',
    query: z.object({ cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => voucherList(tx, query.cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/care-till/vouchers',
    permission: allow(...tills),
    summary: '网点收银：今天和本月收的消费券（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, voucherTill),
  }),
  route({
    method: 'POST',
    url: '/api/care-till/vouchers/preview',
    permission: allow(...tills),
    summary: '网点收银：先看能抵多少',
    body: Bill,
    handler: ({ platform, actor, body }) =>
      withinTries(platform.context, actor, () => platform.context.read(actor, (tx) => previewBill(tx, body))),
  }),
  route({
    method: 'POST',
    url: '/api/care-till/vouchers',
    permission: allow(...tills),
    summary: '网点收银：核销消费券',
    body: z.strictObject({ ...Bill.shape, requestId: RequestId }),
    handler({ platform, actor, body: { requestId, ...bill } }) {
      const said = { action: 'care-voucher-use', requestId, body: bill };
      return withinTries(platform.context, actor, () => platform.context.once(actor, said, (tx) => takeBill(tx, bill)));
    },
  }),
  stepOnce({
    url: '/api/care-till/vouchers/:id/reversal',
    summary: '网点收银：冲正一笔消费券',
    by: tills,
    shape: Reversal,
    work: reverseBill,
  }),
];
