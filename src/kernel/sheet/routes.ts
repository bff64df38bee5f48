/** 导入导出 over HTTP. */
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { allow, officers, partners } from '../access/index.ts';
import { attachment, type Platform, type RawAnswer, type RouteContext, type RouteDefinition, route } from '../http/server.ts';
import { fail, type Result } from '../result/index.ts';
import { formOf, Uuid } from '../schema/index.ts';
import { decideExport, downloadExport, exportKindsFor, exportRequests, requestExport } from './exports.ts';
import { importKindsFor } from './import-kinds.ts';
import { runImport } from './import-run.ts';
import type { SheetPlace } from './import-store.ts';
import { getImport, myImports, openImport, returnedSheet, stepImport, templateSheet } from './imports.ts';
import { MAX_SHEET_BYTES } from './read.ts';
import { XLSX } from './write.ts';

const workers = allow(...officers, ...partners);
const ById = z.strictObject({ id: Uuid });
const placeOf = (platform: Platform): SheetPlace => ({ context: platform.context, filesDir: platform.filesDir });

const download = (file: Result<{ name: string; body: Readable }>): RawAnswer | typeof file =>
  file.ok ? attachment(XLSX, file.value.name, file.value.body) : file;

/** Goes on by itself; the page asks how far it is. What breaks is logged and leaves the import to be taken up again. */
function run({ platform, actor, request }: Pick<RouteContext, 'platform' | 'actor' | 'request'>, id: string): void {
  void runImport(placeOf(platform), actor, id, (error) => request.log.error({ err: error }, 'import broke off'));
}

/** The whole file, to the bound. */
async function receive(source: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size <= MAX_SHEET_BYTES) chunks.push(chunk);
  }
  return size > MAX_SHEET_BYTES ? null : Buffer.concat(chunks);
}

export const sheetRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/sheets',
    permission: workers,
    summary: '导入导出：可办的种类、自己的导入、导出申请',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({
        imports: importKindsFor(actor).map(({ kind, title, help, columns }) => ({ kind, title, help, columns })),
        exports: exportKindsFor(actor).map(({ kind, title, filter }) => ({ kind, title, fields: formOf(filter()) })),
        mine: await myImports(tx),
        requests: await exportRequests(tx),
      })),
  }),
  route({
    method: 'GET',
    url: '/api/sheets/templates/:kind',
    permission: workers,
    summary: '导入模板',
    params: z.strictObject({ kind: z.string().max(60) }),
    handler: ({ actor, params }) => Promise.resolve(download(templateSheet(actor, params.kind))),
  }),
  route({
    method: 'POST',
    url: '/api/sheets/imports',
    permission: workers,
    summary: '上传表格（.xlsx，不超过50MB）并检查',
    multipart: true,
    bodyLimit: MAX_SHEET_BYTES + 64 * 1024,
    perMinute: 20,
    async handler(context) {
      const { platform, actor, request } = context;
      const part = await request.file({ throwFileSizeLimit: false, limits: { fileSize: MAX_SHEET_BYTES + 1 } });
      if (!part) return fail('SHEET_UNREADABLE', { reason: '没有收到文件' });
      const bytes = await receive(part.file);
      if (!bytes) return fail('SHEET_TOO_LARGE', { rows: 200_000, megabytes: MAX_SHEET_BYTES / 1024 / 1024 });
      const field = part.fields.kind;
      const kind = field && 'value' in field ? String(field.value) : '';
      const opened = await openImport(placeOf(platform), actor, { kind, fileName: part.filename, bytes });
      if (opened.ok) run(context, opened.value.id);
      return opened;
    },
  }),
  route({
    method: 'GET',
    url: '/api/sheets/imports/:id',
    permission: workers,
    summary: '一份导入的进展',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => getImport(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/sheets/imports/:id',
    permission: workers,
    summary: '导入正确的行、放弃，或接着办中断的',
    params: ById,
    body: z.strictObject({ step: z.enum(['apply', 'cancel', 'resume']) }),
    async handler(context) {
      const { platform, actor, params, body } = context;
      const stepped = await platform.context.write(actor, (tx) => stepImport(tx, params.id, body.step));
      if (stepped.ok && body.step !== 'cancel') run(context, params.id);
      return stepped;
    },
  }),
  route({
    method: 'GET',
    url: '/api/sheets/imports/:id/returned',
    permission: workers,
    summary: '下载退回的行（原样，旁边写明原因）',
    params: ById,
    handler: async ({ platform, actor, params }) => download(await returnedSheet(placeOf(platform), actor, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/sheets/exports',
    permission: workers,
    summary: '申请导出名单',
    body: z.strictObject({
      kind: z.string().max(60),
      filter: z.record(z.string().max(60), z.unknown()).default({}),
      purpose: z.string().max(200).default(''),
    }),
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => requestExport(tx, body)),
  }),
  route({
    method: 'POST',
    url: '/api/sheets/exports/:id/decision',
    permission: allow('county-leader', 'city-leader'),
    summary: '审批导出申请',
    params: ById,
    body: z.strictObject({ agree: z.boolean(), note: z.string().trim().max(200).default('') }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.write(actor, (tx) => decideExport(tx, { id: params.id, ...body })),
  }),
  route({
    method: 'GET',
    url: '/api/sheets/exports/:id/file',
    permission: workers,
    summary: '下载批准的名单（带水印，留痕）',
    perMinute: 20,
    params: ById,
    handler: async ({ platform, actor, params }) => download(await downloadExport(platform.context, actor, params.id)),
  }),
];
