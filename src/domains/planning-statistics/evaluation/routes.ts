/** 规划评估 over HTTP. */
import { z } from 'zod';
import { allow } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { openFileStore, openShownFile } from '../../../kernel/document/server.ts';
import { attachment, type RouteDefinition, route } from '../../../kernel/http/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, RequestId, Uuid } from '../../../kernel/schema/index.ts';
import { shownToEvaluator } from './proofs.ts';
import { declare, remeasure, sampleRows, settle } from './remeasure.ts';
import { approve, publish, report } from './report.ts';
import { adopt, draft, evaluateSelf, withdraw } from './scheme.ts';
import { type Evaluation, lockEvaluation, readEvaluation } from './store.ts';
import { type EvaluationState, evaluationReaders, evaluationStates, evaluator } from './terms.ts';
import { evaluationFile, evaluations } from './views.ts';

const readers = allow(...evaluationReaders);
const ById = z.strictObject({ id: Uuid });
const Indicator = z.string().regex(/^[A-Za-z0-9-]{3,40}$/);

/** Under the lock of the evaluation, in the state that the step needs. */
async function within<T>(
  tx: Tx,
  of: { id: string; state: EvaluationState; edit?: number },
  work: (evaluation: Evaluation) => Promise<Result<T>>,
): Promise<Result<T | { id: string }>> {
  const evaluation = await lockEvaluation(tx, of.id);
  if (!evaluation) return fail('NOT_FOUND');
  if (evaluation.state !== of.state) return fail('EVALUATION_STATE', { state: evaluationStates[evaluation.state] });
  if (of.edit !== undefined && evaluation.edit !== of.edit) return fail('EVALUATION_CHANGED');
  const done = await work(evaluation);
  return done.ok ? ok(done.value ?? { id: of.id }) : done;
}

/** A county may read the evaluation, not lock it: its own sheet is what it changes. */
async function self(tx: Tx, of: { id: string; selfId: string; input: unknown }): Promise<Result<{ id: string }>> {
  const evaluation = await readEvaluation(tx, of.id);
  if (!evaluation) return fail('NOT_FOUND');
  if (evaluation.state !== 'open') return fail('EVALUATION_STATE', { state: evaluationStates[evaluation.state] });
  const done = await evaluateSelf(tx, { evaluation, selfId: of.selfId, input: of.input });
  return done.ok ? ok({ id: of.id }) : done;
}

/** One step of the whole, by whom it is, as it was when the form was opened. */
const step = (of: {
  action: string;
  by: Parameters<typeof allow>;
  summary: string;
  from: EvaluationState;
  work: (tx: Tx, evaluation: Evaluation, input: unknown) => Promise<Result<null>>;
}): RouteDefinition =>
  route({
    method: 'POST',
    url: `/api/plan-evaluations/:id/${of.action}`,
    permission: allow(...of.by),
    summary: of.summary,
    params: ById,
    body: z.looseObject({ edit: z.int().min(1), requestId: RequestId }),
    handler: ({ platform, actor, params: { id }, body: { requestId, edit, ...input } }) =>
      platform.context.once(actor, { action: `plan-evaluation.${of.action}`, requestId, body: { id, edit, ...input } }, (tx) =>
        within(tx, { id, state: of.from, edit }, (evaluation) => of.work(tx, evaluation, input)),
      ),
  });

export const evaluationRoutes: readonly RouteDefinition[] = [
  route({
    method: 'GET',
    url: '/api/plan-evaluations/:id/selves/:selfId/files/:fileId',
    permission: allow(evaluator),
    summary: '第三方看自评的佐证（留痕）',
    params: z.strictObject({ id: Uuid, selfId: Uuid, fileId: Uuid }),
    async handler({ platform, actor, params }) {
      const file = await openShownFile(platform.context, actor, openFileStore(platform.filesDir), {
        id: params.fileId,
        shown: (tx) => shownToEvaluator(tx, params),
      });
      return file.ok ? attachment(file.value.mediaType, file.value.name, file.value.bytes) : file;
    },
  }),
  route({
    method: 'GET',
    url: '/api/plan-evaluations',
    permission: readers,
    summary: '规划评估清单',
    handler: ({ platform, actor }) => platform.context.read(actor, evaluations),
  }),
  route({
    method: 'POST',
    url: '/api/plan-evaluations',
    permission: allow('city-clerk'),
    summary: '起草评估方案',
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-evaluation.draft', requestId, body: input }, (tx) => draft(tx, input)),
  }),
  route({
    method: 'GET',
    url: '/api/plan-evaluations/:id',
    permission: readers,
    summary: '一次评估：自评、复测、公众评价、报告',
    params: ById,
    handler: ({ platform, actor, params }) => platform.context.read(actor, (tx) => evaluationFile(tx, params.id)),
  }),
  step({ action: 'adopt', by: ['city-leader'], summary: '批准评估方案', from: 'draft', work: (tx, e) => adopt(tx, e) }),
  step({ action: 'withdraw', by: ['city-clerk'], summary: '撤回评估草案', from: 'draft', work: (tx, e) => withdraw(tx, e) }),
  step({ action: 'declare', by: [evaluator], summary: '第三方声明独立性', from: 'open', work: declare }),
  step({ action: 'report', by: ['city-clerk'], summary: '评估报告成稿', from: 'open', work: report }),
  step({ action: 'approve', by: ['city-leader'], summary: '审定评估报告', from: 'reported', work: (tx, e) => approve(tx, e) }),
  step({ action: 'publish', by: ['city-leader'], summary: '公布评估结果', from: 'approved', work: (tx, e) => publish(tx, e) }),
  route({
    method: 'POST',
    url: '/api/plan-evaluations/:id/selves/:selfId',
    permission: allow('county-clerk', 'city-clerk'),
    summary: '交自评',
    params: z.strictObject({ id: Uuid, selfId: Uuid }),
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-evaluation.self', requestId, body: { ...params, ...input } }, (tx) =>
        self(tx, { ...params, input }),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-evaluations/:id/measures',
    permission: allow(evaluator),
    summary: '录入复测',
    params: ById,
    body: z.looseObject({ indicator: Indicator, division: Division, requestId: RequestId }),
    handler: ({ platform, actor, params: { id }, body: { requestId, indicator, division, ...input } }) =>
      platform.context.once(
        actor,
        { action: 'plan-evaluation.measure', requestId, body: { id, indicator, division, ...input } },
        (tx) => within(tx, { id, state: 'open' }, (evaluation) => remeasure(tx, { evaluation, indicator, division, input })),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/plan-evaluations/:id/measures/:measureId',
    permission: allow('city-clerk'),
    summary: '复核相差较大的复测',
    params: z.strictObject({ id: Uuid, measureId: Uuid }),
    body: z.looseObject({ requestId: RequestId }),
    handler: ({ platform, actor, params, body: { requestId, ...input } }) =>
      platform.context.once(actor, { action: 'plan-evaluation.settle', requestId, body: { ...params, ...input } }, (tx) =>
        within(tx, { id: params.id, state: 'open' }, (evaluation) =>
          settle(tx, { evaluation, measureId: params.measureId, input }),
        ),
      ),
  }),
  route({
    method: 'GET',
    url: '/api/plan-evaluations/:id/rows',
    permission: allow(evaluator),
    summary: '第三方看平台数的是哪些记录（不写全名，留痕）',
    params: ById,
    query: z.strictObject({ indicator: Indicator, division: Division, cursor: z.string().max(80).optional() }),
    handler: ({ platform, actor, params, query }) =>
      platform.context.write(actor, async (tx) => {
        const evaluation = await readEvaluation(tx, params.id);
        return evaluation ? sampleRows(tx, { evaluation, ...query }) : fail('NOT_FOUND');
      }),
  }),
];
