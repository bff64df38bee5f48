/** 区划变更 over HTTP, and the divisions of any day. */
import { z } from 'zod';
import { allow, anyone, systemActor } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { stepRoute } from '../step-route.ts';
import { AnnouncementCursor, announcementById, announcementList } from './announcements.ts';
import {
  Approval,
  addPapers,
  approve,
  Completion,
  close,
  complete,
  Extension,
  extend,
  Note,
  openDossier,
  Papers,
  reviseScheme,
  submit,
} from './dossiers.ts';
import { divisionsOn } from './history.ts';
import { Scheme } from './scheme.ts';
import { deciders, drafters, readers } from './terms.ts';
import { Placement, placeHouseholds } from './unplaced.ts';
import { dossierView, listDossiers } from './views.ts';

const ById = z.strictObject({ id: Uuid });

export const changeRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/division-changes',
    permission: allow(...readers),
    summary: '区划变更的卷',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => listDossiers(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/division-changes',
    permission: allow(...drafters),
    summary: '拟定区划变更方案',
    body: Scheme.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...scheme } }) =>
      platform.context.once(actor, { action: 'division-dossier.open', requestId, body: scheme }, (tx) => openDossier(tx, scheme)),
  }),
  route({
    method: 'GET',
    url: '/api/division-changes/:id',
    permission: allow(...readers),
    summary: '一件区划变更：方案、影响、材料、经过、归属',
    params: ById,
    query: z.object({ household: z.string().trim().max(40).default('') }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.read(actor, (tx) => dossierView(tx, params.id, query.household)),
  }),
  stepRoute('/api/division-changes/:id/scheme', '修改方案', drafters, Scheme, (tx, of, given) => reviseScheme(tx, of, given)),
  stepRoute('/api/division-changes/:id/papers', '补充论证材料', drafters, Papers, addPapers),
  stepRoute('/api/division-changes/:id/submission', '报送', drafters, z.strictObject({}), (tx, of) => submit(tx, of)),
  stepRoute('/api/division-changes/:id/withdrawal', '撤回', drafters, Note, (tx, of, { note }) =>
    close(tx, of, 'withdraw', note),
  ),
  stepRoute('/api/division-changes/:id/return', '退回', deciders, Note, (tx, of, { note }) => close(tx, of, 'return', note)),
  stepRoute('/api/division-changes/:id/refusal', '登记不予批准', deciders, Note, (tx, of, { note }) =>
    close(tx, of, 'refuse', note),
  ),
  stepRoute('/api/division-changes/:id/approval', '登记批准', deciders, Approval, approve),
  stepRoute('/api/division-changes/:id/extension', '登记延期', drafters, Extension, extend),
  stepRoute('/api/division-changes/:id/completion', '登记完成', drafters, Completion, complete),
  route({
    method: 'POST',
    url: '/api/division-changes/:id/placements',
    permission: allow(...drafters),
    summary: '待归属的住户归到承接的村（社区）',
    params: ById,
    body: Placement.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'division.place', requestId, body: { ...params, ...given } }, (tx) =>
        placeHouseholds(tx, params.id, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/divisions/on/:date',
    permission: anyone,
    summary: '某一天的行政区划：代码、名称、上级，和变成这样的各次变更（文号、新旧对照），供其他部门取用',
    params: z.strictObject({ date: PlainDateText }),
    query: z.object({ against: PlainDateText.optional() }),
    handler: ({ platform, params, query }) =>
      platform.context.read(systemActor('divisions-on', platform.city.code), (tx) => divisionsOn(tx, params.date, query.against)),
  }),
  route({
    method: 'GET',
    url: '/api/divisions/changes',
    permission: anyone,
    summary: '区划变更公告：生效日期、批准文号，新的在前',
    query: z.object({ cursor: AnnouncementCursor.optional() }),
    handler: ({ platform, query }) =>
      platform.context.read(systemActor('division-changes', platform.city.code), (tx) => announcementList(tx, query.cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/divisions/changes/:id',
    permission: anyone,
    summary: '一次区划变更的公告：撤了什么立了什么、新旧代码和名称对照、拆分比例',
    params: ById,
    handler: async ({ platform, params }) => {
      const found = await platform.context.read(systemActor('division-changes', platform.city.code), (tx) =>
        announcementById(tx, params.id),
      );
      return found ? ok(found) : fail('NOT_FOUND');
    },
  }),
];
