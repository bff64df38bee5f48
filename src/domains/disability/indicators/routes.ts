/** What stands beside the indicators over HTTP; the indicators themselves are the kernel's. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Uuid } from '../../../kernel/schema/index.ts';
import { drawerList } from '../certificate/drawers.ts';
import { type Level, levels } from '../certificate/index.ts';
import { ageBands, type Sex, sexes } from '../certificate/terms.ts';
import { boardReaders } from './board.ts';
import { drawerReaders, levelsOf } from './levels.ts';

export const indicatorRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/disability/levels',
    permission: allow(...boardReaders),
    summary: '在领补贴的人：按残疾类别、等级、年龄和性别（只有数）',
    handler: ({ platform, actor }) => platform.context.write(actor, levelsOf),
  }),
  route({
    method: 'GET',
    url: '/api/disability/drawers',
    permission: allow(...drawerReaders),
    summary: '在领补贴的人：一个等级、年龄段、性别的名单（留痕）',
    query: z.object({
      level: z.enum(Object.keys(levels) as [Level, ...Level[]]),
      band: z.enum(ageBands.map((band) => String(band.from)) as [string, ...string[]]),
      sex: z.enum(Object.keys(sexes) as [Sex, ...Sex[]]),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query: { level, band, sex, cursor } }) =>
      platform.context.write(actor, (tx) => drawerList(tx, { level, band: Number(band), sex, cursor })),
  }),
];
