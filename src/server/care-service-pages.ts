/** 找养老服务: the facilities of the community, a reading page for everybody. */
import { z } from 'zod';
import { findSites } from '../domains/elderly-care/facilities/public.ts';
import { functions, type SiteFunction } from '../domains/elderly-care/facilities/terms.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { shellOf } from './pages.ts';

export const careServicePages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/care-services',
    permission: anyone,
    summary: '找养老服务（社区的中心、日间照料、食堂，按县、功能，按远近排）',
    query: z.object({
      county: z.string().max(12).optional(),
      offers: z.string().max(20).optional(),
      from: z.string().max(12).optional(),
      page: z.string().max(4).optional(),
    }),
    async handler(context) {
      const { platform, query } = context;
      const { divisions } = platform.context;
      const counties = divisions.children(platform.city.code).map((d) => ({ value: d.code, zh: d.name }));
      const wanted = Object.entries(functions).map(([value, zh]) => ({ value, zh }));
      const county = counties.find((c) => c.value === query.county)?.value;
      const offers = wanted.find((f) => f.value === query.offers)?.value as SiteFunction | undefined;
      const from = /^\d{12}$/.test(query.from ?? '') ? query.from : undefined;
      return html(
        pages.careServicesPage({
          ...(await shellOf(context)),
          found: await findSites(
            platform.context,
            { county, offers, from },
            /^\d{1,4}$/.test(query.page ?? '') ? Number(query.page) : 1,
          ),
          counties,
          functions: wanted,
          wish: { county: county ?? '', offers: offers ?? '', from: from ?? '' },
          outlines: divisions.outlines,
        }),
      );
    },
  }),
];
