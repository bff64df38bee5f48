/** 残疾人证登记、年度确认、稽核疑点 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { NewConfirmation, openConfirmations, recordConfirmation } from '../certificate/confirmation.ts';
import { certificateList } from '../certificate/register.ts';
import { type CertificateList, certificateLists } from '../certificate/terms.ts';
import { closeFinding, openFindings } from './findings.ts';
import { type FindingKind, findingKinds } from './terms.ts';

const ById = z.strictObject({ id: Uuid });
const field = allow('village-worker', 'township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'city-clerk');

export const checkRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/disability/certificates',
    permission: allow(
      'village-worker',
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'city-clerk',
      'federation-officer',
    ),
    summary: '残疾人证登记和到期名单',
    query: z.object({
      list: z.enum(Object.keys(certificateLists) as [CertificateList, ...CertificateList[]]).default('expiring'),
      cursor: z.string().max(80).optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => certificateList(tx, { list: query.list, cursor: query.cursor })),
  }),
  route({
    method: 'GET',
    url: '/api/disability/confirmations',
    permission: field,
    summary: '两项补贴年度确认：待入户的人',
    query: z.object({ cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => openConfirmations(tx, query.cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/disability/confirmations/form',
    permission: field,
    summary: '年度确认登记表',
    handler: async () => ({ fields: formOf(NewConfirmation) }),
  }),
  route({
    method: 'POST',
    url: '/api/disability/confirmations/:id',
    permission: allow('village-worker', 'township-clerk'),
    summary: '登记一次入户确认',
    params: ById,
    body: NewConfirmation.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'subsidy.confirm', requestId, body: { ...params, ...input } }, (tx) =>
        recordConfirmation(tx, { id: params.id, ...input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/disability/findings',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor'),
    summary: '稽核疑点',
    query: z.object({
      kind: z.enum(Object.keys(findingKinds) as [FindingKind, ...FindingKind[]]).optional(),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => openFindings(tx, { kind: query.kind, cursor: query.cursor })),
  }),
  route({
    method: 'POST',
    url: '/api/disability/findings/:id',
    permission: allow('county-clerk', 'county-leader', 'city-clerk'),
    summary: '核实一条疑点',
    params: ById,
    body: z.strictObject({
      is: z.boolean(),
      note: z.string().trim().min(4, '请写明核实的情况（至少4个字）').max(300, '不超过300字'),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'disability.finding', requestId, body: { ...params, ...input } }, (tx) =>
        closeFinding(tx, { id: params.id, ...input }),
      ),
  }),
];
