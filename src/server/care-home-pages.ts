/** 找养老机构: reading pages for everybody, and the same as data for the form that holds a bed. */
import { z } from 'zod';
import { careLevels } from '../domains/elderly-care-institutions/beds/terms.ts';
import { findHomes, homePage } from '../domains/elderly-care-institutions/public.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { missing, shellOf } from './pages.ts';

const Wish = z.object({
  county: z.string().max(12).optional(),
  upTo: z.string().max(6).optional(),
  free: z.string().max(10).optional(),
  level: z.string().max(20).optional(),
  grade: z.string().max(2).optional(),
  from: z.string().max(12).optional(),
  page: z.string().max(4).optional(),
});
const ById = z.object({ id: z.string().max(40) });
const isId = (text: string): boolean => z.uuid().safeParse(text).success;

export const careHomePages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/care-homes',
    permission: anyone,
    summary: '找养老机构（按县、价格、空床、护理等级、星级，按远近排）',
    query: Wish,
    async handler(context) {
      const { platform, query } = context;
      const { divisions } = platform.context;
      const counties = divisions.children(platform.city.code).map((d) => ({ value: d.code, zh: d.name }));
      const levels = Object.values(careLevels).map((zh) => ({ value: zh, zh }));
      const county = counties.find((c) => c.value === query.county)?.value;
      const level = levels.find((l) => l.value === query.level)?.value;
      const upTo = /^\d{2,5}$/.test(query.upTo ?? '') ? query.upTo : undefined;
      const grade = /^[1-5]$/.test(query.grade ?? '') ? query.grade : undefined;
      const wish = {
        county,
        level,
        grade: grade === undefined ? undefined : Number(grade),
        upToFen: upTo === undefined ? undefined : Number(upTo) * 100,
        free: query.free === 'any' || query.free === 'nursing',
        nursing: query.free === 'nursing',
        from: /^\d{12}$/.test(query.from ?? '') ? query.from : undefined,
      };
      const found = await findHomes(platform.context, wish, /^\d{1,4}$/.test(query.page ?? '') ? Number(query.page) : 1);
      return html(
        pages.careHomesPage({
          ...(await shellOf(context)),
          found,
          counties,
          levels,
          wish: {
            county: county ?? '',
            upTo: upTo ?? '',
            free: query.free ?? '',
            level: level ?? '',
            grade: grade ?? '',
            from: wish.from ?? '',
          },
          outlines: divisions.outlines,
        }),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/care-homes/:id',
    permission: anyone,
    summary: '一家养老机构（价格、空床、轮候）',
    params: ById,
    async handler(context) {
      const found = isId(context.params.id) ? await homePage(context.platform.context, context.params.id) : null;
      if (!found?.ok) return missing(context, '没有这家养老机构，或者已经停办。');
      return html(pages.careHomePage({ ...(await shellOf(context)), home: found.value }));
    },
  }),
  route({
    method: 'GET',
    url: '/api/care-homes/:id',
    permission: anyone,
    summary: '一家养老机构公开的信息：价格、空床、轮候',
    params: z.strictObject({ id: z.uuid() }),
    handler: ({ platform, params }) => homePage(platform.context, params.id),
  }),
];
