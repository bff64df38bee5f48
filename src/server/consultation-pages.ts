/** 征求意见 as pages that work without scripts: the drafts, an opinion without signing in, and how the opinions were taken up. */
import { z } from 'zod';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { consultationList, giveOpinion, PublicOpinion, publicConsultation } from '../kernel/consultation/server.ts';
import { openFileStore } from '../kernel/document/server.ts';
import { html, type RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain } from '../kernel/result/index.ts';
import { parseInput, Uuid } from '../kernel/schema/index.ts';
import * as pages from '../web/public/index.ts';
import { givenBack, isSameOrigin, missing, newRequestId, type PageContext, sentForm, shellOf, typedText } from './pages.ts';

const ById = z.strictObject({ id: Uuid });
const NAMES = ['text', 'name', 'phone'] as const;

async function show(
  context: PageContext,
  id: string,
  more: Partial<Pick<pages.ConsultationPageView, 'given' | 'received'>> = {},
): Promise<RawAnswer> {
  const { context: platform } = context.platform;
  const consultation = await platform.read(systemActor('consultation-page', platform.city), (tx) => publicConsultation(tx, id));
  if (!consultation) return missing(context, '这份草案已经撤下，或者网址有误。');
  const view = { ...(await shellOf(context)), here: `/consultations/${id}`, consultation, requestId: newRequestId() };
  return html(pages.consultationPage({ ...view, given: null, received: null, ...more }), more.given ? 422 : 200);
}

export const consultationPages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/consultations',
    permission: anyone,
    summary: '征求意见：正在征求的草案，已经截止的',
    query: z.object({ cursor: z.string().max(120).optional() }),
    async handler(context) {
      const { context: platform } = context.platform;
      const { cursor } = context.query;
      const { open, earlier, next } = await platform.read(systemActor('consultation-page', platform.city), async (tx) => {
        const running = cursor ? [] : (await consultationList(tx, { state: 'open' })).rows;
        const all = await consultationList(tx, { cursor });
        return { open: running, earlier: all.rows.filter(({ state }) => state !== 'open'), next: all.next };
      });
      return html(
        pages.consultationsPage({
          ...(await shellOf(context)),
          open,
          earlier,
          next: next && `/consultations?cursor=${encodeURIComponent(next)}`,
        }),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/consultations/:id',
    permission: anyone,
    summary: '一份征求意见的草案和采纳情况',
    params: ById,
    handler: (context) => show(context, context.params.id),
  }),
  route({
    method: 'POST',
    url: '/consultations/:id',
    permission: anyone,
    summary: '对草案提意见（不用登录、不用脚本）',
    params: ById,
    perMinute: 6,
    plainForm: true,
    multipart: true,
    async handler(context) {
      const { id } = context.params;
      if (!isSameOrigin(context.request)) return missing(context);
      const { typed, file } = await sentForm(context.request, NAMES);
      const values = Object.fromEntries(NAMES.map((name) => [name, typedText(typed[name])]));
      const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      const form = parseInput(PublicOpinion, { ...filled, requestId: typedText(typed.requestId) });
      if (!form.ok) return show(context, id, { given: givenBack(form, values) });
      if (file && !file.ok)
        return show(context, id, {
          given: { message: explain(file).message, problems: { file: '请换一份照片或者PDF' }, values },
        });
      const done = await giveOpinion(context.platform.context, id, {
        ...form.value,
        file: file?.value ?? null,
        store: openFileStore(context.platform.filesDir),
      });
      if (done.ok) return show(context, id, { received: done.value.no });
      if (done.code === 'NOT_FOUND') return missing(context, '这份草案已经撤下，或者网址有误。');
      return show(context, id, { given: { message: explain(done).message, problems: {}, values } });
    },
  }),
];
