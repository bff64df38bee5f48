/** 自助分析 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { csvOf, sheetOf } from './file.ts';
import { changeAnalysis, Naming, removeAnalysis, saveAnalysis, savedAnalyses } from './saved.ts';
import { MeasureKey, PeriodKey, Spec, SpecQuery } from './spec.ts';
import { analysts } from './terms.ts';
import { analyse, analysisOptions, analysisRows } from './views.ts';

const readers = allow(...analysts);
const Version = z.int().min(1);
const kinds = { xlsx: XLSX, csv: 'text/csv; charset=utf-8' } as const;

export const analysisRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/analysis',
    permission: readers,
    summary: '自助分析：所选指标按地区、期别、指标排成一张表，带合计',
    query: SpecQuery,
    perMinute: 60,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => analyse(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/analysis/options',
    permission: readers,
    summary: '自助分析可以选的指标和地区',
    handler: ({ platform, actor }) => platform.context.read(actor, analysisOptions),
  }),
  route({
    method: 'GET',
    url: '/api/analysis/rows',
    permission: readers,
    summary: '分析的一格数的是哪些记录（留痕）',
    query: z.strictObject({
      measure: MeasureKey,
      division: Division,
      period: PeriodKey,
      exact: z.literal('1').optional(),
      cursor: z.string().max(80).optional(),
    }),
    handler: ({ platform, actor, query: { exact, cursor, ...query } }) =>
      platform.context.write(actor, (tx) => analysisRows(tx, { ...query, exact: exact === '1', ...(cursor ? { cursor } : {}) })),
  }),
  route({
    method: 'GET',
    url: '/api/analysis/file',
    permission: readers,
    summary: '自助分析导出（.xlsx、.csv，留痕）',
    query: SpecQuery.extend({ as: z.enum(['xlsx', 'csv']) }),
    perMinute: 20,
    handler: ({ platform, actor, query: { as, ...spec } }) =>
      platform.context.write(actor, async (tx) => {
        const view = await analyse(tx, spec);
        if (!view.ok) return view;
        await recordAudit(tx, { action: 'analysis.exported', division: view.value.division, detail: { ...spec, as } });
        return attachment(kinds[as], `自助分析-${view.value.asOf}.${as}`, as === 'csv' ? csvOf(view.value) : sheetOf(view.value));
      }),
  }),
  route({
    method: 'GET',
    url: '/api/analyses',
    permission: readers,
    summary: '保存的分析：自己的、本单位的、给大家的',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ saved: await savedAnalyses(tx), naming: formOf(Naming) })),
  }),
  route({
    method: 'POST',
    url: '/api/analyses',
    permission: readers,
    summary: '保存一份分析（只存选法，不存数）',
    body: Naming.extend({ spec: Spec, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'analysis.save', requestId, body: given }, (tx) => saveAnalysis(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/analyses/:id',
    permission: readers,
    summary: '更新自己的一份分析',
    params: z.strictObject({ id: Uuid }),
    body: Naming.extend({ spec: Spec, version: Version, requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'analysis.change', requestId, body: { ...given, ...params } }, (tx) =>
        changeAnalysis(tx, { ...given, ...params }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/analyses/:id/removal',
    permission: readers,
    summary: '删去自己的一份分析',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ version: Version, requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'analysis.remove', requestId, body: { ...given, ...params } }, (tx) =>
        removeAnalysis(tx, { ...given, ...params }),
      ),
  }),
];
