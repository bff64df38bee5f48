/** Works at home over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow, officers } from '../../../kernel/access/index.ts';
import { openFileStore, openShownFile } from '../../../kernel/document/server.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { choice, Uuid } from '../../../kernel/schema/index.ts';
import { getCase } from '../../../kernel/service/server.ts';
import { myWorks, worksList } from './lists.ts';
import { programmeNames, worksLists, worksReaders } from './terms.ts';

export const homeWorksRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/home-works/mine',
    permission: allow('capacity-assessor', 'home-care-manager'),
    summary: '派给我的入户方案和施工（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, myWorks),
  }),
  route({
    method: 'GET',
    url: '/api/home-works',
    permission: allow(...worksReaders),
    summary: '适老化改造、家庭养老床位的改造台账（留痕）',
    query: z.object({
      source: choice(programmeNames).default('adaptation'),
      list: choice(worksLists).default('open'),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) =>
        worksList(tx, { source: query.source, open: query.list === 'open', cursor: query.cursor }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/home-works/:id/photos/:fileId',
    permission: allow('resident', ...officers, 'capacity-assessor', 'home-care-manager'),
    summary: '改造前后照片（留痕）',
    params: z.strictObject({ id: Uuid, fileId: Uuid }),
    async handler({ platform, actor, params }) {
      const file = await openShownFile(platform.context, actor, openFileStore(platform.filesDir), {
        id: params.fileId,
        async shown(tx) {
          const kase = await getCase(tx, params.id);
          return kase.ok ? ok(params.id) : kase;
        },
      });
      return file.ok ? attachment(file.value.mediaType, file.value.name, file.value.bytes) : file;
    },
  }),
];
