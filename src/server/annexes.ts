/** The annexes of the plan as the city pack has them: to be read beside, and to begin with. */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { allow, cityOffice } from '../kernel/access/index.ts';
import { attachment, type RouteDefinition, route } from '../kernel/http/server.ts';
import { fail } from '../kernel/result/index.ts';
import { packFolder } from './city.ts';

const titles = { summary: '规划附件一（项目汇总表）', detail: '规划附件二（项目明细表）' } as const;

export const annexRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/projects/annex/:kind',
    permission: allow(...cityOffice),
    summary: '规划附件原表（CSV）',
    params: z.strictObject({ kind: z.enum(['summary', 'detail']) }),
    handler: async ({ platform, params: { kind } }) => {
      const folder = packFolder(platform.city.code);
      const name = folder && fs.readdirSync(folder).find((file) => new RegExp(`^projects-.+-${kind}\\.csv$`).test(file));
      if (!folder || !name) return fail('NOT_FOUND');
      return attachment(
        'text/csv; charset=utf-8',
        `${titles[kind]}.csv`,
        `\uFEFF${fs.readFileSync(path.join(folder, name), 'utf8')}`,
      );
    },
  }),
];
