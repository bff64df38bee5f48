/** 物价联动 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { FileRef, formOf, PlainDateText, RequestId, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { enterIndex } from './indices.ts';
import { approveRun, priceRuns, submitRun } from './run.ts';

const permille = (label: string) =>
  z
    .int('请填写整数')
    .min(-500, '不能小于-500')
    .max(1000, '不能大于1000')
    .meta({ label, unit: '‰', help: '千分数：上涨3.5%填35，下降填负数' });

const NewIndex = z.strictObject({
  month: YearMonthText.meta({ label: '指数月份', widget: 'month', format: 'year-month' }),
  cpiPermille: permille('居民消费价格单月同比涨幅'),
  foodPermille: permille('食品价格单月同比涨幅'),
  publishedOn: PlainDateText.meta({ label: '公布日期', widget: 'date', format: 'plain-date' }),
  proof: FileRef.meta({ label: '公布的文件', widget: 'file', paper: 'price-index' }),
});
const ById = z.strictObject({ id: Uuid });

export const priceLinkRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/price-link',
    permission: allow('city-clerk', 'city-leader', 'auditor'),
    summary: '物价联动：指数、测算和办理',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ rows: await priceRuns(tx), fields: formOf(NewIndex) })),
  }),
  route({
    method: 'POST',
    url: '/api/price-link/indices',
    permission: allow('city-clerk'),
    summary: '录入价格指数',
    body: NewIndex.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...index } }) =>
      platform.context.once(actor, { action: 'price.index', requestId, body: index }, (tx) => enterIndex(tx, index)),
  }),
  route({
    method: 'POST',
    url: '/api/price-link/:id/submit',
    permission: allow('city-clerk'),
    summary: '提出价格补贴',
    params: ById,
    body: z.strictObject({ version: z.int32(), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'price.submit', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        submitRun(tx, { id: params.id, version: body.version }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/price-link/:id/approve',
    permission: allow('city-leader'),
    summary: '批准价格补贴',
    params: ById,
    body: z.strictObject({
      version: z.int32(),
      requestId: RequestId,
      opinion: z.string().trim().min(2, '请写明意见').max(300, '不超过300字'),
    }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'price.approve', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        approveRun(tx, { id: params.id, version: body.version, opinion: body.opinion }),
      ),
  }),
];
