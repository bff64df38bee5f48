/** 项目推进 over HTTP: the file of one project, its months, and what is said of it beside them. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { readers } from '../projects/readers.ts';
import { Filter } from '../projects/routes.ts';
import { checkers, keepers, projectFile, reporters, urgers } from './file.ts';
import { sitePhotos } from './photos.ts';
import { gantt, moneyByStage, projectSheet, yearsOfPlan } from './portfolio.ts';
import { Correction, checkReport, NewCheck, NewReport, reportMonth } from './report.ts';
import {
  Adjust,
  type At,
  adjustProject,
  Because,
  Estimates,
  Funding,
  Merge,
  mergeProject,
  moveSide,
  planFunding,
  recordEstimates,
  Schedule,
  scheduleProject,
  urgeProject,
} from './steps.ts';

const ById = z.strictObject({ id: Uuid });

/** A change of what is kept of a project, as it was when the form was opened. */
const kept = <S extends z.ZodRawShape>(of: {
  name: string;
  summary: string;
  shape: z.ZodObject<S>;
  work: (tx: Tx, at: At, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: `/api/projects/:id/${of.name}`,
    permission: allow(...keepers),
    summary: of.summary,
    params: ById,
    body: z.strictObject({ ...of.shape.shape, version: z.int().min(1), requestId: RequestId }),
    handler({ platform, actor, params, body }) {
      const { requestId, version, ...given } = body as { requestId: string; version: number };
      return platform.context.once(
        actor,
        { action: `project.${of.name}`, requestId, body: { ...given, ...params, version } },
        (tx) => of.work(tx, { id: params.id, version }, given as z.output<z.ZodObject<S>>),
      );
    },
  });

export const progressRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/projects/gantt',
    permission: readers,
    summary: '规划项目的计划和实际日期',
    query: Filter.extend({ after: z.coerce.number().int().min(0).max(2_000_000).default(0) }),
    handler: ({ platform, actor, query: { after, ...filter } }) => platform.context.read(actor, (tx) => gantt(tx, filter, after)),
  }),
  route({
    method: 'GET',
    url: '/api/projects/money',
    permission: readers,
    summary: '规划项目的资金，按来源和阶段',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => moneyByStage(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/projects/years',
    permission: readers,
    summary: '规划项目的年度计划：当年开工、竣工和完成的投资',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, async (tx) => ({ rows: await yearsOfPlan(tx, query) })),
  }),
  route({
    method: 'GET',
    url: '/api/projects/photos',
    permission: readers,
    summary: '规划项目最近月报的现场照片',
    query: Filter,
    handler: ({ platform, actor, query }) => platform.context.read(actor, async (tx) => ({ rows: await sitePhotos(tx, query) })),
  }),
  route({
    method: 'GET',
    url: '/api/projects/export',
    permission: readers,
    summary: '规划项目导出（XLSX）：印出的那一行，阶段、资金和提醒',
    query: Filter,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => attachment(XLSX, '规划项目.xlsx', await projectSheet(tx, query))),
  }),
  route({
    method: 'GET',
    url: '/api/projects/:id',
    permission: readers,
    summary: '一个规划项目：印出的那一行、阶段、资金、月报、经过和提醒',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => projectFile(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/projects/:id/reports',
    permission: allow(...reporters),
    summary: '报一个月的项目进度（乡镇报的由县里核）',
    params: ById,
    body: NewReport.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project.report', requestId, body: { ...given, ...params } }, (tx) =>
        reportMonth(tx, { id: params.id, given }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/projects/:id/corrections',
    permission: allow(...reporters),
    summary: '更正一个月的项目进度：新的一版，原来的保留',
    params: ById,
    body: Correction.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project.correct', requestId, body: { ...given, ...params } }, (tx) =>
        reportMonth(tx, { id: params.id, given }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/projects/:id/reports/:reportId/check',
    permission: allow(...checkers),
    summary: '核乡镇报的项目月报：计入，或者退回',
    params: ById.extend({ reportId: Uuid }),
    body: NewCheck.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...check } }) =>
      platform.context.once(actor, { action: 'project.check', requestId, body: { ...check, ...params } }, (tx) =>
        checkReport(tx, { ...params, check }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/projects/:id/urge',
    permission: allow(...urgers),
    summary: '督促一个项目的进度',
    params: ById,
    body: Because.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project.urge', requestId, body: { ...given, ...params } }, (tx) =>
        urgeProject(tx, params.id, given),
      ),
  }),
  kept({ name: 'funding', summary: '项目资金计划，按来源', shape: Funding, work: planFunding }),
  kept({ name: 'estimates', summary: '项目的可研估算和初步设计概算', shape: Estimates, work: recordEstimates }),
  kept({ name: 'schedule', summary: '项目计划开工、竣工的日期', shape: Schedule, work: scheduleProject }),
  kept({ name: 'adjust', summary: '调整项目投资（凭批准文号，原表不改）', shape: Adjust, work: adjustProject }),
  kept({ name: 'merge', summary: '项目并到另一个项目', shape: Merge, work: mergeProject }),
  ...(['pause', 'resume', 'cancel'] as const).map((name) =>
    kept({
      name,
      summary: { pause: '暂停项目', resume: '恢复项目', cancel: '取消项目（不删除）' }[name],
      shape: Because,
      work: (tx, at, given) => moveSide(tx, at, name, given),
    }),
  ),
];
