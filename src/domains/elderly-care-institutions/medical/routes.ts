/** 医养结合和转型 over HTTP. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { Conversion, convert, endMedical, LinkEnd, linkMedical, NewLink } from './act.ts';
import { converters, heads, readers } from './terms.ts';
import { medicalList } from './views.ts';

export const medicalRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-medical',
    permission: allow(...readers, ...heads),
    summary: '养老机构医养结合、农村福利院转型',
    handler: ({ platform, actor }) => platform.context.read(actor, (tx) => medicalList(tx)),
  }),
  stepOnce({
    url: '/api/institutions/:id/medical',
    summary: '机构：登记医养结合',
    by: heads,
    shape: NewLink,
    work: linkMedical,
  }),
  stepOnce({ url: '/api/care-medical/:id/end', summary: '机构：结束医养结合', by: heads, shape: LinkEnd, work: endMedical }),
  stepOnce({
    url: '/api/institutions/:id/conversion',
    summary: '县级：登记农村福利院转型',
    by: converters,
    shape: Conversion,
    work: convert,
  }),
];
