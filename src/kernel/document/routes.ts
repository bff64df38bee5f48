/** Uploads and papers over HTTP. A file leaves as an attachment of the type that was found, never of the type that was claimed. */
import { z } from 'zod';
import { allow, anyone, officers } from '../access/index.ts';
import { attachment, type Platform, type RouteDefinition, route } from '../http/server.ts';
import { fail, ok } from '../result/index.ts';
import { blankForm, blankFormsOf } from './blank.ts';
import { isRecordingPaper, recordingTypes } from './index.ts';
import { checkDocument, documentsOf, openDocument } from './issue.ts';
import { renderBlank } from './pdf.ts';
import { type FileStore, openFileStore } from './store.ts';
import { openFile, receiveUpload, storeUpload } from './uploads.ts';

const usersOfFiles = allow('resident', ...officers);
/** Providers, institutions and those who inspect them hand in evidence, assessors what was signed on their screen, the emergency desk the photograph of whoever is lost; once it is bound, officers open it. */
const uploaders = allow(
  'resident',
  ...officers,
  'service-provider',
  'capacity-assessor',
  'home-care-manager',
  'enforcement-officer',
  'care-home-head',
  'care-home-nurse',
  'emergency-operator',
);
const ById = z.object({ id: z.uuid() });
const PAPER = /^[a-z0-9-]{1,60}$/;

const storeOf = (platform: Platform): FileStore => openFileStore(platform.filesDir);

export const documentRoutes: readonly RouteDefinition[] = [
  route({
    method: 'POST',
    url: '/api/files',
    permission: uploaders,
    summary: '上传材料（JPG、PNG、WebP、PDF，录音MP3、M4A，不超过20MB）',
    multipart: true,
    perMinute: 60,
    async handler({ platform, actor, request }) {
      const part = await request.file({ throwFileSizeLimit: false });
      if (!part) return fail('UPLOAD_UNFIT');
      const received = await receiveUpload(part.file, part.filename);
      // Read the rest, so that the answer reaches a sender who is still sending.
      part.file.resume();
      if (!received.ok) return received;
      if (part.file.truncated) return fail('UPLOAD_UNFIT');
      // The field must come before the file: only then is it known here.
      const field = part.fields.paper;
      const paper = field && 'value' in field ? String(field.value) : '';
      if (!PAPER.test(paper)) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'paper', message: '请说明这是哪一种材料' }]);
      // 声音只收在要录音的地方，别的材料不收声音
      if (received.value.mediaType in recordingTypes !== isRecordingPaper(paper))
        return fail(isRecordingPaper(paper) ? 'RECORDING_UNFIT' : 'UPLOAD_UNFIT');
      return ok(await storeUpload(platform.context, actor, storeOf(platform), { ...received.value, paper }));
    },
  }),
  route({
    method: 'GET',
    url: '/api/files/:id',
    permission: usersOfFiles,
    summary: '查看材料（留痕）',
    params: ById,
    async handler({ platform, actor, params }) {
      const file = await openFile(platform.context, actor, storeOf(platform), params.id);
      return file.ok ? attachment(file.value.mediaType, file.value.name, file.value.bytes) : file;
    },
  }),
  route({
    method: 'GET',
    url: '/api/persons/me/documents',
    permission: allow('resident'),
    summary: '我的文书：决定书、通知书',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => {
        if (!actor.personId) return fail('NOT_FOUND');
        return ok({ rows: await documentsOf(tx, { personId: actor.personId }), next: null });
      }),
  }),
  route({
    method: 'GET',
    url: '/api/documents/:id/pdf',
    permission: usersOfFiles,
    summary: '打开文书（PDF，留痕）',
    params: ById,
    async handler({ platform, actor, params }) {
      const printed = await openDocument(
        platform.context,
        actor,
        { store: storeOf(platform), publicUrl: platform.publicUrl },
        params.id,
      );
      return printed.ok ? attachment('application/pdf', printed.value.name, printed.value.bytes) : printed;
    },
  }),
  route({
    method: 'GET',
    url: '/api/forms',
    permission: anyone,
    summary: '一个事项的空白表格',
    query: z.object({ itemId: z.string().max(10) }),
    handler: async ({ query }) => ok({ rows: blankFormsOf(query.itemId) }),
  }),
  route({
    method: 'GET',
    url: '/api/forms/:key',
    permission: anyone,
    summary: '打印空白表格（PDF）：手写、签名以后拍照或扫描',
    perMinute: 60,
    params: z.object({ key: z.string().max(60) }),
    async handler({ platform, params }) {
      const form = blankForm(params.key);
      if (!form) return fail('NOT_FOUND');
      const { name: city } = platform.city;
      const on = platform.context.clock.today();
      const blocks = form.blocks({ today: on, city });
      const bytes = await renderBlank({ title: form.title, blocks, from: `${city}民政部门`, on });
      return attachment('application/pdf', `${form.title}.pdf`, bytes);
    },
  }),
  route({
    method: 'GET',
    url: '/api/documents/check/:code',
    permission: anyone,
    summary: '核验文书真伪（只显示文号、日期、名称、是否有效）',
    perMinute: 30,
    params: z.object({ code: z.string().max(60) }),
    async handler({ platform, params }) {
      const found = await checkDocument(platform.context, params.code);
      return found ? ok(found) : fail('NOT_FOUND');
    },
  }),
];
