/** Later stages of approved aid: released after a check, or stopped. */

import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { sentence } from '../../../kernel/document/index.ts';
import { decisionsOfCase, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen } from '../../../kernel/schema/index.ts';
import { type Case, Reason, tellApplicant } from '../../../kernel/service/server.ts';
import { townshipOf } from '../family/places.ts';
import { telephone } from '../procedure/index.ts';
import { aidDocuments, stageStopLetter } from './documents.ts';
import { applicationOf, contactOf, issue, reconsiderationBody } from './letters.ts';
import { cancelPending, pendingStages, releaseNext, stagesOf } from './stages.ts';
import { recordGrant } from './store.ts';

export const StageCheck = z.strictObject({
  check: z.string().trim().min(4, '请写明核查情况').max(500).meta({ label: '核查情况', widget: 'textarea' }),
});
/** 《社会救助法》第四十八条: nothing that was promised is stopped before the household was heard. */
export const StageStop = z.strictObject({
  reason: Reason,
  heard: choice({ visit: '上门听取', phone: '电话听取', office: '到办公地点听取' }).meta({ label: '怎样听取意见' }),
  statement: z
    .string()
    .trim()
    .min(2, '请写明家庭的意见，没有意见的写“没有意见”')
    .max(500)
    .meta({ label: '家庭的意见', widget: 'textarea' }),
});

export const stagesWait = async (tx: Tx, kase: Pick<Case, 'id'>): Promise<boolean> =>
  pendingStages(await stagesOf(tx, kase.id)).length > 0;

/** Releases the stage that waits first. `last`: no other waits behind it. */
export async function releaseStageOf(tx: Tx, kase: Case, check: string): Promise<Result<{ last: boolean; opinion: string }>> {
  const waiting = pendingStages(await stagesOf(tx, kase.id));
  const [next] = waiting;
  if (!next) return fail('NOT_FOUND');
  const decision = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === 'final');
  const released = await releaseNext(tx, kase, {
    decisionId: decision?.id ?? null,
    parameterIds: decision?.decision.parameters.map((p) => p.rowId) ?? [],
  });
  if (!released.ok) return released;
  const recorded = await recordGrant(tx, kase.id, { countyFen: next.amountFen });
  if (!recorded.ok) return recorded;
  return ok({ last: waiting.length === 1, opinion: `第${next.no}阶段：${check}` });
}

/** Stages that wait are not paid any more: in writing, with what the family said and how it can appeal. */
export async function stopStagesOf(tx: Tx, kase: Case, given: z.infer<typeof StageStop>): Promise<Result<{ opinion: string }>> {
  const all = await stagesOf(tx, kase.id);
  const waiting = pendingStages(all);
  if (waiting.length === 0) return fail('NOT_FOUND');
  await cancelPending(tx, kase.id);
  const sum = (stages: typeof all): Fen => stages.reduce((total, s) => total + s.amountFen, 0);
  const stoppedFen = sum(waiting);
  const letter = await issue(tx, kase, {
    kind: aidDocuments.stageStop,
    at: 'township',
    letter: stageStopLetter({
      application: applicationOf(kase),
      paidFen: sum(all.filter((s) => s.releasedAt !== null)),
      stoppedFen,
      reason: sentence(given.reason),
      statement: sentence(given.statement),
      contact: contactOf(tx, townshipOf(kase)),
      reconsiderationBody: reconsiderationBody(tx, kase),
    }),
  });
  if (!letter.ok) return letter;
  await tellApplicant(tx, kase, 'aid.stages-stopped', {
    amount: yuanDigits(stoppedFen),
    reason: given.reason,
    tel: telephone(tx, kase),
  });
  return ok({ opinion: `${given.reason}；听取意见：${given.statement}` });
}
