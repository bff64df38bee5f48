/** The households of a place over HTTP, with what they receive. */
import { z } from 'zod';
import { allow, officers } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { urbanRurals } from '../resident/index.ts';
import { ok } from '../result/index.ts';
import { choice, Division } from '../schema/index.ts';
import { householdList } from './household-list.ts';

export const householdRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/households',
    permission: allow(...officers, 'auditor'),
    summary: '村（社区）或乡镇（街道）的家庭（留痕）',
    query: z.object({
      division: Division.optional(),
      receives: z.string().max(30).optional(),
      urbanRural: choice(urbanRurals).optional(),
      cursor: z
        .string()
        .regex(/^\d{12}\/\d{13}$/, '翻页位置无效，请从第一页看起')
        .optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const page = await householdList(tx, {
          division: query.division ?? actor.division ?? tx.city,
          ...(query.receives ? { receives: query.receives } : {}),
          ...(query.urbanRural ? { urbanRural: query.urbanRural } : {}),
          cursor: query.cursor ?? null,
        });
        return page.ok ? ok({ rows: page.value.items, next: page.value.next }) : page;
      }),
  }),
];
