/** 社会救助 over HTTP: what the case engine's routes do not cover. */
import { z } from 'zod';
import { allow } from '../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../kernel/http/server.ts';
import { PlainDateText, Uuid } from '../../kernel/schema/index.ts';
import { recompute } from './review/server.ts';
import { tekunRoutes } from './tekun/routes.ts';
import { verificationRoutes } from './verification/routes.ts';

const ById = z.strictObject({ id: Uuid });

export const socialAssistanceRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/entitlements/:id/recomputation',
    permission: allow(
      'township-clerk',
      'township-leader',
      'county-clerk',
      'county-leader',
      'county-confirmer',
      'city-clerk',
      'auditor',
    ),
    summary: '重算某月应发：当时知道的和现在知道的（留痕）',
    params: ById,
    query: z.object({ on: PlainDateText, known: PlainDateText.optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, (tx) =>
        recompute(tx, { entitlementId: params.id, on: query.on, knownOn: query.known ?? query.on }),
      ),
  }),
  ...verificationRoutes,
  ...tekunRoutes,
];
