/** 养老机构检查公开: reading pages for everybody, and the script by which a reader computes a draw again. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  publishedStanding,
  publishedSupervision,
  publishedSupervisionDraw,
} from '../domains/elderly-care-institutions/supervision/published.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { Uuid } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { missing, type PageContext, shellOf } from './pages.ts';
import { WEB_ROOT } from './web.ts';

const reader = (context: PageContext) => systemActor('supervision-pages', context.platform.context.city);

export const supervisionPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/draws',
    permission: anyone,
    summary: '养老机构检查公开：抽取、结果、隐患、计划',
    handler: async (context) =>
      html(
        pages.drawsPage({
          ...(await shellOf(context)),
          ...(await context.platform.context.read(reader(context), publishedSupervision)),
        }),
      ),
  }),
  route({
    method: 'GET',
    url: '/draws/:no',
    permission: anyone,
    summary: '一次双随机抽取：公开的数、结果、重算',
    params: z.strictObject({ no: z.string().regex(/^DR-[0-9-]{6,16}$/) }),
    async handler(context) {
      const draw = await context.platform.context.read(reader(context), (tx) => publishedSupervisionDraw(tx, context.params.no));
      return draw ? html(pages.drawPage({ ...(await shellOf(context)), draw })) : missing(context);
    },
  }),
  route({
    method: 'GET',
    url: '/institutions/:id/supervision',
    permission: anyone,
    summary: '一家养老机构的等级、检查、隐患',
    params: z.strictObject({ id: Uuid }),
    async handler(context) {
      const home = await context.platform.context.read(reader(context), (tx) => publishedStanding(tx, context.params.id));
      return home ? html(pages.homeSupervisionPage({ ...(await shellOf(context)), ...home })) : missing(context);
    },
  }),
  route({
    method: 'GET',
    url: pages.REPLAY,
    permission: anyone,
    summary: '重算抽取的脚本',
    handler: async (context) => {
      const script = path.join(WEB_ROOT, 'draw-replay.js');
      if (!fs.existsSync(script)) return missing(context, '脚本还没有构建，请先运行 npm run build。');
      return new RawAnswer('text/javascript; charset=utf-8', fs.readFileSync(script), {
        headers: { 'cache-control': 'public, max-age=3600' },
      });
    },
  }),
];
