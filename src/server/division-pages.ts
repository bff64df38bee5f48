/** 区划变更公告: reading pages for everybody. */
import { z } from 'zod';
import { AnnouncementCursor, announcementById, announcementList } from '../domains/divisions/changes/announcements.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RouteDefinition, route } from '../kernel/http/server.ts';
import { Uuid } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { missing, type PageContext, shellOf } from './pages.ts';

const asPublic = ({ platform }: PageContext) => systemActor('division-changes', platform.city.code);

export const divisionPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/division-changes',
    permission: anyone,
    summary: '区划变更公告',
    query: z.object({ cursor: AnnouncementCursor.optional() }),
    async handler(context) {
      const { rows, next } = await context.platform.context.read(asPublic(context), (tx) =>
        announcementList(tx, context.query.cursor),
      );
      return html(
        pages.divisionChangesPage({
          ...(await shellOf(context)),
          here: '/division-changes',
          rows,
          next: next && `/division-changes?cursor=${encodeURIComponent(next)}`,
        }),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/division-changes/:id',
    permission: anyone,
    summary: '一次区划变更的公告：新旧名称、代码对照，批准文件',
    params: z.object({ id: z.string().max(60) }),
    async handler(context) {
      const { id } = context.params;
      const change = Uuid.safeParse(id).success
        ? await context.platform.context.read(asPublic(context), (tx) => announcementById(tx, id))
        : null;
      if (!change) return missing(context, '没有这份公告，或者网址有误。');
      return html(pages.divisionChangePage({ ...(await shellOf(context)), here: `/division-changes/${id}`, change }));
    },
  }),
];
