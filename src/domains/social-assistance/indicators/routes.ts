/** The board over HTTP; the indicators themselves are the kernel's. */
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { figureReaders } from '../../../kernel/indicator/server.ts';
import { board } from './board.ts';

export const boardRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/assistance-board',
    permission: allow(...figureReaders),
    summary: '救助看板：时效、救助档次、预警时龄、退回原因、各乡镇每千人救助人数',
    handler: ({ platform, actor }) => platform.context.read(actor, board),
  }),
];
