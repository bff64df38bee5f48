/** 民政重大项目: a reading page for everybody. */
import { z } from 'zod';
import { publishedProjects } from '../domains/planning-statistics/progress/published.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { shellOf } from './pages.ts';

export const projectPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/projects',
    permission: anyone,
    summary: '民政重大项目：已经启动的和目前的阶段',
    query: z.object({ county: z.string().max(12).optional() }),
    async handler(context) {
      const { context: platform } = context.platform;
      const counties = platform.divisions.children(platform.city).map(({ code, name }) => ({ code, name }));
      const county = counties.find(({ code }) => code === context.query.county) ?? null;
      const library = await platform.read(systemActor('project-list', platform.city), (tx) =>
        publishedProjects(tx, county?.code ?? null),
      );
      return html(pages.projectsPage({ ...(await shellOf(context)), here: '/projects', counties, county, library }));
    },
  }),
];
