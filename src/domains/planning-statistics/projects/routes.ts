/** 项目库和对账 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { writeCsv } from '../../../kernel/csv/index.ts';
import { RawAnswer, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { alarmOrder, stageOrder } from '../progress/terms.ts';
import { answerDifference, NewAnswer, reconciliation } from './differences.ts';
import { Confirmation, confirmProject, exportedProjects, listProjects, projectFigures } from './library.ts';
import { readers } from './readers.ts';
import { currentTables, planOfProjects } from './tables.ts';

const Filter = z.strictObject({
  q: z.string().trim().max(60).optional(),
  category: z.string().max(200).optional(),
  division: Division.optional(),
  exact: z.literal('1').optional(),
  open: z.enum(['place', 'units', 'county']).optional(),
  stage: z.enum(stageOrder).optional(),
  side: z.enum(['paused', 'cancelled', 'adjusted', 'merged']).optional(),
  alarm: z.enum(alarmOrder).optional(),
  unchecked: z.literal('1').optional(),
  dropped: z.literal('1').optional(),
});
const wan = (fen: number): string => (fen / 1_000_000).toFixed(2).replace(/\.?0+$/, '');

export const projectRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/projects',
    permission: readers,
    summary: '规划项目：按名称、类别、地区查，带行数、个数和投资合计',
    query: Filter.extend({ after: z.coerce.number().int().min(0).max(1_000_000).default(0) }),
    handler: ({ platform, actor, query: { after, ...filter } }) =>
      platform.context.read(actor, (tx) => listProjects(tx, filter, after)),
  }),
  route({
    method: 'GET',
    url: '/api/projects/figures',
    permission: readers,
    summary: '规划项目按类别、按县和乡镇的数',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const plan = await planOfProjects(tx);
        return { ...(await projectFigures(tx)), plan, tables: plan ? await currentTables(tx, plan.code) : [] };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/projects/export',
    permission: readers,
    summary: '规划项目导出（CSV）',
    query: Filter,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const rows = await exportedProjects(tx, query);
        const text = writeCsv(
          ['行次', '大类', '小类', '序号', '名称', '建设地点', '投资额（万元）', '实施单位', '级别', '个数', '所在', '区划代码'],
          rows.map((p) => ({
            行次: p.rowNo,
            大类: p.category,
            小类: p.subcategory,
            序号: p.serialNo,
            名称: p.name,
            建设地点: p.location,
            '投资额（万元）': wan(p.investmentFen),
            实施单位: p.implementer,
            级别: p.levelZh,
            个数: p.units,
            所在: p.divisionName,
            区划代码: p.division,
          })),
        );
        return new RawAnswer('text/csv; charset=utf-8', `\uFEFF${text}`, {
          headers: {
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('规划项目.csv')}`,
            'cache-control': 'private, no-store',
          },
        });
      }),
  }),
  route({
    method: 'GET',
    url: '/api/projects/reconciliation',
    permission: readers,
    summary: '项目表对账：R1–R6逐条，两边的数、差额、说明',
    handler: ({ platform, actor }) => platform.context.read(actor, reconciliation),
  }),
  route({
    method: 'POST',
    url: '/api/projects/reconciliation',
    permission: allow('city-clerk'),
    summary: '说明一处差异，或登记更正值（原表不改）',
    body: z.strictObject({ key: z.string().min(2).max(400), answer: NewAnswer, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project-difference.answer', requestId, body: given }, (tx) =>
        answerDifference(tx, given),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/projects/forms',
    permission: readers,
    summary: '确认项目、说明差异的表',
    handler: async () => ({ confirmation: formOf(Confirmation), answer: formOf(NewAnswer) }),
  }),
  route({
    method: 'POST',
    url: '/api/projects/:id/confirmation',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '确认一个项目的地点和个数（印出的行不改）',
    params: z.strictObject({ id: Uuid }),
    body: Confirmation.extend({ version: z.int().min(1), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'project.confirm', requestId, body: { ...given, ...params } }, (tx) =>
        confirmProject(tx, { id: params.id, ...given }),
      ),
  }),
];
