/** 养老机构名册 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { Correction, correctInstitution, enterInstitution, NewInstitution } from './enter.ts';
import { ownInstitution } from './store.ts';
import { keepers, readers, staff } from './terms.ts';
import { InstitutionFilter, institutionFile, listInstitutions } from './views.ts';

const ById = z.strictObject({ id: Uuid });

export const registerRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/institutions',
    permission: allow(...readers),
    summary: '养老机构名册：按名称、地区、状态、类别查',
    query: InstitutionFilter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => listInstitutions(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/form',
    permission: allow(...keepers),
    summary: '登记养老机构的表',
    handler: async () => ({ fields: formOf(NewInstitution) }),
  }),
  route({
    method: 'POST',
    url: '/api/institutions',
    permission: allow(...keepers),
    summary: '登记一家养老机构',
    body: NewInstitution.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-institution.enter', requestId, body: given }, (tx) =>
        enterInstitution(tx, given, platform.city.box),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/own',
    permission: allow(...staff),
    summary: '机构：本机构',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const own = await ownInstitution(tx);
        return own.ok ? institutionFile(tx, own.value.id) : own;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id',
    permission: allow(...readers, ...staff),
    summary: '一家养老机构：登记、备案、经过',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => institutionFile(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/institutions/:id/correction',
    permission: allow(...keepers),
    summary: '更正养老机构的登记',
    params: ById,
    body: Correction.extend({ version: z.int().min(1) }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => correctInstitution(tx, params.id, body, platform.city.box)),
  }),
];
