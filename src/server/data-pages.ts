/** 民政数据、地图、开放数据: what everybody may read and take along, without signing in and without scripts. */
import { z } from 'zod';
import { publicCockpit } from '../domains/planning-statistics/cockpit/public.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { asDownloaded, catalogue, releaseOf, rowsOf } from '../kernel/dataset/server.ts';
import { html, RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { mapRecords, mapView } from '../kernel/map/server.ts';
import { fail } from '../kernel/result/index.ts';
import { Division } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { type PageContext, shellOf } from './pages.ts';

/** As the server's own act: a visitor's duties must not widen what is public. */
const asPublic = ({ platform }: PageContext) => systemActor('public-data', platform.city.code);
const optional = z.literal('').transform(() => undefined);

export const dataPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/data',
    permission: anyone,
    summary: '民政数据：规划目标、重大项目、公布的统计和支出',
    async handler(context) {
      const data = await context.platform.context.read(asPublic(context), publicCockpit);
      return data.ok ? html(pages.dataPage({ ...(await shellOf(context)), here: '/data', data: data.value })) : data;
    },
  }),
  route({
    method: 'GET',
    url: '/map',
    permission: anyone,
    summary: '地图：各县、乡镇、村的项目和设施',
    query: z.object({
      place: z.union([optional, Division]).optional(),
      layer: z.union([optional, z.string().max(40)]).optional(),
      after: z.string().max(120).optional(),
    }),
    async handler(context) {
      const { place, layer: asked, after } = context.query;
      return context.platform.context.read(asPublic(context), async (tx) => {
        const map = await mapView(tx, place);
        if (!map.ok) return map;
        const layer = map.value.layers.find(({ key }) => key === asked) ?? null;
        const records =
          map.value.level === 'city'
            ? null
            : await mapRecords(tx, { division: map.value.division, layer: layer?.key, cursor: after });
        if (records && !records.ok) return records;
        return html(
          pages.mapPage({
            ...(await shellOf(context)),
            map: map.value,
            layer,
            onlyBorders: map.value.borders !== null && asked === pages.BORDERS,
            outlines: tx.divisions.outlines,
            records: records?.value ?? null,
          }),
        );
      });
    },
  }),
  route({
    method: 'GET',
    url: '/open-data',
    permission: anyone,
    summary: '开放数据目录',
    async handler(context) {
      const datasets = await context.platform.context.read(asPublic(context), catalogue);
      return html(pages.openDataPage({ ...(await shellOf(context)), here: '/open-data', datasets }));
    },
  }),
  route({
    method: 'GET',
    url: '/api/open-data',
    permission: anyone,
    summary: '开放数据目录：列、来源、各版本的截止日和哈希',
    handler: async (context) => ({ datasets: await context.platform.context.read(asPublic(context), catalogue) }),
  }),
  route({
    method: 'GET',
    url: '/open-data/:file',
    permission: anyone,
    summary: '下载开放数据（CSV、JSON），可指明版本',
    params: z.strictObject({ file: z.string().regex(/^[a-z-]{2,40}\.(csv|json)$/) }),
    query: z.object({
      version: z
        .string()
        .regex(/^\d+\.\d+\.\d+$/)
        .optional(),
    }),
    async handler(context) {
      const [key = '', kind] = context.params.file.split('.');
      const found = await context.platform.context.read(asPublic(context), (tx) => releaseOf(tx, key, context.query.version));
      if (!found) return fail('NOT_FOUND');
      const { zh, content, version, cutOff, hash } = found;
      const headers = { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${zh}-${version}.${kind}`)}` };
      return kind === 'csv'
        ? new RawAnswer('text/csv; charset=utf-8', asDownloaded(content), { headers })
        : new RawAnswer(
            'application/json; charset=utf-8',
            `${JSON.stringify({ dataset: key, name: zh, version, cutOff, hash, rows: rowsOf(content) }, null, 1)}\n`,
            { headers },
          );
    },
  }),
];
