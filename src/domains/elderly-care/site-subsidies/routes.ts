/** 养老服务设施补贴 over HTTP. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId } from '../../../kernel/schema/index.ts';
import { subsidyCheckers, subsidyRoutes } from '../../../kernel/subsidy/server.ts';
import { siteBook } from './book.ts';
import { ElsewhereForm, recordElsewhere } from './elsewhere.ts';

export const siteSubsidyRoutes: readonly RouteDefinition[] = [
  ...subsidyRoutes(siteBook),
  route({
    method: 'POST',
    url: '/api/care-site-subsidies/elsewhere',
    permission: allow(...subsidyCheckers),
    summary: '县级：登记别的项目给设施的钱',
    body: ElsewhereForm.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'site-subsidy.elsewhere', requestId, body: given }, (tx) =>
        recordElsewhere(tx, given),
      ),
  }),
];
