/** 统计报表 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { Division, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { XLSX } from '../../../kernel/sheet/server.ts';
import { type Act, act } from './act.ts';
import { askedView } from './asked.ts';
import { openCell, openKept } from './count.ts';
import { CellKey } from './definition.ts';
import { fillFromFile, reportFile } from './file.ts';
import { contentOf, keepFile, keptFile, keptFiles, noteOutcome } from './kept-file.ts';
import { urge } from './open.ts';
import { PERIOD } from './period.ts';
import { askRevision, decideRevision } from './revision.ts';
import { save, Texts } from './save.ts';
import { atOf, isAction, locate } from './steps.ts';
import { findSubmission, submissionVersion } from './store.ts';
import { clerks, openStates, statisticsReaders, workers } from './terms.ts';
import { overview, sheetView } from './views.ts';

const readers = allow(...statisticsReaders);

const At = z.strictObject({
  form: z.string().min(2).max(20),
  period: z.string().regex(PERIOD, '期别写成2026-08、2026-Q2、2026-H1或2026'),
  unit: Division,
});
const Version = z.coerce.number().int().min(1).max(999).optional();

export const statisticsRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/statistics/asked',
    permission: allow('county-clerk', 'county-leader', 'city-clerk', 'city-leader'),
    summary: '减负监测：要乡镇填的表，按谁要的、按月',
    handler: ({ platform, actor }) => platform.context.read(actor, askedView),
  }),
  route({
    method: 'GET',
    url: '/api/statistics',
    permission: readers,
    summary: '统计报表：各期、期限、本单位和下级报送到哪一步',
    handler: ({ platform, actor }) => platform.context.read(actor, overview),
  }),
  route({
    method: 'GET',
    url: '/api/statistics/sheet',
    permission: readers,
    summary: '一个单位一期的报表：填报数、平台数、审核结果、经过',
    query: At.extend({ version: Version }),
    handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => sheetView(tx, query)),
  }),
  route({
    method: 'POST',
    url: '/api/statistics/sheet',
    permission: allow(...workers),
    summary: '保存填报的数和说明（草稿）；负责人改数不收，留痕',
    body: At.extend({ edit: z.int().min(0), typed: Texts, notes: Texts, requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'statistics.save', requestId, body: given }, (tx) => save(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/statistics/sheet/actions',
    permission: allow(...workers),
    summary: '报请签发、签发上报、审核、退回、锁定',
    body: At.extend({ action: z.string().max(20), edit: z.int().min(0), input: z.unknown(), requestId: RequestId }),
    async handler({ platform, actor, body: { requestId, ...given } }) {
      const { action } = given;
      if (!isAction(action)) return fail('NOT_FOUND');
      return platform.context.once(actor, { action: `statistics.${action}`, requestId, body: given }, (tx) =>
        act(tx, { ...given, action } satisfies Act),
      );
    },
  }),
  route({
    method: 'GET',
    url: '/api/statistics/rows',
    permission: readers,
    summary: '一格数的是哪些记录（留痕）；报送以后看的是报送时的',
    query: At.extend({ cell: CellKey, version: Version, cursor: z.string().max(80).optional() }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const found = await locate(tx, query);
        if (!found.ok) return found;
        const at = atOf(found.value);
        const row = query.version === undefined ? await findSubmission(tx, at) : await submissionVersion(tx, at, query.version);
        const opened =
          row && !openStates.includes(row.state)
            ? await openKept(tx, row.id, query.unit, query.cell, query.cursor)
            : await openCell(tx, found.value, query.cell, query.cursor);
        return opened ? ok(opened) : fail('STAT_CELL_UNKNOWN');
      }),
  }),
  route({
    method: 'POST',
    url: '/api/statistics/calls',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '催报（一个单位一天一次）',
    body: At.extend({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'statistics.urge', requestId, body: given }, (tx) => urge(tx, given)),
  }),
  route({
    method: 'POST',
    url: '/api/statistics/revisions',
    permission: allow(...Object.values(clerks)),
    summary: '锁定以后申请修订',
    body: At.extend({ input: z.unknown(), requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'statistics.revise', requestId, body: given }, (tx) =>
        askRevision(tx, { ...given, input: given.input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/statistics/revisions/:id',
    permission: allow('city-leader'),
    summary: '批准、不批准修订',
    params: z.strictObject({ id: Uuid }),
    body: z.strictObject({ decision: z.enum(['approve', 'refuse']), input: z.unknown(), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...given } }) =>
      platform.context.once(actor, { action: 'statistics.decide', requestId, body: { ...params, ...given } }, (tx) =>
        decideRevision(tx, { ...params, ...given, input: given.input }),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/statistics/sheet/file',
    permission: readers,
    summary: '一个单位一期的报表（.xlsx，照印出的格式）',
    query: At.extend({ version: Version }),
    handler: ({ platform, actor, query }) =>
      platform.context.write(actor, async (tx) => {
        const sheet = await sheetView(tx, query);
        if (!sheet.ok) return sheet;
        await recordAudit(tx, {
          action: 'statistics.file',
          subject: { kind: 'stat-form', id: query.form },
          division: query.unit,
          detail: { period: query.period, version: sheet.value.version },
        });
        const { name, body } = reportFile(sheet.value);
        return attachment(XLSX, name, body);
      }),
  }),
  route({
    method: 'POST',
    url: '/api/statistics/sheet/file',
    permission: allow(...Object.values(clerks)),
    summary: '从填好的表格（.xlsx、.csv）读进填报数和说明，存为草稿',
    query: At.extend({ edit: z.coerce.number().int().min(0), requestId: RequestId }),
    multipart: true,
    perMinute: 20,
    async handler({ platform, actor, query: { requestId, ...given }, request }) {
      const part = await request.file();
      const bytes = part ? await part.toBuffer() : Buffer.alloc(0);
      const kept = part ? await keepFile(platform, actor, { ...given, fileName: part.filename, bytes }) : null;
      const filled = await platform.context.once(
        actor,
        { action: 'statistics.file', requestId, body: { ...given, content: contentOf(bytes) } },
        (tx) => fillFromFile(tx, { ...given, bytes }),
      );
      if (kept) await noteOutcome(platform.context, actor, kept, filled);
      return filled;
    },
  }),
  route({
    method: 'GET',
    url: '/api/statistics/sheet/files',
    permission: readers,
    summary: '一张报表收到过的表格：原文件的SM3，读进来没有',
    query: At,
    handler: ({ platform, actor, query }) =>
      platform.context.read(actor, async (tx) => {
        const found = await locate(tx, query);
        return found.ok ? ok({ files: await keptFiles(tx, query) }) : found;
      }),
  }),
  route({
    method: 'GET',
    url: '/api/statistics/sheet/files/:id',
    permission: readers,
    summary: '收到的原文件，一个字节不差（留痕）',
    params: z.strictObject({ id: Uuid }),
    async handler({ platform, actor, params }) {
      const file = await keptFile(platform, actor, params.id);
      return file.ok ? attachment('application/octet-stream', file.value.name, file.value.bytes) : file;
    },
  }),
];
