/** 特困供养机构 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { ok } from '../../../kernel/result/index.ts';
import { Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { Listing } from '../../../kernel/service/server.ts';
import { accountants, readers as moneyReaders } from '../money/terms.ts';
import { reception } from '../stays/terms.ts';
import { Received, receiveTekun, Spent, spendTekun, TakenBack, takeBackTekun, tekunMoney } from './money.ts';
import { Agreement, agree, PlaceIn, Postponement, place, postpone, resumePlacing } from './place.ts';
import { placers, readers } from './terms.ts';
import { placementList, tekunBoard, tekunRoster } from './views.ts';
import { WrittenPlace, writePlace } from './written.ts';

const Nothing = z.strictObject({});
const at = (what: string): string => `/api/care-placements/:id/${what}`;

export const tekunRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-tekun',
    permission: allow(...readers, ...reception),
    summary: '特困集中供养：两项比率，各机构多少人',
    query: z.strictObject({ month: YearMonthText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => tekunBoard(tx, query.month)),
  }),
  route({
    method: 'GET',
    url: '/api/care-placements',
    permission: allow(...readers, ...reception),
    summary: '等着集中供养安置的特困人员',
    query: Listing,
    handler: ({ platform, actor, query }) => platform.context.write(actor, async (tx) => ok(await placementList(tx, query))),
  }),
  route({
    method: 'GET',
    url: '/api/care-tekun/roster',
    permission: allow(...readers, ...reception),
    summary: '特困集中供养名册：住在哪里，救助的钱付给谁',
    query: Listing.extend({ month: YearMonthText.optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, async (tx) => ok(await tekunRoster(tx, query))),
  }),
  route({
    method: 'GET',
    url: '/api/institutions/:id/tekun-money',
    permission: allow(...moneyReaders, ...accountants),
    summary: '一家机构的特困资金账',
    params: z.strictObject({ id: Uuid }),
    query: Listing,
    handler: ({ platform, actor, params, query }) => platform.context.read(actor, (tx) => tekunMoney(tx, params.id, query)),
  }),
  stepOnce({
    url: '/api/institutions/:id/tekun-money/receipts',
    summary: '机构：登记收到的特困资金',
    by: accountants,
    shape: Received,
    work: receiveTekun,
  }),
  stepOnce({
    url: '/api/institutions/:id/tekun-money/spending',
    summary: '机构：登记特困资金的支出',
    by: accountants,
    shape: Spent,
    work: spendTekun,
  }),
  stepOnce({
    url: '/api/care-tekun-money/:id/correction',
    summary: '机构：更正、退回一笔特困资金',
    by: accountants,
    shape: TakenBack,
    work: takeBackTekun,
  }),
  stepOnce({ url: at('place'), summary: '县级：安置一位特困人员', by: placers, shape: PlaceIn, work: place }),
  stepOnce({ url: at('postponement'), summary: '县级：缓一缓安置', by: placers, shape: Postponement, work: postpone }),
  stepOnce({ url: at('resumption'), summary: '县级：继续安置', by: placers, shape: Nothing, work: resumePlacing }),
  stepOnce({
    url: '/api/care-tekun/:id/place',
    summary: '县级：写明一位特困人员的去处',
    by: placers,
    shape: WrittenPlace,
    work: writePlace,
  }),
  stepOnce({ url: at('agreement'), summary: '机构：签委托供养协议', by: reception, shape: Agreement, work: agree }),
];
