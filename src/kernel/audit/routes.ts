/** Audit over HTTP: the search of auditors. */
import { z } from 'zod';
import { allow } from '../access/index.ts';
import { type RouteDefinition, route } from '../http/server.ts';
import { Division, Uuid } from '../schema/index.ts';
import { auditedNames, auditView, searchAudit } from './server.ts';

export const auditRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/audit',
    permission: allow('auditor', 'audit-admin'),
    summary: '审计查询',
    query: z.object({
      actor: z.string().max(60).optional(),
      person: Uuid.optional(),
      case: Uuid.optional(),
      action: z.string().max(60).optional(),
      division: Division.optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      cursor: Uuid.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const { actor: actorId, person: personId, case: caseId, cursor, ...rest } = query;
        const filter = Object.fromEntries(
          Object.entries({ ...rest, actorId, personId, caseId }).filter(([, v]) => v !== undefined && v !== ''),
        );
        const page = await searchAudit(tx, filter, cursor ?? null);
        return { rows: page.items.map((row) => auditView(tx, row)), next: page.next };
      }),
  }),
  route({
    method: 'GET',
    url: '/api/audit/actions',
    permission: allow('auditor', 'audit-admin'),
    summary: '审计动作的名称',
    handler: async () => ({ rows: [...auditedNames()].map(([action, zh]) => ({ action, zh })) }),
  }),
];
