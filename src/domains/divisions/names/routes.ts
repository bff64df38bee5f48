/** 地名 over HTTP. */
import { z } from 'zod';
import { allow, anyone, systemActor } from '../../../kernel/access/index.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, Division, formOf, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { stepRoute } from '../step-route.ts';
import { addAddress, addressList, checkAddress, NewAddress } from './addresses.ts';
import { askName, NameQuestion } from './check-route.ts';
import { duplicates } from './duplicates.ts';
import { Description, describePlace, LegacyPlan, Protection, planLegacy, protectPlace } from './edits.ts';
import { addPhoto, addRecording, NewPhoto, NewRecording, withdrawMedia } from './media.ts';
import { namingList, namingLists } from './naming-views.ts';
import {
  announceNaming,
  DepartmentApproval,
  fileNaming,
  NameAnnouncing,
  NameFiling,
  recordDepartmentApproval,
} from './namings.ts';
import { placeSheet } from './sheet.ts';
import { addSign, NewSign, SignVisit, visitSign } from './signs.ts';
import { addressKeepers, categories, keepers, namingReaders, readers, signKeepers, statuses } from './terms.ts';
import { faultySignList, placeList, placeView } from './views.ts';

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
    url: '/api/place-names/sheet',
    permission: allow(...readers),
    summary: '导出地名名录（.xlsx）',
    query: Query.omit({ cursor: true }),
    async handler({ platform, actor, query: { protected: kept, ...query } }) {
      const body = await placeSheet(platform.context, actor, { ...query, protected: kept === 'yes' });
      return attachment(XLSX, '地名名录.xlsx', body);
    },
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
    permission: allow(...namingReaders),
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
  route({
    method: 'GET',
    url: '/api/place-names/duplicates',
    permission: allow(...readers),
    summary: '重名、同音的地名，和历史遗留怎样处理',
    handler: ({ platform, actor }) => platform.context.read(actor, duplicates),
  }),
  route({
    method: 'GET',
    url: '/api/place-signs',
    permission: allow(...readers),
    summary: '坏了、缺了、写错的地名标志',
    query: Listing,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => faultySignList(tx, query)),
  }),
  stepRoute('/api/place-names/:id/description', '补录地名资料', keepers, Description, describePlace),
  stepRoute('/api/place-names/:id/protection', '列入地名保护名录', keepers, Protection, protectPlace),
  stepRoute('/api/place-names/:id/legacy', '历史遗留重名怎样处理', keepers, LegacyPlan, planLegacy),
  stepRoute('/api/place-names/:id/photos', '登记地名的照片', keepers, NewPhoto, addPhoto),
  stepRoute('/api/place-names/:id/recordings', '登记地名的读音', keepers, NewRecording, addRecording),
  stepRoute('/api/place-media/:id/withdrawal', '撤下地名的照片、读音', keepers, z.strictObject({}), withdrawMedia),
  stepRoute('/api/place-names/:id/signs', '登记地名标志', signKeepers, NewSign, addSign),
  stepRoute('/api/place-signs/:id/visits', '查看地名标志', signKeepers, SignVisit, visitSign),
  route({
    method: 'GET',
    url: '/api/standard-addresses',
    permission: allow(...readers),
    summary: '标准地址',
    query: z.object({ division: Division.optional(), cursor: z.string().max(200).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => ({
        ...(await addressList(tx, { division: query.division, after: query.cursor })),
        form: formOf(NewAddress),
      })),
  }),
  route({
    method: 'POST',
    url: '/api/standard-addresses',
    permission: allow(...addressKeepers),
    summary: '登记标准地址、门楼牌',
    body: NewAddress.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'standard-address.add', requestId, body: given }, (tx) => addAddress(tx, given)),
  }),
  route({
    method: 'GET',
    url: '/api/standard-addresses/check',
    permission: anyone,
    summary: '地址核对：标准写法，有没有这个门牌（不用登录，不涉及住的人）',
    perMinute: 30,
    query: NewAddress.omit({ plateOn: true }).loose(),
    handler: ({ platform, query: { division, ...parts } }) =>
      platform.context.read(systemActor('place-names', platform.context.city), (tx) => checkAddress(tx, division, parts)),
  }),
];
