/** Divisions over HTTP: the tree for choosing a place. */
import { z } from 'zod';
import { anyone } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Division } from '../schema/index.ts';
import { SKETCH } from './index.ts';

const degrees = (from: number, to: number) => z.coerce.number().min(from).max(to);

export const divisionRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/boundaries',
    permission: anyone,
    summary: '县（市、区）轮廓示意，不作为权属依据；没有图形的城市为空',
    handler: async ({ platform }) => ({ features: platform.context.divisions.outlines }),
  }),
  route({
    method: 'GET',
    url: '/api/divisions/at',
    permission: anyone,
    summary: '落点：经纬度在哪个县（市、区），离界线120米以内的标明边界附近',
    query: z.object({ lon: degrees(73, 136), lat: degrees(3, 54) }),
    async handler({ platform, query: { lon, lat } }) {
      const { divisions } = platform.context;
      const at = divisions.at([lon, lat]);
      return {
        known: at !== null,
        code: at?.code ?? null,
        name: at?.code ? divisions.fullName(at.code) : null,
        nearBoundary: at?.nearBoundary ?? false,
        note: SKETCH,
      };
    },
  }),
  route({
    method: 'GET',
    url: '/api/divisions',
    permission: anyone,
    summary: '区划：下级、搜索',
    query: z.object({
      parent: Division.optional(),
      text: z.string().trim().max(40).optional(),
      code: Division.optional(),
      within: Division.optional(),
    }),
    async handler({ platform, query }) {
      const { divisions, city } = platform.context;
      const found = query.code
        ? [divisions.get(query.code)]
        : query.text
          ? divisions.search(query.text, { within: query.within ?? city, limit: 30 })
          : divisions.children(query.parent ?? city);
      return {
        rows: found.flatMap((d) =>
          d ? [{ code: d.code, name: d.name, fullName: divisions.fullName(d.code), level: d.level, parent: d.parent }] : [],
        ),
      };
    },
  }),
];
