/** The candidate of a standard over HTTP: computed, not kept. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { Division } from '../../../kernel/schema/index.ts';
import { candidateOf } from './rules.ts';

export const standardRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/standards/candidate',
    permission: allow('county-leader', 'city-clerk', 'city-leader'),
    summary: '按人均消费支出测算低保、特困标准（只供参考）',
    query: z.object({
      consumptionFen: z.coerce.number().int('请填写金额').min(100_00, '请填写金额').max(100_000_000, '金额过大，请核对'),
      urbanRural: z.enum(['urban', 'rural']),
      division: Division.optional(),
    }),
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) =>
        candidateOf({ ...query, division: query.division ?? actor.division ?? tx.city, date: tx.today }, await parametersOf(tx)),
      ),
  }),
];
