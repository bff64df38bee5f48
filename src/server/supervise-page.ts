/** 监督举报 as pages that work without scripts: the report, and what came of it. The code is sent in the body, never in an address. */
import { anyone } from '../kernel/access/index.ts';
import { html, type RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain } from '../kernel/result/index.ts';
import { parseInput, RequestId } from '../kernel/schema/index.ts';
import { PublicReport } from '../kernel/ticket/index.ts';
import { reportMisconduct, reportProgress } from '../kernel/ticket/server.ts';
import * as pages from '../web/public/index.ts';
import {
  givenBack,
  isSameOrigin,
  missing,
  newRequestId,
  type PageContext,
  shellOf,
  townshipsByCounty,
  typedText,
} from './pages.ts';

const NAMES = ['whom', 'category', 'division', 'place', 'about', 'text', 'name', 'phone'] as const;

async function show(context: PageContext, more: Partial<pages.SuperviseView> = {}): Promise<RawAnswer> {
  const view = {
    ...(await shellOf(context)),
    requestId: newRequestId(),
    places: townshipsByCounty(context),
    given: null,
    ...more,
  };
  return html(pages.supervisePage(view), more.given ? 422 : more.progress === null ? 404 : 200);
}

export const supervisePageRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/supervise',
    permission: anyone,
    summary: '监督举报（不用登录）',
    handler: (context) => show(context),
  }),
  route({
    method: 'POST',
    url: '/supervise',
    permission: anyone,
    summary: '监督举报（不用脚本的表单）',
    perMinute: 6,
    plainForm: true,
    async handler(context) {
      if (!isSameOrigin(context.request)) return missing(context);
      const typed = (context.request.body ?? {}) as Record<string, unknown>;
      const values = Object.fromEntries(NAMES.map((name) => [name, typedText(typed[name])]));
      const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      const form = parseInput(PublicReport.extend({ requestId: RequestId }), {
        ...filled,
        requestId: typedText(typed.requestId),
      });
      if (!form.ok) return show(context, { given: givenBack(form, values) });
      const done = await reportMisconduct(context.platform.context, form.value);
      return done.ok
        ? show(context, { received: done.value })
        : show(context, { given: { message: explain(done).message, problems: {}, values } });
    },
  }),
  route({
    method: 'POST',
    url: '/supervise/progress',
    permission: anyone,
    summary: '凭查询码看举报的办理结果',
    perMinute: 10,
    plainForm: true,
    async handler(context) {
      if (!isSameOrigin(context.request)) return missing(context);
      const { code } = (context.request.body ?? {}) as Record<string, unknown>;
      const found = await reportProgress(context.platform.context, typedText(code).slice(0, 40));
      return show(context, { progress: found.ok ? found.value : null });
    },
  }),
];
