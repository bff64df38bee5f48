/** 借辅具: the reading page of what can be borrowed, and its forms for whoever is signed in. */
import { z } from 'zod';
import { cancelOwn, findDevices, ownDevices, reserveOnline } from '../domains/disability/devices/routes.ts';
import { deviceKinds } from '../domains/disability/devices/terms.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RawAnswer, type RouteContext, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain, type Refusal, type Result } from '../kernel/result/index.ts';
import * as pages from '../web/public/index.ts';
import { isSameOrigin, missing, newRequestId, shellOf } from './pages.ts';

type Context = Pick<RouteContext, 'platform' | 'actor' | 'request'>;

async function devicesView(context: Context, kind: string | null, said: pages.DevicesView['said'] = null): Promise<RawAnswer> {
  const { platform, actor } = context;
  const mine = actor.kind === 'resident' ? await ownDevices(platform.context, actor) : [];
  return html(
    pages.devicesPage({
      ...(await shellOf(context)),
      here: kind ? `/devices?kind=${kind}` : '/devices',
      kinds: Object.entries(deviceKinds).map(([key, zh]) => ({ key, zh })),
      kind,
      rows: await findDevices(platform.context, kind),
      mine: mine
        .filter((o) => o.state !== 'cancelled')
        .map((o) => ({
          id: o.id,
          itemName: o.itemName,
          stateZh: o.stateZh,
          pickUpBy: o.state === 'reserved' ? o.pickUpBy : null,
          dueOn: o.state === 'out' ? o.dueOn : null,
          ownFen: o.ownFen,
        })),
      requestId: newRequestId(),
      said,
    }),
    said && !said.good ? 422 : 200,
  );
}

const problem = (result: Refusal) => {
  const { message, next } = explain(result);
  return { good: false, text: next ? `${message}${next}` : message };
};

/** A form of our own page, by somebody who is signed in; anybody else gets the page. */
async function answer(
  context: Context,
  shape: z.ZodType,
  act: (body: never, personId: string) => Promise<Result<unknown>>,
  done: string,
) {
  const { actor, request } = context;
  const body = shape.safeParse(request.body ?? {});
  if (!isSameOrigin(request) || !body.success) return missing(context);
  if (actor.kind !== 'resident' || !actor.personId)
    return devicesView(context, null, { good: false, text: '登录已过期，请重新登录后再预约。' });
  const result = await act(body.data as never, actor.personId);
  return devicesView(context, null, result.ok ? { good: true, text: done } : problem(result));
}

const RequestKey = z.string().regex(/^[\w-]{8,64}$/);

export const devicePages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/devices',
    permission: anyone,
    summary: '借辅具（网点、租金、还有几件）',
    query: z.object({ kind: z.string().max(20).optional() }),
    handler: (context) =>
      devicesView(context, context.query.kind && context.query.kind in deviceKinds ? context.query.kind : null),
  }),
  route({
    method: 'POST',
    url: '/devices/reserve',
    permission: anyone,
    summary: '预约辅具（不用脚本的表单）',
    perMinute: 20,
    plainForm: true,
    handler: (context) =>
      answer(
        context,
        z.object({ stationId: z.uuid(), itemCode: z.string().max(20), requestId: RequestKey }),
        (body, personId) => reserveOnline(context.platform.context, personId, body),
        '已经给您留了一件，请看下面“我借的”。',
      ),
  }),
  route({
    method: 'POST',
    url: '/devices/cancel',
    permission: anyone,
    summary: '取消辅具预约（不用脚本的表单）',
    perMinute: 20,
    plainForm: true,
    handler: (context) =>
      answer(
        context,
        z.object({ id: z.uuid(), requestId: RequestKey }),
        (body) => cancelOwn(context.platform.context, context.actor, body),
        '预约已经取消。',
      ),
  }),
];
