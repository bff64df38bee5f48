/** 互助养老 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { withinTries } from '../outlets/tries.ts';
import {
  askFor,
  askOwn,
  assignAid,
  cancelAid,
  checkHelper,
  confirmForElder,
  confirmOwn,
  denyAid,
  doneAid,
  redeemPoints,
  registerHelper,
  registerOwn,
  releaseAid,
  stopHelper,
  takeAid,
  voidAid,
} from './act.ts';
import { asHelped, asHelper, myAid, onceOwn } from './family.ts';
import { Asked, Assigned, Done, Ended, HelperCheck, NewAid, NewHelper, OwnAid, OwnHelper, Redemption } from './schema.ts';
import { aidCheckers, aidHands, aidReaders, askers } from './terms.ts';
import { AidFilter, aidList, DoubtFilter, doubtList, HelperFilter, helperList } from './views.ts';

const at = (what: string): string => `/api/mutual-aid/requests/:id/${what}`;
const helperAt = (what: string): string => `/api/mutual-aid/helpers/:id/${what}`;
const nothing = z.strictObject({});

/** A step of a resident on a request. */
const own = <S extends z.ZodRawShape>(of: {
  what: string;
  summary: string;
  shape: z.ZodObject<S>;
  work: (tx: Tx, personId: string, id: string, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: `/api/my/mutual-aid/:id/${of.what}`,
    permission: allow('resident'),
    summary: of.summary,
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ ...of.shape.shape, requestId: RequestId }),
    handler({ platform: { context }, actor, params, body }) {
      const { requestId, ...given } = body as { requestId: string };
      const said = { action: `mutual-aid.${of.what}`, requestId, body: { ...given, ...params } };
      return withinTries(context, actor, () =>
        onceOwn(context, actor, said, (tx) => of.work(tx, actor.personId!, params.id, given as z.output<z.ZodObject<S>>)),
      );
    },
  });

export const aidRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/mutual-aid/requests',
    permission: allow(...aidReaders),
    summary: '互助求助：等人接的、待确认的（留痕）',
    query: AidFilter,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => aidList(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/mutual-aid/requests',
    permission: allow(...askers),
    summary: '村里、热线替老人求助',
    body: NewAid.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'mutual-aid.ask', requestId, body: given }, (tx) => askFor(tx, given)),
  }),
  stepOnce({ url: at('assign'), summary: '登记谁去帮', by: aidHands, shape: Assigned, work: assignAid }),
  stepOnce({ url: at('release'), summary: '互助求助换人', by: aidHands, shape: nothing, work: releaseAid }),
  route({
    method: 'POST',
    url: at('done'),
    permission: allow(...aidHands),
    summary: '替帮手登记做完',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ ...Done.shape, requestId: RequestId }),
    handler: ({ platform: { context }, actor, params, body: { requestId, ...given } }) =>
      withinTries(context, actor, () =>
        context.once(actor, { action: 'mutual-aid.done', requestId, body: { ...given, ...params } }, (tx) =>
          doneAid(tx, params.id, given),
        ),
      ),
  }),
  stepOnce({ url: at('confirm'), summary: '村里问过老人，确认做过', by: aidHands, shape: Asked, work: confirmForElder }),
  stepOnce({ url: at('deny'), summary: '老人说没有做', by: aidHands, shape: Ended, work: denyAid }),
  stepOnce({ url: at('cancel'), summary: '取消互助求助', by: askers, shape: Ended, work: cancelAid }),
  stepOnce({ url: at('void'), summary: '乡镇：作废一次互助记录', by: aidCheckers, shape: Ended, work: voidAid }),
  route({
    method: 'GET',
    url: '/api/mutual-aid/helpers',
    permission: allow(...aidReaders),
    summary: '互助帮手和积分（留痕）',
    query: HelperFilter,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => helperList(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/mutual-aid/helpers',
    permission: allow(...aidHands),
    summary: '登记互助帮手',
    body: NewHelper.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'mutual-aid.helper', requestId, body: given }, (tx) => registerHelper(tx, given)),
  }),
  stepOnce({ url: helperAt('check'), summary: '乡镇：核实互助帮手', by: aidCheckers, shape: HelperCheck, work: checkHelper }),
  stepOnce({ url: helperAt('stop'), summary: '乡镇：互助帮手不再帮忙', by: aidCheckers, shape: Ended, work: stopHelper }),
  stepOnce({ url: helperAt('redeem'), summary: '兑换互助积分', by: aidHands, shape: Redemption, work: redeemPoints }),
  route({
    method: 'GET',
    url: '/api/mutual-aid/doubts',
    permission: allow(...aidReaders),
    summary: '互助养老一个月的疑点（留痕）',
    query: DoubtFilter,
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => doubtList(tx, query)),
  }),
  route({
    method: 'GET',
    url: '/api/my/mutual-aid',
    permission: allow('resident'),
    summary: '我的邻里互助',
    handler: ({ platform, actor }) => myAid(platform.context, actor),
  }),
  route({
    method: 'POST',
    url: '/api/my/mutual-aid',
    permission: allow('resident'),
    summary: '请邻居帮忙',
    body: OwnAid.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, body: { requestId, ...given } }) =>
      onceOwn(context, actor, { action: 'mutual-aid.own', requestId, body: given }, (tx) => askOwn(tx, actor.personId!, given)),
  }),
  route({
    method: 'POST',
    url: '/api/my/mutual-aid-helper',
    permission: allow('resident'),
    summary: '登记做互助帮手',
    body: OwnHelper.extend({ requestId: RequestId }),
    handler: ({ platform: { context }, actor, body: { requestId, ...given } }) =>
      onceOwn(context, actor, { action: 'mutual-aid.own-helper', requestId, body: given }, (tx) =>
        registerOwn(tx, actor.personId!, given),
      ),
  }),
  own({
    what: 'take',
    summary: '帮手：我去帮',
    shape: nothing,
    work: (tx, personId, id) => asHelper(tx, personId, id, { taken: false, work: (helper) => takeAid(tx, id, helper) }),
  }),
  own({
    what: 'release',
    summary: '帮手：去不了',
    shape: nothing,
    work: (tx, personId, id) => asHelper(tx, personId, id, { taken: true, work: () => releaseAid(tx, id) }),
  }),
  own({
    what: 'done',
    summary: '帮手：做完了',
    shape: Done,
    work: (tx, personId, id, given) => asHelper(tx, personId, id, { taken: true, work: () => doneAid(tx, id, given) }),
  }),
  own({
    what: 'confirm',
    summary: '老人：做过了，确认',
    shape: nothing,
    work: (tx, personId, id) => asHelped(tx, personId, id, () => confirmOwn(tx, id)),
  }),
  own({
    what: 'deny',
    summary: '老人：没有做',
    shape: Ended,
    work: (tx, personId, id, given) => asHelped(tx, personId, id, () => denyAid(tx, id, given)),
  }),
  own({
    what: 'cancel',
    summary: '老人：不用帮了',
    shape: Ended,
    work: (tx, personId, id, given) => asHelped(tx, personId, id, () => cancelAid(tx, id, given)),
  }),
];
