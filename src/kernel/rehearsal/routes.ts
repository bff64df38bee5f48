/** Drafts of standards and their rehearsals over HTTP. */
import { z } from 'zod';
import { allow, anyone } from '../access/index.ts';
import { openFileStore } from '../document/server.ts';
import { attachment, type RouteDefinition, route } from '../http/server.ts';
import { Bound, standardHands } from '../policy/server.ts';
import { Division, PlainDateText, RequestId, Uuid } from '../schema/index.ts';
import { openAnnouncement } from './announcement.ts';
import { type DraftAction, draftActions, type Effect, effects } from './index.ts';
import { actOnDraft, differencesView, draftView, explainHousehold, householdsView, listDrafts, proposeDraft } from './server.ts';

const readers = allow('county-leader', 'city-clerk', 'city-leader', 'auditor');
const proposers = allow(...standardHands);
const ById = z.strictObject({ id: Uuid });

const Row = z.strictObject({
  key: z.string().regex(/^[A-Z][A-Z0-9-]{1,60}$/, '参数编号无效'),
  division: Division,
  value: z.string().trim().min(1, '请填写标准值').max(30),
  unit: z.string().trim().min(1).max(30),
  validFrom: PlainDateText,
  floor: Bound,
  ceiling: Bound,
});
const Content = {
  title: z.string().trim().min(4, '请填写方案名称').max(100, '不超过100字'),
  documentNo: z.string().trim().min(4, '请写明依据文件').max(200, '不超过200字'),
  rows: z.array(Row).min(1, '请至少填写一项标准').max(50, '一次不超过50项'),
};

export const rehearsalRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/standards/announcements/:id',
    permission: anyone,
    summary: '标准调整公告（PDF）',
    perMinute: 60,
    params: ById,
    async handler({ platform: { context, filesDir, publicUrl }, params }) {
      const printed = await openAnnouncement(context, { store: openFileStore(filesDir), publicUrl }, params.id);
      return printed.ok ? attachment('application/pdf', printed.value.name, printed.value.bytes) : printed;
    },
  }),
  route({
    method: 'GET',
    url: '/api/standard-drafts',
    permission: readers,
    summary: '标准方案',
    query: z.object({ cursor: Uuid.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => listDrafts(tx, query.cursor ?? null)),
  }),
  route({
    method: 'POST',
    url: '/api/standard-drafts',
    permission: proposers,
    summary: '拟定标准方案',
    body: z.strictObject({ ...Content, requestId: RequestId }),
    handler: ({ platform, actor, body }) => proposeDraft(platform.context, actor, body),
  }),
  route({
    method: 'GET',
    url: '/api/standard-drafts/:id',
    permission: readers,
    summary: '一个标准方案和它的预演',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => draftView(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/standard-drafts/:id/actions',
    permission: proposers,
    summary: '修改、预演、送审、批准、退回、公布、撤回标准方案',
    params: ById,
    body: z.strictObject({
      action: z.enum(Object.keys(draftActions) as [DraftAction, ...DraftAction[]]),
      version: z.int().min(1),
      requestId: RequestId,
      change: z.strictObject(Content).optional(),
      note: z.string().trim().max(500).optional(),
    }),
    handler: ({ platform, actor, params, body }) => {
      const { change, note, ...command } = body;
      return actOnDraft(platform.context, actor, {
        id: params.id,
        ...command,
        ...(change ? { change } : {}),
        ...(note ? { note } : {}),
      });
    },
  }),
  route({
    method: 'GET',
    url: '/api/standard-drafts/:id/households',
    permission: readers,
    summary: '预演或公布逐户结果',
    params: ById,
    query: z.object({
      effect: z.enum(Object.keys(effects) as [Effect, ...Effect[]]).optional(),
      reversal: z.enum(['1']).optional(),
      ten: z.enum(['1']).optional(),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) =>
        householdsView(
          tx,
          params.id,
          { ...(query.effect ? { effect: query.effect } : {}), reversal: query.reversal === '1', ten: query.ten === '1' },
          query.cursor ?? null,
        ),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/standard-drafts/:id/households/:subjectId',
    permission: readers,
    summary: '一户按现行标准和拟调标准的核算',
    params: z.strictObject({ id: Uuid, subjectId: Uuid }),
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, (tx) => explainHousehold(tx, params.id, params.subjectId)),
  }),
  route({
    method: 'GET',
    url: '/api/standard-drafts/:id/differences',
    permission: readers,
    summary: '公布结果与预演不同的户',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => differencesView(tx, params.id)),
  }),
];
