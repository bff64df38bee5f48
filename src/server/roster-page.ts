/** 正在享受救助的人家: the long-term publication, place by place; names only of one village at a time. */
import { z } from 'zod';
import { publicRoster, publicRosterCounts } from '../domains/social-assistance/roster/server.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { Division } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { missing, pathTo, shellOf } from './pages.ts';

export const rosterPageRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/roster',
    permission: anyone,
    summary: '正在享受救助的人家（按村公布，姓名隐去）',
    perMinute: 60,
    query: z.object({ division: Division.optional(), cursor: z.uuid().optional() }),
    async handler(context) {
      const { platform, query } = context;
      const { divisions, city } = platform.context;
      const at = divisions.get(query.division ?? city);
      if (!at?.code.startsWith(city.slice(0, 4))) return missing(context);
      const shell = await shellOf(context);
      const village = at.level === 'village' ? await publicRoster(platform.context, at.code, query.cursor ?? null) : null;
      const counts = at.level === 'township' ? await publicRosterCounts(platform.context, at.code) : null;
      const below = divisions.children(at.code).map(({ code, name }) => ({
        code,
        name,
        ...(counts ? { households: counts.find((c) => c.village === code)?.households ?? 0 } : {}),
      }));
      const path = pathTo(context, at.code);
      return html(pages.rosterPage({ ...shell, path, below, lines: village?.lines ?? null, next: village?.next ?? null }));
    },
  }),
];
