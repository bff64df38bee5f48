/** 反映困难 as a page that works without scripts: anybody, without signing in. The same intake as the one for other programs. */
import { anyone } from '../kernel/access/index.ts';
import { PublicClue } from '../kernel/clue/routes.ts';
import { reportFromPublic } from '../kernel/clue/server.ts';
import { html, type RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain } from '../kernel/result/index.ts';
import { parseInput } from '../kernel/schema/index.ts';
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

async function reportView(context: PageContext, extra: Partial<pages.ReportView> = {}): Promise<RawAnswer> {
  const view = {
    ...(await shellOf(context)),
    requestId: newRequestId(),
    received: false,
    places: townshipsByCounty(context),
    given: null,
    ...extra,
  };
  return html(pages.reportPage(view), extra.given ? 422 : 200);
}

export const reportPageRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/report',
    permission: anyone,
    summary: '反映困难（不用登录）',
    handler: (context) => reportView(context),
  }),
  route({
    method: 'POST',
    url: '/report',
    permission: anyone,
    summary: '反映困难（不用脚本的表单）',
    perMinute: 6,
    plainForm: true,
    async handler(context) {
      const { platform, request } = context;
      if (!isSameOrigin(request)) return missing(context);
      const typed = (request.body ?? {}) as Record<string, unknown>;
      const values = Object.fromEntries(
        ['about', 'division', 'place', 'text', 'name', 'phone', 'urgent'].map((key) => [key, typedText(typed[key])]),
      );
      const { name, phone, urgent, ...rest } = values;
      const form = parseInput(PublicClue, {
        ...rest,
        ...(name ? { name } : {}),
        ...(phone ? { phone } : {}),
        urgent: urgent === 'yes',
        requestId: typedText(typed.requestId),
      });
      if (!form.ok) return reportView(context, { given: givenBack(form, values) });
      const told = await reportFromPublic(platform.context, { ...form.value, kind: 'hardship' } as Parameters<
        typeof reportFromPublic
      >[1]);
      if (!told.ok) return reportView(context, { given: { message: explain(told).message, problems: {}, values } });
      return reportView(context, { received: true });
    },
  }),
];
