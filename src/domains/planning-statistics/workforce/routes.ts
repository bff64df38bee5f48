/** 培训学时 of a year over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { registerReaders as readers } from '../../../kernel/register/index.ts';
import { trainingYear, trainingYearSheet } from './trainings.ts';

const Year = z.strictObject({ year: z.coerce.number().int().min(2020).max(2100) });

export const trainingRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/trainings/:year',
    permission: allow(...readers),
    summary: '一年里各人的培训、学法学时和考试',
    params: Year,
    handler: async ({ platform, actor, params }) => ({
      rows: await platform.context.read(actor, (tx) => trainingYear(tx, params.year)),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/trainings/:year/export',
    permission: allow(...readers),
    summary: '一年里各人的培训学时导出（XLSX）',
    params: Year,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => trainingYearSheet(tx, params.year)),
  }),
];
