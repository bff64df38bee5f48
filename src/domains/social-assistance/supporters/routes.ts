/** 户外义务人 over HTTP: named and disposed of by the township, agreed to by the person, asked and reported by the checking centre. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { AnswerItem } from '../../../kernel/exchange/index.ts';
import { type RouteDefinition, route } from '../../../kernel/http/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { choice, FileRef, PlainDateText, RequestId, ResidentId, Uuid } from '../../../kernel/schema/index.ts';
import { dispositions } from '../family/terms.ts';
import { allSources, type VerificationSource } from '../verification/sources.ts';
import {
  agreeToSupportCheck,
  declineSupportCheck,
  disposeSupporter,
  dropSupporter,
  nameSupporter,
  reportSupporter,
} from './actions.ts';
import { answerSupporterLetter, askSupporter, writeSupporterLetter } from './asking.ts';
import { supportRelations } from './terms.ts';
import { mySupportRequests, supportersToDo } from './views.ts';

const Source = z.enum(allSources as [VerificationSource, ...VerificationSource[]]);
const ById = z.strictObject({ id: Uuid });
const checker = allow('verification-officer');
const township = allow('township-clerk');
const Empty = z.strictObject({ requestId: RequestId });
const Signed = z.strictObject({ signature: FileRef, requestId: RequestId });

/** One step on a supporter, sent twice once. */
const step = <B extends z.ZodObject<{ requestId: typeof RequestId }>>(of: {
  url: string;
  permission: ReturnType<typeof allow>;
  summary: string;
  body: B;
  run: (tx: Tx, given: { id: string } & Omit<z.infer<B>, 'requestId'>) => Promise<Result<unknown>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: of.url,
    permission: of.permission,
    summary: of.summary,
    params: ById,
    body: of.body,
    handler: ({ platform, actor, params, body }) => {
      const { requestId, ...given } = body as { requestId: string } & Omit<z.infer<B>, 'requestId'>;
      const all = { ...given, id: params.id } as { id: string } & Omit<z.infer<B>, 'requestId'>;
      return platform.context.once(actor, { action: of.url, requestId, body: all }, (tx) => of.run(tx, all));
    },
  });

export const supporterRoutes: readonly RouteDefinition[] = [
  step({
    url: '/api/cases/:id/supporters',
    permission: township,
    summary: '列出户外义务人，请本人授权核对',
    body: z.strictObject({
      rows: z.array(z.int().min(0).max(29)).max(30).default([]),
      relation: choice(supportRelations),
      name: z.string().trim().min(1, '请填写姓名').max(50),
      idNumber: ResidentId.optional(),
      requestId: RequestId,
    }),
    run: (tx, { id, ...given }) => nameSupporter(tx, { caseId: id, ...given }),
  }),
  step({
    url: '/api/supporters/:id/drop',
    permission: township,
    summary: '撤下填错的户外义务人',
    body: Empty,
    run: dropSupporter,
  }),
  step({
    url: '/api/supporters/:id/paper-consent',
    permission: township,
    summary: '登记户外义务人的书面授权（附扫描件）',
    body: Signed,
    run: agreeToSupportCheck,
  }),
  step({
    url: '/api/supporters/:id/paper-refusal',
    permission: township,
    summary: '登记户外义务人不同意核对',
    body: Empty,
    run: declineSupportCheck,
  }),
  step({
    url: '/api/supporters/:id/ask',
    permission: checker,
    summary: '查询户外义务人（没有本人授权的不予查询，并记录）；写明外省核对机构的，同时发函',
    body: z.strictObject({ addressee: z.string().trim().min(4, '请写明外省核对机构').max(60).optional(), requestId: RequestId }),
    run: (tx, { id, addressee }) => askSupporter(tx, { id, ...(addressee ? { addressee } : {}) }),
  }),
  step({
    url: '/api/supporters/:id/letter',
    permission: checker,
    summary: '制发核对户外义务人的协查函',
    body: z.strictObject({ source: Source, addressee: z.string().trim().max(60).default(''), requestId: RequestId }),
    run: writeSupporterLetter,
  }),
  step({
    url: '/api/supporters/:id/answer',
    permission: checker,
    summary: '登记户外义务人的复函（附扫描件）',
    body: z.strictObject({
      queryId: Uuid,
      asOf: PlainDateText,
      items: z.array(AnswerItem).max(60).default([]),
      scan: FileRef,
      requestId: RequestId,
    }),
    run: answerSupporterLetter,
  }),
  step({
    url: '/api/supporters/:id/report',
    permission: checker,
    summary: '出具户外义务人核对结果',
    body: z.strictObject({ proceedReason: z.string().trim().max(500).default(''), requestId: RequestId }),
    run: reportSupporter,
  }),
  step({
    url: '/api/supporters/:id/dispose',
    permission: township,
    summary: '处置户外义务人的差异',
    body: z.strictObject({
      disposition: choice(dispositions),
      reason: z.string().trim().min(4, '请写明理由').max(500),
      requestId: RequestId,
    }),
    run: disposeSupporter,
  }),
  route({
    method: 'GET',
    url: '/api/supporters/to-do',
    permission: checker,
    summary: '已授权、等查询或等结果的户外义务人（留痕）',
    query: z.object({ cursor: z.string().max(120).optional() }),
    handler: ({ platform, actor, query }) => platform.context.write(actor, (tx) => supportersToDo(tx, query.cursor)),
  }),
  route({
    method: 'GET',
    url: '/api/my/support-requests',
    permission: allow('resident'),
    summary: '请我授权的核对',
    handler: ({ platform, actor }) => platform.context.read(actor, async (tx) => ({ rows: await mySupportRequests(tx) })),
  }),
  step({
    url: '/api/my/support-requests/:id/agree',
    permission: allow('resident'),
    summary: '授权核对（在手机上签名）',
    body: Signed,
    run: agreeToSupportCheck,
  }),
  step({
    url: '/api/my/support-requests/:id/decline',
    permission: allow('resident'),
    summary: '不同意核对',
    body: Empty,
    run: declineSupportCheck,
  }),
];
