/** What stands beside the indicators over HTTP; the indicators themselves are the kernel's. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { boardReaders } from './board.ts';
import { levelTable } from './levels.ts';

export const indicatorRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/disability/levels',
    permission: allow(...boardReaders),
    summary: '在领补贴的人：按残疾类别和等级（只有数）',
    handler: ({ platform, actor }) => platform.context.write(actor, async (tx) => ({ rows: await levelTable(tx) })),
  }),
];
