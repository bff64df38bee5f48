/** 家庭经济状况核对 over HTTP: the checking centre's lists, files and letters, and what is done to a check outside the flow. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import {
  AnswerItem,
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
import { RawAnswer, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { FenAmount, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { MAX_SHEET_BYTES, XLSX } from '../../../kernel/sheet/server.ts';
import { type AuxiliarySign, auxiliarySigns, type Spending } from './auxiliary.ts';
import {
  answerLetter,
  answersProgress,
  askFurther,
  changeableSources,
  objectionQueue,
  objectToReport,
  openQueries,
  readers,
  recheckVerification,
  recordSpending,
  retryVerification,
  sourceList,
  takeFile,
  turnToLetter,
  type VerificationSource,
  withdrawConsent,
  writeLetter,
} from './server.ts';

const ById = z.strictObject({ id: Uuid });
const Source = z.enum(Object.keys(sourceList) as [VerificationSource, ...VerificationSource[]]);
const checker = allow('verification-officer');
const watchers = allow('verification-officer', 'county-clerk', 'county-leader', 'city-clerk', 'sys-admin');
const Once = z.strictObject({ requestId: RequestId });

const spendingShape = Object.fromEntries(Object.keys(auxiliarySigns).map((sign) => [sign, FenAmount.optional()])) as Record<
  AuxiliarySign,
  z.ZodOptional<typeof FenAmount>
>;

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

const onCheck = [
  route({
    method: 'GET',
    url: '/api/cases/:id/verification/progress',
    permission: allow(...readers),
    summary: '核对查到哪一步：已答复几项，共查询几项',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => answersProgress(tx, params.id)),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/retry',
    permission: checker,
    summary: '重新查询没有反馈的来源',
    params: ById,
    body: Once,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'verification.retry', requestId: body.requestId, body: params }, (tx) =>
        retryVerification(tx, { caseId: params.id }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/object',
    permission: allow('resident', 'township-clerk'),
    summary: '对核对结果提出异议',
    params: ById,
    body: z.strictObject({ reason: z.string().trim().min(4, '请写明理由').max(500), requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'verification.object', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => objectToReport(tx, { caseId: params.id, reason: body.reason }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/recheck',
    permission: checker,
    summary: '复核',
    params: ById,
    body: Once,
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(actor, { action: 'verification.recheck', requestId: body.requestId, body: params }, (tx) =>
        recheckVerification(tx, { caseId: params.id }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/ask',
    permission: checker,
    summary: '增加查询来源，或者向外省核对机构协同查询',
    params: ById,
    body: z.strictObject({
      sources: z.array(Source).min(1, '请选择来源').max(20),
      members: z.array(z.string().max(40)).min(1, '请选择家人').max(30),
      addressee: z.string().trim().max(60).default(''),
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body: { requestId, ...body } }) =>
      platform.context.once(actor, { action: 'verification.ask', requestId, body: { ...params, ...body } }, (tx) =>
        askFurther(tx, { caseId: params.id, ...body }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/by-letter',
    permission: checker,
    summary: '没有反馈的来源改用信函查询',
    params: ById,
    body: z.strictObject({ source: Source, requestId: RequestId }),
    handler: ({ platform, actor, params, body }) =>
      platform.context.once(
        actor,
        { action: 'verification.by-letter', requestId: body.requestId, body: { ...params, ...body } },
        (tx) => turnToLetter(tx, { caseId: params.id, source: body.source }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/letter',
    permission: checker,
    summary: '制发协查函',
    params: ById,
    body: z.strictObject({ source: Source, addressee: z.string().trim().max(60).default(''), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...body } }) =>
      platform.context.once(actor, { action: 'verification.letter', requestId, body: { ...params, ...body } }, (tx) =>
        writeLetter(tx, { caseId: params.id, ...body }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/answer',
    permission: checker,
    summary: '登记复函（附扫描件）',
    params: ById,
    body: z.strictObject({
      queryId: Uuid,
      asOf: PlainDateText,
      items: z.array(AnswerItem).max(60).default([]),
      scan: Uuid,
      requestId: RequestId,
    }),
    handler: ({ platform, actor, params, body: { requestId, ...body } }) =>
      platform.context.once(actor, { action: 'verification.answer', requestId, body: { ...params, ...body } }, (tx) =>
        answerLetter(tx, { caseId: params.id, ...body }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/verification/auxiliary',
    permission: allow('township-clerk', 'county-clerk', 'verification-officer'),
    summary: '登记辅助评估：水电气、通信、择校、出境开支',
    params: ById,
    body: z.strictObject({ ...spendingShape, requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...spending } }) =>
      platform.context.once(actor, { action: 'verification.auxiliary', requestId, body: { ...params, ...spending } }, (tx) =>
        recordSpending(tx, { caseId: params.id, spending: spending as Spending }),
      ),
  }),
];

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
      return new RawAnswer(XLSX, sheet.value.body, {
        headers: {
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(sheet.value.name)}`,
          'x-content-type-options': 'nosniff',
          'cache-control': 'private, no-store',
        },
      });
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
    handler: ({ platform, actor, params }) =>
      platform.context.write(actor, (tx) => withdrawConsent(tx, { consentId: params.id })),
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

export const verificationRoutes: readonly RouteDefinition[] = [...onCheck, ...centre, ...demonstration];
