/**
 * The county's part of aid: approved once, paid in at most so many stages, each released after a check (一次审批、分阶段救助). A stage is an
 * entitlement of one month, so that the payment kernel pays it once, by batch, bank and reconciliation.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { endEntitlement, grantEntitlement } from '../../../kernel/payment/server.ts';
import { wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type Fen, FenAmount } from '../../../kernel/schema/index.ts';
import { type Case, tellApplicant } from '../../../kernel/service/server.ts';
import { telephone } from '../procedure/index.ts';

export const Stages = z
  .array(
    z.strictObject({
      amountFen: FenAmount.meta({ label: '金额' }),
      purpose: z.string().trim().min(2, '请写明用途').max(100).meta({ label: '用途和发放条件' }),
    }),
  )
  .max(9)
  .default([])
  .meta({ label: '分阶段发放', help: '一次发完的不用填；填了的，第一阶段马上发，以后每阶段核查后发' });

export interface Stage {
  readonly no: number;
  readonly amountFen: Fen;
  readonly purpose: string;
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
  readonly cancelledOn: string | null;
}

export const stagesOf = (tx: Tx, caseId: string): Promise<Stage[]> =>
  tx.rows<Stage>(
    sql`select no, amount_fen, purpose, released_at, released_by, cancelled_on from temporary_aid_stage where case_id = ${caseId} order by no limit 20`,
  );

export const pendingStages = (stages: readonly Stage[]): Stage[] =>
  stages.filter((s) => s.releasedAt === null && s.cancelledOn === null);

interface Basis {
  readonly decisionId: string | null;
  readonly parameterIds: readonly string[];
}

/** Lays down the plan and releases its first stage. Stages given must come to the amount. */
export async function planStages(
  tx: Tx,
  kase: Case,
  given: { amountFen: Fen; stages: z.infer<typeof Stages> } & Basis,
): Promise<Result<null>> {
  const { amountFen } = given;
  const stages = given.stages.length > 0 ? given.stages : [{ amountFen, purpose: '一次发放' }];
  const most = await wholeParameter(tx, 'TA-STAGES', kase.division, tx.today);
  if (!most.ok) return most;
  if (stages.length > most.value)
    return fail('AID_STAGE_MANY', { most: most.value }, [{ path: 'stages', message: `最多${most.value}个阶段` }]);
  const sum = stages.reduce((all, s) => all + s.amountFen, 0);
  if (sum !== amountFen || stages.some((s) => s.amountFen <= 0))
    return fail('AID_STAGE_SUM', { sum: yuanDigits(sum), amount: yuanDigits(amountFen) }, [
      { path: 'stages', message: `各阶段合计应为${yuanDigits(amountFen)}元` },
    ]);
  const known = (await stagesOf(tx, kase.id)).length;
  for (const [i, stage] of stages.entries())
    await tx.run(sql`insert into temporary_aid_stage (case_id, no, division, person_id, amount_fen, purpose)
      values (${kase.id}, ${known + i + 1}, ${kase.division}, ${kase.applicantPersonId}, ${stage.amountFen}, ${stage.purpose})`);
  return releaseNext(tx, kase, given);
}

/** Releases the first stage that waits. */
export async function releaseNext(tx: Tx, kase: Case, basis: Basis): Promise<Result<null>> {
  const [stage] = pendingStages(await stagesOf(tx, kase.id));
  if (!stage) return fail('NOT_FOUND');
  const month = monthOf(tx.today);
  const granted = await grantEntitlement(tx, {
    programme: 'temporary-aid',
    exclusiveGroups: [],
    householdId: null,
    personId: kase.applicantPersonId,
    division: kase.division,
    memberIds: [kase.applicantPersonId],
    fromMonth: month,
    amountFen: stage.amountFen,
    breakdown: [],
    decisionId: basis.decisionId,
    parameterIds: basis.parameterIds,
    cause: `${kase.id}:${stage.no}`,
  });
  if (!granted.ok) return granted;
  const ended = await endEntitlement(tx, { id: granted.value.id, lastMonth: month, reason: '一次性救助' });
  if (!ended.ok) throw new Error(`aid of case ${kase.id}: ${ended.code}`);
  await tx.run(sql`update temporary_aid_stage set released_at = ${tx.now}, released_by = ${tx.actor.name}, entitlement_id = ${granted.value.id}
    where case_id = ${kase.id} and no = ${stage.no}`);
  await tellApplicant(tx, kase, 'aid.released', { no: stage.no, amount: yuanDigits(stage.amountFen), tel: telephone(tx, kase) });
  return ok(null);
}

export const cancelPending = (tx: Tx, caseId: string): Promise<number> =>
  tx.run(
    sql`update temporary_aid_stage set cancelled_on = ${tx.today} where case_id = ${caseId} and released_at is null and cancelled_on is null`,
  );
