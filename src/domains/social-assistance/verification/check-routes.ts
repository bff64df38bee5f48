/** What is done to the check of one case outside the flow: asked again, answered by letter, explained, disputed, looked into again. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import { AnswerItem } from '../../../kernel/exchange/server.ts';
import { route } from '../../../kernel/http/server.ts';
import { FenAmount, PlainDateText, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { type AuxiliarySign, auxiliarySigns, type Spending } from './auxiliary.ts';
import {
  answerLetter,
  answersProgress,
  askFurther,
  readers,
  recheckVerification,
  recordSpending,
  reportRecheck,
  retryVerification,
  sourceList,
  stateToReport,
  turnToLetter,
  type VerificationSource,
  writeLetter,
} from './server.ts';
import { StatementInput } from './statement.ts';

const ById = z.strictObject({ id: Uuid });
const Source = z.enum(Object.keys(sourceList) as [VerificationSource, ...VerificationSource[]]);
const checker = allow('verification-officer');
const Once = z.strictObject({ requestId: RequestId });

const spendingShape = Object.fromEntries(Object.keys(auxiliarySigns).map((sign) => [sign, FenAmount.optional()])) as Record<
  AuxiliarySign,
  z.ZodOptional<typeof FenAmount>
>;

export const checkRoutes = [
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
    url: '/api/cases/:id/verification/statement',
    permission: allow('resident', 'township-clerk'),
    summary: '对核对发现的差异作说明、补交材料，或者提出异议',
    params: ById,
    body: StatementInput.extend({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...said } }) =>
      platform.context.once(actor, { action: 'verification.statement', requestId, body: { ...params, ...said } }, (tx) =>
        stateToReport(tx, { caseId: params.id, ...said }),
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
    url: '/api/cases/:id/verification/recheck-report',
    permission: checker,
    summary: '复核后重新出具核对报告',
    params: ById,
    body: z.strictObject({ proceedReason: z.string().trim().max(500).optional(), requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, proceedReason } }) =>
      platform.context.once(
        actor,
        { action: 'verification.recheck-report', requestId, body: { ...params, proceedReason } },
        (tx) => reportRecheck(tx, { caseId: params.id, proceedReason }),
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
