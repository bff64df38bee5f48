/** 社区康复机构: a reading page for everybody. */
import { publicInstitutions } from '../domains/disability/facilities/models.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import * as pages from '../web/public/index.ts';
import { shellOf } from './pages.ts';

export const rehabPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/rehab',
    permission: anyone,
    summary: '社区康复机构（标杆机构在前）',
    async handler(context) {
      const { context: platform } = context.platform;
      const bodies = await platform.read(systemActor('rehab-list', platform.city), publicInstitutions);
      return html(pages.rehabPage({ ...(await shellOf(context)), here: '/rehab', bodies }));
    },
  }),
];
