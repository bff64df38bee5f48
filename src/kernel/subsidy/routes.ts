/** A book of subsidies over HTTP: the same addresses under its own for every one. Who asks and reads, the book says; who checks, decides and looks again is the same everywhere. */
import { z } from 'zod';
import { allow, type Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { type RouteDefinition, route, stepOnce } from '../http/server.ts';
import type { Result } from '../result/index.ts';
import { RequestId } from '../schema/index.ts';
import { Approval, approveSubsidy, askSubsidy, Check, checkSubsidy } from './act.ts';
import { ClaimDecision, ClaimReceipt, decideClaim, endUse, Reclaim, receiveClaim, reclaim, UseEnded } from './claims.ts';
import type { Book } from './define.ts';
import { approvers, checkers, samplers } from './hands.ts';
import { approvePart, checkPart, PartApproval, PartCheck, Payment, paySubsidy } from './parts.ts';
import { Answer, answerReview, Correction, correctSubsidy, drawSample, Objection, objectTo } from './reviews.ts';
import { subsidyList, subsidySheet } from './views.ts';

const Filter = z.strictObject({
  state: z.string().max(40).optional(),
  scheme: z.string().max(40).optional(),
  q: z.string().trim().max(50).optional(),
});

export function subsidyRoutes(book: Book): RouteDefinition[] {
  const { url, zh, by } = book;
  const readers = [...by.read, ...by.ask.filter((one) => !by.read.includes(one))];
  const step = <S extends z.ZodRawShape>(
    what: string,
    of: {
      summary: string;
      by: readonly Performer[];
      shape: z.ZodObject<S>;
      work: (tx: Tx, book: Book, id: string, given: z.output<z.ZodObject<S>>) => Promise<Result<unknown>>;
    },
  ) =>
    stepOnce({
      url: `${url}/:id/${what}`,
      summary: `${zh}：${of.summary}`,
      by: of.by,
      shape: of.shape,
      work: (tx, id, given) => of.work(tx, book, id, given),
    });
  return [
    route({
      method: 'GET',
      url,
      permission: allow(...readers),
      summary: `${zh}：申请、核、公示、批准、拨付、追回`,
      query: Filter.extend({ cursor: z.string().max(120).optional() }),
      handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => subsidyList(tx, book, query)),
    }),
    route({
      method: 'GET',
      url: `${url}/export`,
      permission: allow(...readers),
      summary: `${zh}导出（XLSX）`,
      query: Filter,
      handler: ({ platform, actor, query }) => platform.context.read(actor, (tx) => subsidySheet(tx, book, query)),
    }),
    ...book.schemes.map((scheme) =>
      route({
        method: 'POST',
        url: `${url}${scheme.ask.path}`,
        permission: allow(...by.ask),
        summary: `${zh}：${scheme.ask.zh}`,
        body: z.strictObject({ ...scheme.ask.form.shape, requestId: RequestId }),
        handler({ platform, actor, body }) {
          const { requestId, ...given } = body as { requestId: string };
          return platform.context.once(actor, { action: `subsidy.${scheme.key}`, requestId, body: given }, (tx) =>
            askSubsidy(tx, scheme, given),
          );
        },
      }),
    ),
    route({
      method: 'POST',
      url: `${url}/sample`,
      permission: allow(...samplers),
      summary: `${zh}：市级抽查，随机抽`,
      body: z.strictObject({ requestId: RequestId }),
      handler: ({ platform, actor, body: { requestId } }) =>
        platform.context.once(actor, { action: 'subsidy.sample', requestId, body: { url } }, (tx) => drawSample(tx, book)),
    }),
    step('check', { summary: '核', by: checkers, shape: Check, work: checkSubsidy }),
    step('objection', { summary: '登记公示异议', by: checkers, shape: Objection, work: objectTo }),
    step('correction', { summary: '退回重核', by: checkers, shape: Correction, work: correctSubsidy }),
    step('answer', { summary: '登记异议、抽查的结果', by: [...approvers, ...samplers], shape: Answer, work: answerReview }),
    step('approval', { summary: '批准', by: approvers, shape: Approval, work: approveSubsidy }),
    step('payment', { summary: '登记拨付', by: checkers, shape: Payment, work: paySubsidy }),
    ...(book.schemes.some(({ parts }) => parts)
      ? [
          step('part-check', { summary: '核一期', by: checkers, shape: PartCheck, work: checkPart }),
          step('part-approval', { summary: '批准一期', by: approvers, shape: PartApproval, work: approvePart }),
        ]
      : []),
    ...(book.schemes.some(({ use }) => use)
      ? [step('end', { summary: '登记停止使用', by: checkers, shape: UseEnded, work: endUse })]
      : [step('reclaim', { summary: '提出追回', by: checkers, shape: Reclaim, work: reclaim })]),
    step('claim-decision', { summary: '定追回', by: approvers, shape: ClaimDecision, work: decideClaim }),
    step('receipts', { summary: '登记退回', by: checkers, shape: ClaimReceipt, work: receiveClaim }),
  ];
}
