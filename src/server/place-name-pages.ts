/** 查地名: reading pages for everybody. Names in progress are not on them, nor is anybody. */
import { z } from 'zod';
import { publishedFile } from '../domains/divisions/names/media.ts';
import { categories } from '../domains/divisions/names/terms.ts';
import { publicCard, publicList } from '../domains/divisions/names/views.ts';
import { anyone, systemActor } from '../kernel/access/index.ts';
import { openFileStore, openPublished } from '../kernel/document/server.ts';
import { attachment, html, type RawAnswer, type RouteDefinition, route } from '../kernel/http/server.ts';
import { explain, fail } from '../kernel/result/index.ts';
import { isPlainDate, parseInput, RequestId, Uuid } from '../kernel/schema/index.ts';
import { PublicFault } from '../kernel/ticket/index.ts';
import { photoOf, reportFault } from '../kernel/ticket/server.ts';
import * as pages from '../web/public/index.ts';
import {
  givenBack,
  isSameOrigin,
  missing,
  newRequestId,
  type PageContext,
  sentForm,
  shellOf,
  townshipsByCounty,
  typedText,
} from './pages.ts';

type Category = keyof typeof categories;

const NAMES = ['division', 'place', 'text', 'name', 'phone'] as const;

async function faultPage(context: PageContext, more: Partial<pages.PlaceFaultView> = {}): Promise<RawAnswer> {
  const view = {
    ...(await shellOf(context)),
    requestId: newRequestId(),
    places: townshipsByCounty(context),
    given: null,
    ...more,
  };
  return html(pages.placeFaultPage(view), more.given ? 422 : 200);
}

export const placeNamePages: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/place-names',
    permission: anyone,
    summary: '查地名：今名、旧名、拼音',
    query: z.object({
      text: z.string().max(40).default(''),
      category: z.string().max(20).default(''),
      division: z.string().max(12).default(''),
      cursor: z.string().max(400).optional(),
    }),
    async handler(context) {
      const { context: platform } = context.platform;
      const { text, category, division, cursor } = context.query;
      const counties = platform.divisions.children(platform.city).map(({ code, name }) => ({ code, name }));
      const county = counties.find(({ code }) => code === division)?.code;
      const { rows, next } = await platform.read(systemActor('place-names', platform.city), (tx) =>
        publicList(tx, {
          text,
          cursor,
          division: county,
          category: category in categories ? (category as Category) : undefined,
        }),
      );
      return html(
        pages.placeNamesPage({
          ...(await shellOf(context)),
          here: '/place-names',
          counties,
          categories,
          query: { text, category, division },
          rows,
          next,
        }),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/place-names/:id',
    permission: anyone,
    summary: '一条地名：读音、来历、某一天叫什么',
    params: z.object({ id: z.string().max(60) }),
    query: z.object({ on: z.string().max(10).optional() }),
    async handler(context) {
      const { context: platform } = context.platform;
      const { on } = context.query;
      const { id } = context.params;
      const card = Uuid.safeParse(id).success
        ? await platform.read(systemActor('place-names', platform.city), (tx) =>
            publicCard(tx, id, on && isPlainDate(on) ? on : undefined),
          )
        : null;
      if (!card) return missing(context, '没有这条地名，或者网址有误。');
      return html(pages.placeNamePage({ ...(await shellOf(context)), here: `/place-names/${id}`, card }));
    },
  }),
  route({
    method: 'GET',
    url: '/place-media/:id',
    permission: anyone,
    summary: '地名的照片、读音',
    params: z.object({ id: z.string().max(60) }),
    async handler(context) {
      const { platform } = context;
      const { id } = context.params;
      const reader = systemActor('place-names', platform.context.city);
      const file = Uuid.safeParse(id).success ? await platform.context.read(reader, (tx) => publishedFile(tx, id)) : null;
      const found = file && (await openPublished(platform.context, reader, openFileStore(platform.filesDir), file));
      return found ? attachment(found.mediaType, found.name, found.bytes) : missing(context, '没有这张照片、这段读音。');
    },
  }),
  route({
    method: 'GET',
    url: '/place-names/report',
    permission: anyone,
    summary: '路牌、门牌、界桩报错（不用登录）',
    handler: (context) => faultPage(context),
  }),
  route({
    method: 'POST',
    url: '/place-names/report',
    permission: anyone,
    summary: '路牌、门牌、界桩报错，可以附一张照片（不用脚本的表单）',
    perMinute: 6,
    plainForm: true,
    multipart: true,
    async handler(context) {
      if (!isSameOrigin(context.request)) return missing(context);
      const { typed, file } = await sentForm(context.request, NAMES);
      const values = Object.fromEntries(NAMES.map((name) => [name, typedText(typed[name])]));
      const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
      const form = parseInput(PublicFault.omit({ category: true }).extend({ requestId: RequestId }), {
        ...filled,
        requestId: typedText(typed.requestId),
      });
      if (!form.ok) return faultPage(context, { given: givenBack(form, values) });
      const photo = file?.ok ? photoOf(file.value) : file && fail('PHOTO_UNFIT');
      if (photo && !photo.ok)
        return faultPage(context, { given: { message: explain(photo).message, problems: { photo: '请换一张照片' }, values } });
      const done = await reportFault(
        context.platform.context,
        { ...form.value, category: 'place' },
        photo && { upload: photo.value, store: openFileStore(context.platform.filesDir) },
      );
      return done.ok
        ? faultPage(context, { received: done.value })
        : faultPage(context, { given: { message: explain(done).message, problems: {}, values } });
    },
  }),
];
