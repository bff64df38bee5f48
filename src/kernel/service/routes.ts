/** Services, drafts, cases and notices over HTTP. */
import { z } from 'zod';
import { allow, anyone, institutionUsers, officers, partners, proxies } from '../access/index.ts';
import { scopeRange } from '../division/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { fail, ok } from '../result/index.ts';
import { Division, formOf, Mobile, RequestId, Uuid } from '../schema/index.ts';
import { adviceOn } from './advice.ts';
import { act, getCase, openCase } from './cases.ts';
import { beginEditing, changeClaim } from './claiming.ts';
import { hasColleagues } from './claims.ts';
import { dropDraft, getDraft, myDrafts, saveDraft } from './drafts.ts';
import { endOfEditing } from './editing.ts';
import { flowOf, hasFlow } from './flows.ts';
import { type Channel, type ClaimAction, channelOf, channels, claimActions } from './index.ts';
import { itemRoutes } from './item-routes.ts';
import { getServiceItem } from './items.ts';
import { myCases, workCounts, workList } from './lists.ts';
import { sayNotMine } from './not-mine.ts';
import { objectTo, publicNotices } from './notices.ts';
import { searchItems } from './search.ts';
import { caseView } from './views.ts';

const ById = z.strictObject({ id: Uuid });
const ItemId = z.strictObject({ itemId: z.string().regex(/^[A-Z]{2}-\d{2}$/, '事项编号无效') });
const Cursor = z.string().max(120).optional();
const DRAFT_BYTES = 200_000;

/** Any JSON up to a bound: a draft is saved whatever it holds. */
const RawForm = z.unknown().refine((value) => JSON.stringify(value ?? null).length <= DRAFT_BYTES, '内容过多，请减少后再保存');

export const serviceRoutes: readonly RouteDefinition[] = [
  ...itemRoutes,
  route({
    method: 'GET',
    url: '/api/services',
    permission: anyone,
    summary: '找事项',
    query: z.object({ text: z.string().max(50).optional(), situation: z.string().max(30).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => ({ items: await searchItems(tx, query) })),
  }),
  route({
    method: 'GET',
    url: '/api/services/:itemId',
    permission: anyone,
    summary: '事项的指南和申请表',
    params: ItemId,
    query: z.object({ division: Division.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, async (tx) => {
        const item = await getServiceItem(tx, params.itemId);
        if (!item.ok) return item;
        const online = hasFlow(item.value.template);
        const implementation = online ? flowOf(item.value.template) : null;
        const fields = implementation ? formOf(implementation.form(item.value)) : [];
        const steps = implementation?.formSteps ?? [{ title: item.value.name, fields: fields.map((f) => f.name) }];
        return ok({
          item: item.value,
          online,
          // 办件列表按状态筛选用
          states: implementation
            ? Object.entries(implementation.flow.steps).map(([state, step]) => ({ state, zh: step.zh }))
            : [],
          office: tx.office(query.division ?? actor.division ?? platform.city.code),
          form: implementation
            ? {
                steps: steps.map((s) => ({
                  title: s.title,
                  help: 'help' in s ? s.help : undefined,
                  fields: fields.filter((f) => s.fields.includes(f.name)),
                })),
              }
            : null,
        });
      }),
  }),
  route({
    method: 'GET',
    url: '/api/drafts',
    permission: allow('resident', ...officers),
    summary: '我的草稿',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await myDrafts(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/drafts/:id',
    permission: allow('resident', ...officers),
    summary: '打开草稿',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => getDraft(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/drafts',
    permission: allow('resident', ...officers),
    summary: '保存草稿',
    body: z.strictObject({
      id: Uuid.optional(),
      itemId: ItemId.shape.itemId,
      title: z.string().max(80),
      content: RawForm,
      version: z.int32().optional(),
    }),
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => saveDraft(tx, body)),
  }),
  route({
    method: 'DELETE',
    url: '/api/drafts/:id',
    permission: allow('resident', ...officers),
    summary: '删除草稿',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => ((await dropDraft(tx, params.id)) === 1 ? ok({}) : fail('DRAFT_GONE'))),
  }),
  route({
    method: 'POST',
    url: '/api/cases',
    permission: allow('resident', ...proxies),
    summary: '提交申请',
    perMinute: 600,
    body: z.strictObject({
      itemId: ItemId.shape.itemId,
      /** Left out by an officer: at the window, and of the village on somebody's behalf. */
      channel: z.enum(Object.keys(channels) as Channel[]).optional(),
      form: RawForm,
      requestId: RequestId,
      draftId: Uuid.optional(),
    }),
    async handler({ platform, actor, body }) {
      const opened = await openCase(platform.context, actor, { ...body, channel: body.channel ?? channelOf(actor) });
      if (!opened.ok || actor.kind !== 'resident') return opened;
      // Who may not see the case has nothing of it but that it was taken in.
      const seen = await platform.context.read(actor, (tx) => getCase(tx, opened.value.id));
      return seen.ok ? opened : ok({ id: opened.value.id, unseen: true });
    },
  }),
  route({
    method: 'POST',
    url: '/api/cases/advice',
    permission: allow(...proxies),
    summary: '代办提交前的提醒（留痕）',
    body: z.strictObject({ itemId: ItemId.shape.itemId, form: RawForm }),
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => adviceOn(tx, body)),
  }),
  route({
    method: 'GET',
    url: '/api/cases',
    permission: allow(...officers, ...partners, ...institutionUsers),
    summary: '办件列表',
    query: z.object({
      view: z.enum(['mine', 'others', 'all', 'done']).default('mine'),
      light: z.enum(['overdue', 'today']).optional(),
      state: z.string().max(40).optional(),
      itemId: z.string().max(10).optional(),
      text: z.string().trim().max(50).optional(),
      division: Division.optional(),
      claim: z.enum(['mine', 'none']).optional(),
      cursor: Cursor,
    }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => workList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/cases/counts',
    permission: allow(...officers, ...partners, ...institutionUsers),
    summary: '办件数量',
    handler: ({ platform, actor }) => platform.context.read(actor, workCounts),
  }),
  route({
    method: 'GET',
    url: '/api/cases/shared',
    permission: allow(...officers, ...partners, ...institutionUsers),
    summary: '办件是否由几个人分着办',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ shared: await hasColleagues(tx) })),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/edit',
    permission: allow(...officers, ...partners, ...institutionUsers),
    summary: '开始填写办理的表：半个小时以内同岗位的人不能同时办',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => beginEditing(tx, params.id)),
  }),
  route({
    method: 'DELETE',
    url: '/api/cases/:id/edit',
    permission: allow(...officers, ...partners, ...institutionUsers),
    summary: '关上办理的表',
    params: ById,
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => {
        await tx.run(endOfEditing(tx, params.id));
        return ok({});
      }),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/claim',
    permission: allow(...officers, ...partners, ...institutionUsers),
    summary: '领办、交回、转给他人',
    params: ById,
    body: z.strictObject({
      action: z.enum(Object.keys(claimActions) as ClaimAction[]),
      requestId: RequestId,
      input: z.strictObject({ to: Uuid.optional(), note: z.string().trim().max(100).optional() }).default({}),
    }),
    handler: ({ platform, actor, params, body: { action, requestId, input } }) =>
      platform.context.once(actor, { action: 'case.claim', requestId, body: { ...params, action, input } }, (tx) =>
        changeClaim(tx, { caseId: params.id, action, ...input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/my/cases',
    permission: allow('resident'),
    summary: '我的办件',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await myCases(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/cases/:id',
    permission: allow('resident', ...officers, ...partners, ...institutionUsers, 'auditor'),
    summary: '办件详情（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => caseView(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/actions',
    permission: allow('resident', ...officers, ...partners, ...institutionUsers),
    summary: '办理一步',
    params: ById,
    body: z.strictObject({ action: z.string().max(40), version: z.int32(), requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, params, body }) => act(platform.context, actor, { caseId: params.id, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/not-mine',
    permission: allow('resident'),
    summary: '不是我办的：停止别人以我的名义提交的申请，告诉乡镇（街道）',
    params: ById,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'case.not-mine', requestId: body.requestId, body: params }, (tx) =>
        sayNotMine(tx, { caseId: params.id }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/notices',
    permission: anyone,
    summary: '公示公布',
    query: z.object({ division: Division.optional(), cursor: Cursor }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const [postedOn = '', id = ''] = query.cursor?.split('~') ?? [];
        const rows = await publicNotices(tx, { ...(query.division ? scopeRange(query.division) : {}), after: { postedOn, id } });
        const last = rows.at(-1);
        return {
          rows: rows.map(({ caseId, ...notice }) => ({
            ...notice,
            divisionName: tx.divisions.fullName(notice.division),
            // The sheet for the board, with the whole name, is among the papers of the case.
            ...(actor.kind === 'staff' ? { caseId } : {}),
          })),
          next: rows.length === 20 && last ? `${last.postedOn}~${last.id}` : null,
        };
      }),
  }),
  route({
    method: 'POST',
    url: '/api/notices/:id/objections',
    permission: anyone,
    summary: '对公示提出异议',
    perMinute: 20,
    params: ById,
    body: z.strictObject({
      text: z.string().trim().min(5, '请写明意见（至少5个字）').max(1000, '不超过1000字'),
      name: z.string().trim().min(1, '请填写姓名').max(50),
      phone: Mobile,
      requestId: RequestId,
    }),
    handler: ({ platform, params, body }) => objectTo(platform.context, { noticeId: params.id, ...body }),
  }),
];
