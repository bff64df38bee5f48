/** 家人查看 over HTTP. */
import { z } from 'zod';
import { type Actor, allow, systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { changeLink, giveFor, giveOwn, LinkFor, LinkScopes, linksOf, NewLink, withdrawLink } from './act.ts';
import { linkHands } from './terms.ts';

const byId = z.strictObject({ id: Uuid });
/** The platform's own act for one resident, under the resident's name. */
const acting = (context: Context, actor: Actor): Actor => ({
  ...systemActor(`family-link:${actor.personId}`, context.city),
  name: actor.name,
});

export const familyLinkRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/my/family-links',
    permission: allow('resident'),
    summary: '我让哪些家人看、看什么',
    handler: ({ platform: { context }, actor }) =>
      context.read(acting(context, actor), (tx) => linksOf(tx, actor.personId!, actor)),
  }),
  route({
    method: 'POST',
    url: '/api/my/family-links',
    permission: allow('resident'),
    summary: '给家人开查看链接',
    body: NewLink.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, body: { requestId, ...given } }) =>
      context.once(acting(context, actor), { action: 'family-link.give', requestId, body: given }, (tx) =>
        giveOwn(tx, actor.personId!, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/my/family-links/:id/scopes',
    permission: allow('resident'),
    summary: '改家人看得到的内容',
    params: byId,
    body: LinkScopes.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, params, body: { requestId, ...given } }) =>
      context.once(acting(context, actor), { action: 'family-link.scopes', requestId, body: { ...given, ...params } }, (tx) =>
        changeLink(tx, actor.personId!, params.id, given),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/my/family-links/:id/withdrawal',
    permission: allow('resident'),
    summary: '收回家人的查看链接',
    params: byId,
    body: z.strictObject({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, params, body: { requestId } }) =>
      context.once(acting(context, actor), { action: 'family-link.withdraw', requestId, body: params }, (tx) =>
        withdrawLink(tx, actor.personId!, params.id),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/family-links',
    permission: allow(...linkHands),
    summary: '村里替老人给家人开查看链接',
    body: LinkFor.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'family-link.for', requestId, body: given }, (tx) => giveFor(tx, given)),
  }),
];
