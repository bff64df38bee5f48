/** Standards over HTTP: public reading, entry by the authority of the division. */
import { z } from 'zod';
import { allow, anyone, officers } from '../access/index.ts';
import { inScope } from '../division/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { fail } from '../result/index.ts';
import { Division, PlainDateText, Uuid } from '../schema/index.ts';
import { actionsOnStandard, standardHands } from './hands.ts';
import { replayDecision } from './replay.ts';
import {
  allRows,
  ancestorsByCode,
  Bound,
  enterParameter,
  isRehearsed,
  listParameters,
  offeredStandards,
  publicStandards,
  standardNames,
  standardsBelowFloor,
} from './server.ts';
import { decisionPage } from './why.ts';

export { decisionPage };

const ById = z.strictObject({ id: Uuid });
/** Residents read their own; those who pay learn what was granted, not how a family lives. */
export const whyReaders = allow(
  'resident',
  'village-worker',
  'township-clerk',
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'verification-officer',
  'city-clerk',
  'city-leader',
  'auditor',
);

export const policyRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/standards',
    permission: anyone,
    summary: '某地适用的标准（自测和公开）',
    query: z.object({ division: Division }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => ({
        rows: (await publicStandards(tx, ancestorsByCode(query.division))).map((r) => ({ ...r, rehearsed: isRehearsed(r.key) })),
        offered: [...offeredStandards()].map(([key, unit]) => ({ key, unit })),
      })),
  }),
  route({
    method: 'GET',
    url: '/api/standards/names',
    permission: anyone,
    summary: '标准的名称',
    handler: async () => ({ names: standardNames() }),
  }),
  route({
    method: 'GET',
    url: '/api/decisions/:id',
    permission: whyReaders,
    summary: '一个决定的全部条款和依据',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.write(actor, (tx) => decisionPage(tx, params.id)),
  }),
  route({
    method: 'GET',
    url: '/api/decisions/:id/replay',
    permission: whyReaders,
    summary: '按当时知道的或现在知道的，把决定重算一遍',
    params: ById,
    query: z.object({ known: z.enum(['then', 'now']).default('then'), on: PlainDateText.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, async (tx) => {
        const opened = await decisionPage(tx, params.id);
        return opened.ok ? replayDecision(tx, params.id, { known: query.known, ...(query.on ? { on: query.on } : {}) }) : opened;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/parameters',
    permission: allow(...officers, 'auditor', 'sys-admin'),
    summary: '标准与历史',
    query: z.object({
      key: z.string().max(60).optional(),
      text: z.string().trim().max(60).optional(),
      division: Division.optional(),
      cursor: z.string().max(120).optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const rows = await listParameters(tx, {
          ...(query.key ? { key: query.key } : {}),
          ...(query.text ? { text: query.text } : {}),
          ...(query.division ? { division: query.division } : {}),
          ...(query.cursor ? { after: query.cursor } : {}),
        });
        const last = rows.at(-1);
        return {
          rows: rows.map((r) => ({
            ...r,
            divisionName: tx.divisions.fullName(r.division),
            rehearsed: isRehearsed(r.key),
            actions: actionsOnStandard(actor, isRehearsed(r.key)),
          })),
          next: rows.length === 100 && last ? `${last.key}${last.division}${last.validFrom}` : null,
        };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/parameters/below-floor',
    permission: allow('county-leader', 'city-clerk', 'city-leader'),
    summary: '低于上级新下限、须重新录入的标准',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ rows: await standardsBelowFloor(tx, await allRows(tx)) })),
  }),
  route({
    method: 'POST',
    url: '/api/parameters',
    permission: allow(...standardHands),
    summary: '录入不涉及待遇金额的标准；其余的拟定方案，预演后由两人办理',
    body: z.strictObject({
      key: z.string().regex(/^[A-Z][A-Z0-9-]{1,60}$/, '参数编号无效'),
      division: Division,
      value: z.string().trim().min(1, '请填写标准值').max(30),
      unit: z.string().trim().min(1).max(30),
      validFrom: PlainDateText,
      validTo: PlainDateText.nullable().default(null),
      source: z.string().trim().min(4, '请写明依据文件').max(200),
      nature: z.enum(['national', 'seed', 'assumption']),
      note: z.string().max(300).default(''),
      floor: Bound,
      ceiling: Bound,
    }),
    handler: ({ platform, actor, body }) =>
      actor.division && inScope(body.division, actor.division)
        ? platform.context.write(actor, (tx) => enterParameter(tx, body))
        : Promise.resolve(fail('NOT_PERMITTED')),
  }),
];
