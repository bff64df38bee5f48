/** 购买服务公告 and the sign-up of providers: without scripts, without signing in. */
import { z } from 'zod';
import { type PublishedNotice, publishedNotices } from '../domains/planning-statistics/purchase/published.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { html, type RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { SignUp, signUp } from '../kernel/purchase/server.ts';
import { explain } from '../kernel/result/index.ts';
import { parseInput, RequestId } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { givenBack, isSameOrigin, missing, newRequestId, type PageContext, shellOf, typedText } from './pages.ts';

const ById = z.object({ id: z.string().max(60) });
const reader = (context: PageContext) => systemActor('purchase-notices', context.platform.context.city);
const all = (context: PageContext): Promise<PublishedNotice[]> =>
  context.platform.context.read(reader(context), publishedNotices);

async function noticeView(context: PageContext, id: string, extra: Partial<pages.PurchaseNoticeView> = {}): Promise<RawAnswer> {
  const notice = (await all(context)).find((n) => n.id === id);
  if (!notice) return missing(context);
  const view = { ...(await shellOf(context)), notice, requestId: newRequestId(), signed: false, given: null, ...extra };
  return html(pages.purchaseNoticePage(view), extra.given ? 422 : 200);
}

export const purchasePages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/purchase-notices',
    permission: anyone,
    summary: '购买服务公告',
    handler: async (context) =>
      html(pages.purchaseNoticesPage({ ...(await shellOf(context)), here: '/purchase-notices', notices: await all(context) })),
  }),
  route({
    method: 'GET',
    url: '/purchase-notices/:id',
    permission: anyone,
    summary: '一份购买服务公告',
    params: ById,
    handler: (context) => noticeView(context, context.params.id),
  }),
  route({
    method: 'POST',
    url: '/purchase-notices/:id',
    permission: anyone,
    summary: '购买服务报名（不用脚本的表单）',
    params: ById,
    perMinute: 6,
    plainForm: true,
    async handler(context) {
      const { platform, request, params } = context;
      if (!isSameOrigin(request)) return missing(context);
      const typed = (request.body ?? {}) as Record<string, unknown>;
      const values = Object.fromEntries(['name', 'creditCode', 'contact', 'phone'].map((key) => [key, typedText(typed[key])]));
      const form = parseInput(SignUp.extend({ requestId: RequestId }), { ...values, requestId: typedText(typed.requestId) });
      if (!form.ok) return noticeView(context, params.id, { given: givenBack(form, values) });
      const { requestId, ...given } = form.value;
      const signed = await platform.context.once(
        reader(context),
        { action: 'purchase.sign-up', requestId, body: { ...given, id: params.id } },
        (tx) => signUp(tx, params.id, given),
      );
      if (!signed.ok && signed.code === 'NOT_FOUND') return missing(context);
      return noticeView(
        context,
        params.id,
        signed.ok ? { signed: true } : { given: { message: explain(signed).message, problems: {}, values } },
      );
    },
  }),
];
