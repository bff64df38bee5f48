/** The register of older people over HTTP. */

import { z } from 'zod';
import { allow, cityOffice, fieldOffice } from '../../../kernel/access/index.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { choice, Division, formOf, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { AskedForElder } from '../allowance/asked-checks.ts';
import { myAllowance } from '../allowance/list.ts';
import { levelOn } from '../assessment/effect.ts';
import { levels } from '../assessment/rules.ts';
import { myNeeds } from '../matching/mine.ts';
import { quotaOf } from '../quota/account.ts';
import { mySubsidies } from '../subsidies/offers.ts';
import { elderList } from './list.ts';
import { LivingInput, livingOf, recordLiving } from './living.ts';
import { ageBands, livingStatuses, programmeFilters, recordStates } from './terms.ts';

const Query = z.object({
  text: z.string().trim().max(50).optional(),
  division: Division.optional(),
  band: choice(ageBands).optional(),
  living: choice(livingStatuses).optional(),
  level: z
    .enum(['0', '1', '2', '3', '4'])
    .transform((level) => Number(level) as keyof typeof levels)
    .optional(),
  programme: choice(programmeFilters).optional(),
  record: choice(recordStates).optional(),
  cursor: z.string().max(200).optional(),
});
const recorders = allow('village-worker', 'township-clerk');

export const registerRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/elders',
    permission: allow(...fieldOffice, 'county-clerk', 'county-leader', 'county-confirmer', ...cityOffice),
    summary: '老年人名单（留痕）',
    query: Query,
    handler: ({ platform, actor, query: { cursor, ...filter } }) =>
      platform.context.write(actor, (tx) => elderList(tx, filter, cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/elders/:id/living',
    permission: recorders,
    summary: '老人的居住状况和紧急联系人（登记表，留痕）',
    params: z.strictObject({ id: Uuid }),
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, async (tx) => ({ fields: formOf(LivingInput), initial: await livingOf(tx, params.id) })),
  }),
  route({
    method: 'POST',
    url: '/api/elders/:id/living',
    permission: recorders,
    summary: '登记老人的居住状况和紧急联系人',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ requestId: RequestId, input: LivingInput }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'elder.living', requestId: body.requestId, body: { ...params, ...body } }, (tx) =>
        recordLiving(tx, { personId: params.id, ...body.input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/elders/my',
    permission: allow('resident'),
    summary: '我的养老：高龄津贴、经济困难补贴、能力等级',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        const level = await levelOn(tx, actor.personId!, tx.today);
        return {
          allowance: await myAllowance(tx),
          checkForElder: formOf(AskedForElder),
          subsidies: await mySubsidies(tx),
          needs: await myNeeds(tx),
          quota: await quotaOf(tx, actor.personId!, monthOf(tx.today)),
          level: level && { zh: `${level.level}级，${levels[level.level]}`, validTo: level.validTo },
        };
      }),
  }),
];
