/** 借辅具 and 体验预约: the reading pages of what can be borrowed and tried, and their forms for whoever is signed in. */
import { z } from 'zod';
import {
  bookOnline,
  cancelOwn,
  cancelTrialOnline,
  findDevices,
  findPoints,
  NewTrial,
  ownDevices,
  ownTrials,
  renewOnline,
  reserveOnline,
  returnOnline,
  signInOnline,
} from '../domains/disability/devices/residents.ts';
import { deviceKinds, halves, trialPurposes } from '../domains/disability/devices/terms.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RawAnswer, type RouteContext, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain, type Refusal, type Result } from '../kernel/result/index.ts';
import { PlainDateText } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { isSameOrigin, missing, newRequestId, shellOf } from './pages.ts';

type Context = Pick<RouteContext, 'platform' | 'actor' | 'request'>;
type Said = pages.DevicesView['said'];
interface Wish {
  kind: string | null;
  township: string | null;
  from: string | null;
}
const ANY: Wish = { kind: null, township: null, from: null };
const named = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([key, zh]) => ({ key, zh }));

const hereOf = (wish: Wish): string => {
  const query = new URLSearchParams();
  if (wish.kind) query.set('kind', wish.kind);
  if (wish.township) query.set('town', wish.township);
  if (wish.from) query.set('from', wish.from);
  return query.size > 0 ? `/devices?${query}` : '/devices';
};

async function devicesView(context: Context, wish: Wish, said: Said = null): Promise<RawAnswer> {
  const { platform, actor } = context;
  const own = actor.kind === 'resident' ? actor.personId : null;
  const mine = own ? await ownDevices(platform.context, actor) : [];
  const { points, places } = await findPoints(platform.context);
  const counted = new Map<string, { name: string; points: number }>();
  for (const p of points) counted.set(p.township, { name: p.townshipName, points: (counted.get(p.township)?.points ?? 0) + 1 });
  return html(
    pages.devicesPage({
      ...(await shellOf(context)),
      here: hereOf(wish),
      kinds: named(deviceKinds),
      kind: wish.kind,
      townships: [...counted].map(([code, t]) => ({ code, ...t })),
      township: wish.township,
      origins: places.map(({ code, name }) => ({ code, name })),
      from: wish.from,
      outlines: platform.context.divisions.outlines,
      rows: await findDevices(platform.context, {
        kind: wish.kind,
        township: wish.township,
        near: places.find((p) => p.code === wish.from) ?? null,
      }),
      mine: mine
        .filter((o) => o.state !== 'cancelled')
        .map((o) => ({
          id: o.id,
          itemName: o.itemName,
          stateZh: o.stateZh,
          pickUpBy: o.state === 'reserved' ? o.pickUpBy : null,
          dueOn: o.state === 'out' ? o.dueOn : null,
          returnOn: o.state === 'out' ? o.returnOn : null,
          ownFen: o.ownFen,
        })),
      trials: own ? await ownTrials(platform.context, own) : [],
      requestId: newRequestId(),
      said,
    }),
    said && !said.good ? 422 : 200,
  );
}

async function trialView(context: Context, said: Said = null): Promise<RawAnswer> {
  const { points, courses } = await findPoints(context.platform.context);
  return html(
    pages.trialPage({
      ...(await shellOf(context)),
      here: '/devices/try',
      points,
      courses,
      kinds: named(deviceKinds),
      purposes: named(trialPurposes),
      halves: named(halves),
      requestId: newRequestId(),
      said,
    }),
    said && !said.good ? 422 : 200,
  );
}

const problem = (result: Refusal): Said => {
  const { message, next } = explain(result);
  const first = result.fields?.[0]?.message;
  return { good: false, text: [first && !message.includes(first) ? `${first}。` : message, next].filter(Boolean).join('') };
};

const onDevices = (context: Context, said: Said) => devicesView(context, ANY, said);

/** A form of our own page, by somebody who is signed in; anybody else gets the page. */
async function answer<S extends z.ZodType>(
  context: Context,
  form: { shape: S; done: string; page: (context: Context, said: Said) => Promise<RawAnswer> },
  act: (body: z.infer<S>, personId: string) => Promise<Result<unknown>>,
) {
  const { actor, request } = context;
  const body = form.shape.safeParse(request.body ?? {});
  if (!isSameOrigin(request)) return missing(context);
  if (!body.success)
    return request.body && Object.hasOwn(request.body, 'requestId')
      ? form.page(context, { good: false, text: '请把每一项都填好，日期按“2026-11-22”填写。' })
      : missing(context);
  if (actor.kind !== 'resident' || !actor.personId)
    return form.page(context, { good: false, text: '登录已过期，请重新登录后再办。' });
  const result = await act(body.data, actor.personId);
  return form.page(context, result.ok ? { good: true, text: form.done } : problem(result));
}

const RequestKey = z.string().regex(/^[\w-]{8,64}$/);
const OfId = z.object({ id: z.uuid(), requestId: RequestKey });
const formRoute = (url: string, summary: string, handler: (context: Context) => Promise<RawAnswer>): RouteDefinition =>
  route({ method: 'POST', url, permission: anyone, summary, perMinute: 20, plainForm: true, handler });

export const devicePages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/devices',
    permission: anyone,
    summary: '借辅具（网点、租金、还有几件）',
    query: z.object({
      kind: z.string().max(20).optional(),
      town: z.string().max(12).optional(),
      from: z.string().max(12).optional(),
    }),
    handler: (context) => {
      const { kind, town, from } = context.query;
      const code = (text: string | undefined) => (text && /^\d{12}$/.test(text) ? text : null);
      return devicesView(context, {
        kind: kind && Object.hasOwn(deviceKinds, kind) ? kind : null,
        township: code(town),
        from: code(from),
      });
    },
  }),
  route({
    method: 'GET',
    url: '/devices/try',
    permission: anyone,
    summary: '预约体验和适配；讲座和培训',
    handler: (context) => trialView(context),
  }),
  formRoute('/devices/reserve', '预约辅具（不用脚本的表单）', (context) =>
    answer(
      context,
      {
        shape: z.object({ stationId: z.uuid(), itemCode: z.string().max(20), requestId: RequestKey }),
        done: '已经给您留了一件，请看下面“我借的”。',
        page: onDevices,
      },
      (body, personId) => reserveOnline(context.platform.context, personId, body),
    ),
  ),
  formRoute('/devices/cancel', '取消辅具预约（不用脚本的表单）', (context) =>
    answer(context, { shape: OfId, done: '预约已经取消。', page: onDevices }, (body) =>
      cancelOwn(context.platform.context, context.actor, body),
    ),
  ),
  formRoute('/devices/renew', '续租（不用脚本的表单）', (context) =>
    answer(
      context,
      { shape: OfId.extend({ dueOn: PlainDateText }), done: '已经续租，新的归还日期见下面“我借的”。', page: onDevices },
      (body, personId) => renewOnline(context.platform.context, personId, body),
    ),
  ),
  formRoute('/devices/return', '预约归还（不用脚本的表单）', (context) =>
    answer(
      context,
      { shape: OfId.extend({ on: PlainDateText }), done: '已经记下，网点会等您；租金算到送回的那一天。', page: onDevices },
      (body, personId) => returnOnline(context.platform.context, personId, body),
    ),
  ),
  formRoute('/devices/try', '预约体验（不用脚本的表单）', (context) =>
    answer(
      context,
      { shape: NewTrial.extend({ requestId: RequestKey }), done: '已经约好，时间和地址也发到了您的消息里。', page: trialView },
      (body, personId) => bookOnline(context.platform.context, personId, body),
    ),
  ),
  formRoute('/devices/trial-cancel', '取消体验预约（不用脚本的表单）', (context) =>
    answer(context, { shape: OfId, done: '体验预约已经取消。', page: onDevices }, (body, personId) =>
      cancelTrialOnline(context.platform.context, personId, body),
    ),
  ),
  formRoute('/devices/sign-in', '讲座签到（不用脚本的表单）', (context) =>
    answer(
      context,
      {
        shape: z.object({ courseId: z.uuid(), code: z.string().trim().max(10), requestId: RequestKey }),
        done: '签到成功。',
        page: trialView,
      },
      (body, personId) => signInOnline(context.platform.context, personId, body),
    ),
  ),
];
