/** Clues over HTTP. */
import { z } from 'zod';
import { allow, anyone, type Performer } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Division, formOf, Mobile, RequestId, Uuid } from '../schema/index.ts';
import { actOnClue } from './actions.ts';
import { type ClueLevel, type ClueSource, clueLevels, clueSources, NewClue } from './index.ts';
import { reportFromField, reportFromPublic } from './report.ts';
import { clueCounts, clueList, clueView } from './views.ts';

const readers = [
  'village-worker',
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'city-clerk',
  'city-leader',
] as const satisfies readonly Performer[];
const reporters = ['village-worker', 'township-clerk', 'county-clerk'] as const satisfies readonly Performer[];
const ById = z.strictObject({ id: Uuid });
/** What people report is a household in hardship; other kinds come from their own domains. */
const REPORTED_KIND = 'hardship';

export const PublicClue = z.strictObject({
  division: Division,
  place: z.string().trim().min(2, '请写明村（社区）和门牌').max(100, '不超过100字'),
  about: z.string().trim().min(1, '请写明谁家有困难').max(50, '不超过50字'),
  text: z.string().trim().min(5, '请写明情况（至少5个字）').max(1000, '不超过1000字'),
  name: z.string().trim().max(50, '不超过50字').optional(),
  phone: Mobile.optional(),
  urgent: z.boolean().default(false),
  requestId: RequestId,
});

export const clueRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/clues',
    permission: allow(...readers),
    summary: '线索与预警（留痕）',
    query: z.object({
      view: z.enum(['mine', 'all', 'done']).default('mine'),
      direction: z.enum(['in', 'out', 'none']).optional(),
      level: z.enum(Object.keys(clueLevels) as [ClueLevel, ...ClueLevel[]]).optional(),
      source: z.enum(Object.keys(clueSources) as [ClueSource, ...ClueSource[]]).optional(),
      about: z.literal('death').optional(),
      division: Division.optional(),
      cursor: z.string().max(120).optional(),
    }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => clueList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/clues/counts',
    permission: allow(...readers),
    summary: '线索数量',
    handler: ({ platform, actor }) => platform.context.read(actor, clueCounts),
  }),
  route({
    method: 'GET',
    url: '/api/clues/form',
    permission: allow(...reporters),
    summary: '登记线索的表',
    handler: async () => ({ fields: formOf(NewClue) }),
  }),
  route({
    method: 'GET',
    url: '/api/clues/:id',
    permission: allow(...readers, 'auditor'),
    summary: '一条线索（留痕）',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => clueView(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/clues',
    permission: allow(...reporters),
    summary: '登记线索',
    body: NewClue.extend({ requestId: RequestId, personId: Uuid.optional() }),
    handler: ({ platform, actor, body }) =>
      reportFromField(platform.context, actor, { ...body, kind: REPORTED_KIND } as Parameters<typeof reportFromField>[2]),
  }),
  route({
    method: 'POST',
    url: '/api/clues/:id/actions',
    permission: allow('village-worker', 'township-clerk', 'township-leader', 'county-clerk'),
    summary: '办理线索一步',
    params: ById,
    body: z.strictObject({ action: z.string().max(40), version: z.int32(), requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, params, body }) => actOnClue(platform.context, actor, { clueId: params.id, ...body }),
  }),
  route({
    method: 'POST',
    url: '/api/reports',
    permission: anyone,
    summary: '反映困难（不用登录）',
    perMinute: 6,
    body: PublicClue,
    handler: async ({ platform, body }) => {
      const told = await reportFromPublic(platform.context, { ...body, kind: REPORTED_KIND } as Parameters<
        typeof reportFromPublic
      >[1]);
      // Whoever reports learns that it has arrived, and nothing else.
      return told.ok ? {} : told;
    },
  }),
];
