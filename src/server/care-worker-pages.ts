/** 护理员证书核验 for whoever scans the code of a care worker, and 护理员补贴公示: reading pages for everybody. */
import { z } from 'zod';
import { credentialOf, noticedClaims } from '../domains/elderly-care/workforce/public.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { shellOf } from './pages.ts';

export const careWorkerPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/care-workers/:code',
    permission: anyone,
    summary: '核验护理员的证书（扫码）',
    perMinute: 60,
    params: z.object({ code: z.string().max(40) }),
    handler: async (context) =>
      html(
        pages.careWorkerPage({
          ...(await shellOf(context)),
          worker: await credentialOf(context.platform.context, context.params.code),
        }),
      ),
  }),
  route({
    method: 'GET',
    url: '/care-worker-notices',
    permission: anyone,
    summary: '护理员补贴公示',
    handler: async (context) => {
      const rows = await noticedClaims(context.platform.context);
      return rows.ok ? html(pages.careWorkerNoticesPage({ ...(await shellOf(context)), rows: rows.value })) : rows;
    },
  }),
];
