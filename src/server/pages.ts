/** The reading pages: HTML from the server, without JavaScript. Each route gathers a view and hands it to its template. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { anyone, permits } from '../kernel/access/index.ts';
import type { Tx } from '../kernel/context/server.ts';
import { scopeRange } from '../kernel/division/index.ts';
import { checkDocument, receiveUpload } from '../kernel/document/server.ts';
import { html, RawAnswer, type RouteContext, type RouteDefinition, route } from '../kernel/http/server.ts';
import { unreadCount } from '../kernel/notice/server.ts';
import { decisionPage, whyReaders } from '../kernel/policy/routes.ts';
import { ancestorsByCode, publicStandards, standardNames } from '../kernel/policy/server.ts';
import { publicAnnouncements } from '../kernel/rehearsal/server.ts';
import { explain, fail, type Refusal } from '../kernel/result/index.ts';
import { Division, Mobile } from '../kernel/schema/index.ts';
import { getNotice, objectTo, type PublicNotice, publicNotices } from '../kernel/service/server.ts';
import * as pages from '../web/public/index.ts';

/** Small, and of the reading pages only: served as it is written. */
const readAloud = fs.readFileSync(path.resolve(import.meta.dirname, '../web/public/read-aloud.js'), 'utf8');

export type PageContext = Pick<RouteContext, 'platform' | 'actor' | 'request'>;
type Context = PageContext;

export async function shellOf({ platform, actor, request }: Context): Promise<pages.Shell> {
  const { cookies } = request;
  const unread = actor.kind === 'resident' ? await platform.context.read(actor, unreadCount) : 0;
  return {
    city: platform.city,
    display: {
      size: cookies.mz_size === 'large' ? 'large' : 'normal',
      contrast: cookies.mz_contrast === 'high' ? 'high' : 'normal',
    },
    here: request.url,
    visitor: actor.kind === 'resident' ? { name: actor.name, unread } : null,
    demo: platform.mode === 'demonstration',
    today: platform.clock.today(),
  };
}

const noticeLink = (tx: Tx, n: PublicNotice): pages.NoticeLink => ({
  id: n.id,
  kind: n.kind,
  divisionName: tx.divisions.fullName(n.division),
  applicantMasked: n.applicantMasked,
  once: n.once,
  memberCount: n.memberCount,
  amountFen: n.amountFen,
  postedOn: n.postedOn,
  endsOn: n.endsOn,
});

/** A link back to a page of ours only: never to another site. */
const ownPath = (path: string | undefined): string => (path && /^\/(?![/\\])[^\s]*$/.test(path) ? path : '/');

export const newRequestId = (): string => randomBytes(12).toString('hex');

export async function missing(context: Context, message?: string): Promise<RawAnswer> {
  return html(pages.missingPage({ ...(await shellOf(context)), ...(message ? { message } : {}) }), 404);
}

async function noticeView(context: Context, id: string, extra: Partial<pages.NoticeView> = {}): Promise<RawAnswer> {
  const { platform, actor } = context;
  const shell = await shellOf(context);
  const found = await platform.context.read(actor, async (tx) => {
    const notice = await getNotice(tx, id);
    return notice && { ...noticeLink(tx, notice), text: notice.text, place: notice.place, telephone: notice.telephone };
  });
  if (!found) return missing(context, '这份公示已经撤下，或者网址有误。');
  const open = found.kind === 'proposed' && shell.today <= found.endsOn;
  return html(
    pages.noticePage({ ...shell, notice: found, open, requestId: newRequestId(), ...extra }),
    extra.objection ? 422 : 200,
  );
}

const ObjectionForm = z.object({
  text: z.string().trim().min(5, '请写明意见（至少5个字）').max(1000, '不超过1000字'),
  name: z.string().trim().min(1, '请填写姓名').max(50, '不超过50个字'),
  phone: Mobile,
  requestId: z.string().regex(/^[\w-]{8,64}$/),
});
/** The form of an objection, of whatever notice: what was sent through `send`, and what the page shows then. */
export async function takeObjection(
  request: FastifyRequest,
  send: (given: z.output<typeof ObjectionForm>) => Promise<{ ok: true } | Refusal>,
): Promise<{ objection: pages.GivenObjection } | { received: true }> {
  const typed = (request.body ?? {}) as Record<string, string>;
  const keep = {
    text: String(typed.text ?? '').slice(0, 2000),
    name: String(typed.name ?? '').slice(0, 100),
    phone: String(typed.phone ?? '').slice(0, 20),
  };
  const form = ObjectionForm.safeParse(typed);
  if (!form.success) {
    const problems = Object.fromEntries(form.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
    return { objection: { ...keep, message: `有${form.error.issues.length}处填写有误，请按提示修改。`, problems } };
  }
  const done = await send(form.data);
  return done.ok ? { received: true } : { objection: { ...keep, message: explain(done).message, problems: {} } };
}

/** A place and those above it, from the city down. */
export function pathTo({ platform }: Context, at: string): pages.Place[] {
  const { divisions, city } = platform.context;
  return [at, ...divisions.ancestors(at).map((d) => d.code)]
    .filter((code) => code.startsWith(city.slice(0, 4)))
    .reverse()
    .map((code) => ({ code, name: divisions.get(code)?.name ?? code }));
}

/** A field of a form without scripts: what is longer than any of ours may hold is cut. */
export const typedText = (value: unknown): string => String(value ?? '').slice(0, 2000);

/** A form without scripts, with a file or without: what was typed in these fields, and the file once it is read whole; null where none was chosen. */
export async function sentForm(request: FastifyRequest, names: readonly string[]) {
  if (!request.isMultipart()) return { typed: (request.body ?? {}) as Record<string, unknown>, file: null };
  const typed: Record<string, unknown> = {};
  let file: Awaited<ReturnType<typeof receiveUpload>> | null = null;
  // A file that is too large is refused in words on the page, not by breaking off.
  const options = { limits: { files: 1, fields: names.length + 1 }, throwFileSizeLimit: false };
  for await (const part of request.parts(options)) {
    if (part.type === 'field') typed[part.fieldname] = part.value;
    else {
      // A browser sends an empty part where nothing was chosen.
      if (part.filename) file = await receiveUpload(part.file, part.filename);
      part.file.resume();
      if (part.file.truncated) file = fail('UPLOAD_UNFIT');
    }
  }
  return { typed, file };
}

/** What was typed goes back with what is wrong beside each field. */
export const givenBack = (refusal: Refusal, values: pages.Given['values']): pages.Given => ({
  message: explain(refusal).message,
  problems: Object.fromEntries((refusal.fields ?? []).map(({ path, message }) => [path, message])),
  values,
});

export function townshipsByCounty({ platform }: Context): pages.TownshipsOfCounty[] {
  const { divisions, city } = platform.context;
  return divisions.children(city).map((county) => ({
    name: county.name,
    below: divisions.children(county.code).map(({ code, name }) => ({ code, name })),
  }));
}

/** A form post without our header: accepted only from our own pages. */
export const isSameOrigin = (request: FastifyRequest): boolean => {
  const origin = request.headers.origin ?? request.headers.referer;
  return origin !== undefined && new URL(origin).host === request.headers.host;
};

export const pageRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/',
    permission: anyone,
    summary: '首页',
    async handler(context) {
      const notices = await context.platform.context.read(context.actor, async (tx) =>
        (await publicNotices(tx, {})).slice(0, 5).map((n) => noticeLink(tx, n)),
      );
      return html(pages.homePage({ ...(await shellOf(context)), notices }));
    },
  }),
  route({
    method: 'GET',
    url: '/notices',
    permission: anyone,
    summary: '公示公布',
    query: z.object({ division: Division.optional(), cursor: z.string().max(80).optional() }),
    async handler(context) {
      const { platform, actor, query } = context;
      const shell = await shellOf(context);
      const { divisions, city } = platform.context;
      const at = query.division && divisions.get(query.division) ? query.division : city;
      const view = await platform.context.read(actor, async (tx) => {
        const [postedOn, id] = query.cursor?.split('~') ?? [];
        const rows = await publicNotices(tx, {
          ...(at === city ? {} : scopeRange(at)),
          ...(postedOn && id && z.uuid().safeParse(id).success
            ? { after: { postedOn: postedOn as pages.Shell['today'], id } }
            : {}),
        });
        const last = rows.at(-1);
        return {
          notices: rows.map((n) => noticeLink(tx, n)),
          next: rows.length === 20 && last ? `${last.postedOn}~${last.id}` : null,
        };
      });
      const below = divisions.children(at).map(({ code, name }) => ({ code, name }));
      return html(pages.noticesPage({ ...shell, path: pathTo(context, at), below, ...view }));
    },
  }),
  route({
    method: 'GET',
    url: '/notices/:id',
    permission: anyone,
    summary: '一份公示',
    params: z.object({ id: z.uuid() }),
    handler: (context) => noticeView(context, context.params.id),
  }),
  route({
    method: 'POST',
    url: '/notices/:id/objections',
    permission: anyone,
    summary: '对公示提出异议（不用脚本的表单）',
    perMinute: 20,
    plainForm: true,
    params: z.object({ id: z.uuid() }),
    async handler(context) {
      const { platform, params, request } = context;
      if (!isSameOrigin(request)) return missing(context);
      return noticeView(
        context,
        params.id,
        await takeObjection(request, (given) => objectTo(platform.context, { noticeId: params.id, ...given })),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/decisions/:id',
    permission: anyone,
    summary: '为什么是这个结果（本人和经办人员）',
    params: z.object({ id: z.uuid() }),
    async handler(context) {
      const { platform, actor, params } = context;
      if (actor.kind === 'public' || !permits(whyReaders, actor)) return missing(context, '请先登录，再查看自己的决定。');
      const found = await platform.context.write(actor, (tx) => decisionPage(tx, params.id));
      if (!found.ok) return missing(context, explain(found).message);
      const { telephone } = platform.context.office(found.value.division);
      return html(pages.decisionWhyPage({ ...(await shellOf(context)), decision: found.value, telephone }));
    },
  }),
  route({
    method: 'GET',
    url: pages.READ_ALOUD,
    permission: anyone,
    summary: '朗读页面的脚本',
    handler: async () =>
      new RawAnswer('text/javascript; charset=utf-8', readAloud, { headers: { 'cache-control': 'public, max-age=3600' } }),
  }),
  route({
    method: 'GET',
    url: '/check',
    permission: anyone,
    summary: '核验文书',
    query: z.object({ code: z.string().trim().max(80).optional() }),
    async handler(context) {
      const { code } = context.query;
      const shell = await shellOf(context);
      if (!code) return html(pages.checkFormPage(shell));
      return html(pages.checkPage({ ...shell, code, document: await checkDocument(context.platform.context, code) }));
    },
  }),
  route({
    method: 'GET',
    url: '/check/:code',
    permission: anyone,
    summary: '核验文书（扫码）',
    perMinute: 60,
    params: z.object({ code: z.string().max(80) }),
    async handler(context) {
      const { code } = context.params;
      return html(
        pages.checkPage({ ...(await shellOf(context)), code, document: await checkDocument(context.platform.context, code) }),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/standards',
    permission: anyone,
    summary: '各地标准',
    async handler(context) {
      const { platform, actor } = context;
      const { divisions, city } = platform.context;
      const counties = await platform.context.read(actor, async (tx) =>
        Promise.all(
          divisions.children(city).map(async (county) => ({
            place: { code: county.code, name: county.name },
            rows: await publicStandards(tx, ancestorsByCode(county.code)),
          })),
        ),
      );
      const announcements = (await publicAnnouncements(platform.context)).map(({ division, ...paper }) => ({
        ...paper,
        place: divisions.get(division)?.name ?? '',
      }));
      return html(pages.standardsPage({ ...(await shellOf(context)), counties, names: standardNames(), announcements }));
    },
  }),
  route({
    method: 'GET',
    url: '/help',
    permission: anyone,
    summary: '求助和办公地点',
    async handler(context) {
      const { divisions, city, office } = context.platform.context;
      const offices = [city, ...divisions.children(city).map((d) => d.code)].map((code) => ({
        ...office(code),
        divisionName: divisions.get(code)?.name ?? '',
      }));
      return html(pages.helpPage({ ...(await shellOf(context)), offices }));
    },
  }),
  route({
    method: 'GET',
    url: '/display',
    permission: anyone,
    summary: '大字、高对比',
    query: z.object({
      size: z.enum(['normal', 'large']).optional(),
      contrast: z.enum(['normal', 'high']).optional(),
      back: z.string().max(500).optional(),
    }),
    async handler({ query, reply }) {
      const options = { path: '/', maxAge: 31_536_000, sameSite: 'lax' as const };
      if (query.size) reply.setCookie('mz_size', query.size, options);
      if (query.contrast) reply.setCookie('mz_contrast', query.contrast, options);
      return new RawAnswer('text/html; charset=utf-8', '', { status: 303, headers: { location: ownPath(query.back) } });
    },
  }),
];
