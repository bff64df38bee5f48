/** 残疾人福利 figures over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { figureList, figures, levelTable } from './figures.ts';
import { type FigureKey, figureNames } from './terms.ts';

const readers = allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader', 'auditor');

export const indicatorRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/disability/figures',
    permission: readers,
    summary: '残疾人福利指标',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const all = await figures(tx);
        return all.ok ? { ok: true as const, value: { today: tx.today, rows: all.value } } : all;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/disability/levels',
    permission: readers,
    summary: '在领补贴的人：按残疾类别和等级（只有数）',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await levelTable(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/disability/figures/:key',
    permission: readers,
    summary: '一个指标数的是哪些',
    params: z.strictObject({ key: z.enum(Object.keys(figureNames) as [FigureKey, ...FigureKey[]]) }),
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => figureList(tx, params.key)),
  }),
];
