/** 地名 over HTTP. */
import { z } from 'zod';
import { allow, anyone, systemActor } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, Division, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { stepRoute } from '../step-route.ts';
import { askName, NameQuestion } from './check-route.ts';
import { namingList, namingLists } from './naming-views.ts';
import {
  announceNaming,
  DepartmentApproval,
  fileNaming,
  NameAnnouncing,
  NameFiling,
  recordDepartmentApproval,
} from './namings.ts';
import { categories, keepers, readers, statuses } from './terms.ts';
import { placeList, placeView } from './views.ts';

const Query = z.object({
  text: z.string().trim().max(40).optional(),
  category: choice(categories).optional(),
  status: choice(statuses).optional(),
  division: Division.optional(),
  protected: z.literal('yes').optional(),
  cursor: z.string().max(400).optional(),
});

export const placeNameRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/place-names',
    permission: allow(...readers),
    summary: '地名库：按今名、旧名、拼音查，按地区、类别翻',
    query: Query,
    handler: ({ platform, actor, query: { protected: kept, ...query } }) =>
      platform.context.read(actor, (tx) => placeList(tx, { ...query, protected: kept === 'yes' })),
  }),
  route({
    method: 'GET',
    url: '/api/place-names/:id',
    permission: allow(...readers),
    summary: '一条地名：读音、来历、先后叫过什么；某一天叫什么',
    params: z.strictObject({ id: Uuid }),
    query: z.object({ on: PlainDateText.optional() }),
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => placeView(tx, params.id, query.on)),
  }),
  route({
    method: 'GET',
    url: '/api/place-names/check',
    permission: anyone,
    summary: '名称能不能用：规则审查（不用登录）',
    perMinute: 30,
    query: NameQuestion,
    handler: ({ platform, query }) =>
      platform.context.read(systemActor('place-names', platform.context.city), (tx) => askName(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/place-namings',
    permission: allow(...readers),
    summary: '命名台账：批准、备案、公告',
    query: z.object({ list: choice(namingLists).default('todo'), cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => namingList(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/place-namings',
    permission: allow(...keepers),
    summary: '登记其他部门批准的地名',
    body: DepartmentApproval.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'place-naming.record', requestId, body: given }, (tx) =>
        recordDepartmentApproval(tx, given),
      ),
  }),
  stepRoute('/api/place-namings/:id/filing', '登记地名备案', keepers, NameFiling, fileNaming),
  stepRoute('/api/place-namings/:id/announcement', '地名公告', keepers, NameAnnouncing, announceNaming),
];
