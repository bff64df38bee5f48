/** 家庭经济状况核对 over HTTP: the checking centre's lists, files and letters; what is done to one check stands in `check-routes.ts`. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import {
  batchesMade,
  batchSheet,
  departmentModes,
  getBatch,
  makeBatch,
  readAnswerFile,
  scenarios,
  setScenario,
  setSourceWay,
  sourceHealth,
  sourceWays,
} from '../../../kernel/exchange/server.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { MAX_SHEET_BYTES, XLSX } from '../../../kernel/sheet/server.ts';
import { checkRoutes } from './check-routes.ts';
import {
  changeableSources,
  objectionQueue,
  openQueries,
  sourceList,
  takeFile,
  type VerificationSource,
  withdrawOwnConsent,
} from './server.ts';

const ById = z.strictObject({ id: Uuid });
const Source = z.enum(Object.keys(sourceList) as [VerificationSource, ...VerificationSource[]]);
const checker = allow('verification-officer');
const watchers = allow('verification-officer', 'county-clerk', 'county-leader', 'city-clerk', 'sys-admin');

/** The whole file, to the bound; null when it is larger. */
async function receive(source: AsyncIterable<Uint8Array>): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size <= MAX_SHEET_BYTES) chunks.push(chunk);
  }
  return size > MAX_SHEET_BYTES ? null : Buffer.concat(chunks);
}

const centre = [
  route({
    method: 'GET',
    url: '/api/verification/sources',
    permission: watchers,
    summary: '各数据来源的答复方式和状况',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await sourceHealth(tx, sourceList) })),
  }),
  route({
    method: 'POST',
    url: '/api/verification/sources',
    // It holds for the whole city: an officer of one county must not turn a source off for the others.
    permission: allow('sys-admin'),
    summary: '设定来源的答复方式（全市一样）：接口、文件、信函、暂不查询',
    body: z.strictObject({
      source: Source,
      way: z.enum(Object.keys(sourceWays) as [keyof typeof sourceWays, ...(keyof typeof sourceWays)[]]),
    }),
    handler: ({ platform, actor, body }) => platform.context.write(actor, (tx) => setSourceWay(tx, sourceList, body)),
  }),
  route({
    method: 'GET',
    url: '/api/verification/queries',
    permission: allow('verification-officer', 'county-clerk', 'county-leader'),
    summary: '没有反馈的查询，先问的在前（留痕）',
    query: z.object({ source: Source.optional(), cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, (tx) =>
        openQueries(tx, {
          ...(query.source ? { source: query.source } : {}),
          ...(query.cursor ? { cursor: query.cursor } : {}),
        }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/verification/objections',
    permission: allow('verification-officer', 'county-clerk', 'county-leader'),
    summary: '对核对结果的异议，先到期的在前（留痕）',
    handler: ({ platform, actor }) => platform.context.write(actor, async (tx) => ({ rows: await objectionQueue(tx) })),
  }),
  route({
    method: 'GET',
    url: '/api/verification/batches',
    permission: checker,
    summary: '批量查询文件',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => batchesMade(tx, query.cursor)),
  }),
  route({
    method: 'POST',
    url: '/api/verification/batches',
    permission: checker,
    summary: '把等着的查询做成一个文件',
    body: z.strictObject({ source: Source, requestId: RequestId }),
    handler: ({ platform, actor, body }) =>
      platform.context.once(actor, { action: 'verification.batch', requestId: body.requestId, body }, (tx) =>
        makeBatch(tx, { source: body.source, owner: sourceList[body.source].owner }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/verification/batches/:id/file',
    permission: checker,
    summary: '下载查询文件（留痕）',
    perMinute: 20,
    params: ById,
    async handler({ platform, actor, params }) {
      const sheet = await platform.context.write(actor, async (tx) => {
        const batch = await getBatch(tx, params.id);
        return batch
          ? batchSheet(tx, { id: batch.id, definition: sourceList[batch.source as VerificationSource] })
          : fail('NOT_FOUND');
      });
      if (!sheet.ok) return sheet;
      return attachment(XLSX, sheet.value.name, sheet.value.body);
    },
  }),
  route({
    method: 'POST',
    url: '/api/verification/batches/:id/answers',
    permission: checker,
    summary: '上传回文：逐行答复，对的一起登记',
    multipart: true,
    bodyLimit: MAX_SHEET_BYTES + 64 * 1024,
    perMinute: 20,
    params: ById,
    async handler({ platform, actor, params, request }) {
      const batch = await platform.context.read(actor, (tx) => getBatch(tx, params.id));
      if (!batch) return fail('NOT_FOUND');
      const part = await request.file({ throwFileSizeLimit: false, limits: { fileSize: MAX_SHEET_BYTES + 1 } });
      const bytes = part ? await receive(part.file) : null;
      if (!bytes) return fail('BATCH_FILE', { reason: part ? '文件太大' : '没有收到文件' });
      const read = await readAnswerFile(bytes, sourceList[batch.source as VerificationSource]);
      return read.ok ? platform.context.write(actor, (tx) => takeFile(tx, { id: batch.id, ...read.value })) : read;
    },
  }),
  route({
    method: 'POST',
    url: '/api/consents/:id/withdraw',
    permission: allow('resident'),
    summary: '撤回授权',
    params: ById,
    handler: ({ platform, actor, params }) => withdrawOwnConsent(platform.context, actor, { consentId: params.id }),
  }),
];

const demonstration = [
  route({
    method: 'GET',
    url: '/api/demo/departments',
    permission: allow('verification-officer', 'sys-admin'),
    summary: '演示：各部门的表现',
    handler: ({ platform, actor }) =>
      platform.context.read(actor, async (tx) => ({ rows: await scenarios(tx), changeable: changeableSources })),
  }),
  route({
    method: 'POST',
    url: '/api/demo/departments',
    permission: allow('verification-officer', 'sys-admin'),
    summary: '演示：让部门变慢、出错、停机',
    body: z.strictObject({
      source: z.enum(changeableSources as [VerificationSource, ...VerificationSource[]]),
      mode: z.enum(Object.keys(departmentModes) as [string, ...string[]]),
      delayMs: z.int().min(0).max(60_000).optional(),
    }),
    handler: ({ platform, actor, body }) =>
      platform.mode !== 'demonstration'
        ? Promise.resolve(fail('DEMONSTRATION_ONLY'))
        : platform.context.write(actor, async (tx) => {
            await setScenario(tx, body as Parameters<typeof setScenario>[1]);
            return ok({});
          }),
  }),
];

export const verificationRoutes: readonly RouteDefinition[] = [...checkRoutes, ...centre, ...demonstration];
