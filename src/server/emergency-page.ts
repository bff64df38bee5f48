/** The page on which anybody reports an emergency: a plain form that works without scripts and without signing in. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { EmergencyReport, reportEmergency } from '../domains/social-assistance/temporary-aid/server.ts';
import { anyone } from '../kernel/access/index.ts';
import { html, type RouteContext, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain } from '../kernel/result/index.ts';
import * as pages from '../web/public/index.ts';
import { isSameOrigin, shellOf } from './pages.ts';

type Context = Pick<RouteContext, 'platform' | 'actor' | 'request'>;

async function show(context: Context, county: string | undefined, more: Pick<pages.EmergencyView, 'given' | 'received'> = {}) {
  const { context: city } = context.platform;
  const all = city.divisions.all;
  const chosen = all.find((d) => d.level === 'county' && d.code === county);
  const place = (d: { code: string; name: string }) => ({ code: d.code, name: d.name });
  return html(
    pages.emergencyPage({
      ...(await shellOf(context)),
      counties: all.filter((d) => d.level === 'county').map(place),
      county: chosen
        ? { ...place(chosen), office: city.office(chosen.code).name, telephone: city.office(chosen.code).telephone }
        : null,
      townships: chosen ? all.filter((d) => d.level === 'township' && d.code.startsWith(chosen.code.slice(0, 6))).map(place) : [],
      requestId: randomBytes(16).toString('hex'),
      ...more,
    }),
  );
}

export const emergencyPageRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/emergency',
    permission: anyone,
    summary: '急难报告页',
    query: z.object({ division: z.string().max(12).optional() }),
    handler: (context) => show(context, context.query.division),
  }),
  route({
    method: 'POST',
    url: '/emergency',
    permission: anyone,
    summary: '急难报告（不用脚本的表单）',
    perMinute: 20,
    plainForm: true,
    async handler(context) {
      const { platform, request } = context;
      const typed = (request.body ?? {}) as Record<string, unknown>;
      const text = (name: string, most: number) => {
        const value = typed[name];
        return typeof value === 'string' ? value.slice(0, most) : '';
      };
      const county = text('county', 12);
      if (!isSameOrigin(request)) return show(context, county);
      const kept = {
        division: text('division', 12),
        who: text('who', 100),
        where: text('where', 200),
        what: text('what', 1000),
        phone: text('phone', 20),
      };
      const form = EmergencyReport.safeParse({ ...kept, requestId: text('requestId', 64) });
      if (!form.success) {
        const problems = Object.fromEntries(form.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
        return show(context, county, {
          given: { ...kept, message: `有${form.error.issues.length}处填写有误，请按提示修改。`, problems },
        });
      }
      const done = await reportEmergency(platform.context, form.data);
      if (!done.ok) return show(context, county, { given: { ...kept, message: explain(done).message, problems: {} } });
      return show(context, county, { received: done.value });
    },
  }),
];
