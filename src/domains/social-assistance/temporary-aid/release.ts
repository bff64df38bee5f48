/** Later stages of approved aid: released after a check, or stopped. The same in every flow that has them. */
import { z } from 'zod';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';
import { handler } from '../../../kernel/service/server.ts';
import { Reason } from '../procedure/index.ts';
import { cancelPending, pendingStages, releaseNext, stagesOf } from './stages.ts';
import { recordGrant } from './store.ts';

/** `after`: the state once no stage waits any more; left out, the case stays where it is. */
export function stageHandlers<State extends string>(after?: State) {
  const offered = async (tx: Parameters<typeof stagesOf>[0], kase: { id: string }) =>
    pendingStages(await stagesOf(tx, kase.id)).length > 0;
  const Check = z.strictObject({
    check: z.string().trim().min(4, '请写明核查情况').max(500).meta({ label: '核查情况', widget: 'textarea' }),
  });
  const releaseStage = handler<typeof Check, State>({
    input: Check,
    offered,
    async run(tx, kase, input) {
      const waiting = pendingStages(await stagesOf(tx, kase.id));
      if (waiting.length === 0) return fail('NOT_FOUND');
      const decision = (await decisionsOfCase(tx, kase.id)).findLast((d) => d.kind === 'final');
      const released = await releaseNext(tx, kase, {
        decisionId: decision?.id ?? null,
        parameterIds: decision?.decision.parameters.map((p) => p.rowId) ?? [],
      });
      if (!released.ok) return released;
      const recorded = await recordGrant(tx, kase.id, { countyFen: waiting[0]!.amountFen });
      if (!recorded.ok) return recorded;
      const last = waiting.length === 1;
      return ok({ to: last && after ? after : (kase.state as State), opinion: `第${waiting[0]!.no}阶段：${input.check}` });
    },
  });
  const Stop = z.strictObject({ reason: Reason });
  const cancelStages = handler<typeof Stop, State>({
    input: Stop,
    offered,
    async run(tx, kase, input) {
      if ((await cancelPending(tx, kase.id)) === 0) return fail('NOT_FOUND');
      return ok({ to: after ?? (kase.state as State), opinion: input.reason });
    },
  });
  return { releaseStage, cancelStages };
}
