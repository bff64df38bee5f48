/** Later stages of approved aid: released after a check, or stopped. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { Reason } from '../procedure/index.ts';
import { cancelPending, pendingStages, releaseNext, stagesOf } from './stages.ts';
import { recordGrant } from './store.ts';

export const StageCheck = z.strictObject({
  check: z.string().trim().min(4, '请写明核查情况').max(500).meta({ label: '核查情况', widget: 'textarea' }),
});
export const StageStop = z.strictObject({ reason: Reason });

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

/** Stages that wait are not paid any more. */
export const stopStagesOf = async (tx: Tx, kase: Case): Promise<Result<null, 'NOT_FOUND'>> =>
  (await cancelPending(tx, kase.id)) > 0 ? ok(null) : fail('NOT_FOUND');
