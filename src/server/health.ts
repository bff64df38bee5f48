/** GET /healthz: 200 once requests can be served and the database answers. */
import { sql } from '../database/sql.ts';
import { anyone, publicActor } from '../kernel/access/index.ts';
import { type RouteDefinition, route } from '../kernel/http/server.ts';

export const healthRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/healthz',
    permission: anyone,
    summary: '是否就绪',
    async handler({ platform }) {
      await platform.context.read(publicActor, (tx) => tx.one(sql`select 1 as alive`));
      return { status: 'ready' };
    },
  }),
];
