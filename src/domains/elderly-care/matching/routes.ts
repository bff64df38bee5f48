/** 供需对接 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { answerOffer, offerSupply, ownNeed, registerNeed } from './act.ts';
import { NewNeed, OfferAnswer, OwnNeed, Supplied } from './schema.ts';
import { lookAround } from './store.ts';
import { matchers, needReaders, registrars } from './terms.ts';
import { gapView, NeedFilter, needFile, needList } from './views.ts';

export const matchRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/care-needs',
    permission: allow(...needReaders),
    summary: '养老需求：没有办结的、没有着落的（留痕）',
    query: NeedFilter,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => needList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/care-needs/gaps',
    permission: allow(...needReaders),
    summary: '养老服务缺口：各乡镇没有着落的需求',
    handler: ({ platform, actor }) => platform.context.read(actor, gapView),
  }),
  route({
    method: 'GET',
    url: '/api/care-needs/:id',
    permission: allow(...needReaders),
    summary: '一个养老需求和可以介绍的服务（留痕）',
    params: z.strictObject({ id: Uuid }),
    async handler({ platform: { context }, actor, params }) {
      const found = await lookAround(context, actor, params.id);
      return found.ok ? context.write(actor, (tx) => needFile(tx, params.id, found.value)) : found;
    },
  }),
  route({
    method: 'POST',
    url: '/api/care-needs',
    permission: allow(...registrars),
    summary: '登记养老需求',
    body: NewNeed.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-need.register', requestId, body: given }, (tx) => registerNeed(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/elders/my/needs',
    permission: allow('resident'),
    summary: '本人提一个养老需求',
    body: OwnNeed.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'care-need.own', requestId, body: given }, (tx) => ownNeed(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/care-needs/:id/offer',
    permission: allow(...matchers),
    summary: '给老人介绍一家',
    params: z.strictObject({ id: Uuid }),
    body: Supplied.extend({ requestId: RequestId }),
    async handler({ platform: { context }, actor, params, body: { requestId, ...given } }) {
      const found = await lookAround(context, actor, params.id);
      if (!found.ok) return found;
      return context.once(actor, { action: 'care-need.offer', requestId, body: { ...given, ...params } }, (tx) =>
        offerSupply(tx, params.id, given, found.value),
      );
    },
  }),
  stepOnce({ url: '/api/care-needs/:id/answer', summary: '登记老人的答复', by: matchers, shape: OfferAnswer, work: answerOffer }),
];
