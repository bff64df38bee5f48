/** 存折代管 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { AgreementEnd, agreements, endAgreement, NewAgreement, recordAgreement } from './agreements.ts';

const keepers = allow('township-clerk');
const ById = z.strictObject({ id: Uuid });

export const passbookRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/passbooks',
    permission: allow('township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'finance-clerk', 'auditor'),
    summary: '存折代管协议（留痕）',
    query: z.object({
      ended: z.enum(['yes', 'no']).default('no'),
      cursor: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '翻页位置无效，请从第一页看起')
        .optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => ({
        ...(await agreements(tx, { ended: query.ended === 'yes', cursor: query.cursor })),
        forms: { agreement: formOf(NewAgreement), end: formOf(AgreementEnd) },
      })),
  }),
  route({
    method: 'POST',
    url: '/api/persons/:id/passbook',
    permission: keepers,
    summary: '登记存折代管协议',
    params: ById,
    body: z.strictObject({ requestId: RequestId, input: NewAgreement }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'passbook.record', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordAgreement(tx, params.id, body.input),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/passbooks/:id/end',
    permission: keepers,
    summary: '登记存折代管协议结束',
    params: ById,
    body: z.strictObject({ requestId: RequestId, input: AgreementEnd }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'passbook.end', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        endAgreement(tx, params.id, body.input),
      ),
  }),
];
