/** 寻人启事 for everybody: what hangs out now, and its photograph. */
import { z } from 'zod';
import { publicNotices, publicPhoto } from '../domains/elderly-care/lost/notice.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { openFileStore, openPublished } from '../kernel/document/server.ts';
import { attachment, html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { Uuid } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { missing, shellOf } from './pages.ts';

export const lostPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/lost',
    permission: anyone,
    summary: '寻人启事（家属同意公开的）',
    handler: async (context) =>
      html(pages.lostPage({ ...(await shellOf(context)), rows: await publicNotices(context.platform.context) })),
  }),
  route({
    method: 'GET',
    url: '/lost/:id/photo',
    permission: anyone,
    summary: '寻人启事的照片，启事撤下就没有了',
    params: z.object({ id: z.string().max(60) }),
    async handler(context) {
      const { platform, params } = context;
      const photo = Uuid.safeParse(params.id).success ? await publicPhoto(platform.context, params.id) : null;
      const reader = systemActor('lost-notices', platform.context.city);
      const found = photo && (await openPublished(platform.context, reader, openFileStore(platform.filesDir), photo));
      return found ? attachment(found.mediaType, found.name, found.bytes) : missing(context, '没有这张照片，启事可能已经撤下。');
    },
  }),
];
