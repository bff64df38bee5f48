/** 委托乡镇确认的抽查 over HTTP: the county looks at what was drawn; the township, the city and auditors read. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { judgeTownshipDecision, townshipChecks, townshipDraws } from './checks.ts';
import './errors.ts';
import './sealed.ts';
import './templates.ts';

const readers = allow(
  'township-leader',
  'county-clerk',
  'county-confirmer',
  'county-leader',
  'city-clerk',
  'city-leader',
  'auditor',
);

export const delegationRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/township-draws',
    permission: readers,
    summary: '委托乡镇确认：每月抽查的抽签（种子可据以重算）',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await townshipDraws(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/township-checks',
    permission: readers,
    summary: '委托乡镇确认：抽中的决定（留痕）',
    query: z.object({
      view: z.enum(['open', 'done']).default('open'),
      month: YearMonthText.optional(),
      cursor: z.string().max(120).optional(),
    }),
    handler: ({ platform, actor, query: { view, month, cursor } }) =>
      platform.context.write(actor, (tx) =>
        townshipChecks(tx, { view, ...(month ? { month } : {}), ...(cursor ? { cursor } : {}) }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/township-checks/:id/judgement',
    permission: allow('county-clerk', 'county-confirmer'),
    summary: '委托乡镇确认：抽查的结论',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ action: z.enum(['agreed', 'wrong']), requestId: RequestId, input: z.unknown() }),
    handler: ({ platform, actor, params, body: { requestId, action, input } }) =>
      platform.context.once(actor, { action: 'township-check.judge', requestId, body: { ...params, action, input } }, (tx) =>
        judgeTownshipDecision(tx, params.id, { action, input }),
      ),
  }),
];
