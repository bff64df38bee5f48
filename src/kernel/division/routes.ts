/** Divisions over HTTP: the tree for choosing a place. */
import { z } from 'zod';
import { anyone } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Division } from '../schema/index.ts';

export const divisionRoutes: readonly RouteDefinition[] = [
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
