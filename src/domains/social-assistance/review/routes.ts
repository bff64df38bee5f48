/** 动态复核 over HTTP: moves between counties, and what is due when, by class. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { listDue, listMoves } from './lists.ts';
import { reviewClasses } from './terms.ts';

const readers = [
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'city-clerk',
  'auditor',
] as const;
const cursor = z
  .string()
  .max(60)
  .regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f-]{36}$/);
const after = (given: string | undefined) => {
  const [day, id] = given?.split('~') ?? [];
  return day && id ? { day: day as PlainDate, id } : null;
};

export const reviewRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/moves',
    permission: allow(...readers),
    summary: '跨县迁移：档案移交和待遇接续（留痕）',
    query: z.object({ way: z.enum(['in', 'out']), cursor: cursor.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => listMoves(tx, { way: query.way, after: after(query.cursor) })),
  }),
  route({
    method: 'GET',
    url: '/api/reviews/due',
    permission: allow(...readers),
    summary: '定期复核安排：哪类、哪天到期、开出没有（留痕）',
    query: z.object({ class: z.enum(Object.keys(reviewClasses) as [keyof typeof reviewClasses]), cursor: cursor.optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) => listDue(tx, { of: query.class, after: after(query.cursor) })),
  }),
];
