/**
 * 提前停止养老使用: no further part is paid, and what was paid comes back by the months that are missing. The debtor is an institution and no household, so the claim
 * is kept here with its receipts, not in the payment's ledger of overpaid persons.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineSubscription, type Subscription } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, FenAmount, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution } from '../register/store.ts';
import { tellStaff } from '../stays/apply.ts';
import { buildLimits } from './parameters.ts';
import { clawback } from './rules.ts';
import { auditBuild, type Build, buildColumns, type Claim, claimColumns, lockBuild } from './store.ts';
import { claimStates } from './terms.ts';

defineTemplates({
  'care-build.ended': { title: '建设补贴要追回', text: '{name}{on}停止养老使用，满{months}个月，算下来追回{amount}，请定。' },
  'care-build.claimed': { title: '退回建设补贴', text: '请在{by}以前退回建设补贴{amount}：{why}' },
});

const wrong = (path: string, message: string) => fail('INVALID_INPUT', { count: 1 }, [{ path, message }]);

/** What was paid so far. */
export const paidOf = async (tx: Tx, buildId: string): Promise<Fen> =>
  (
    await tx.one<{ fen: Fen }>(
      sql`select coalesce(sum(amount_fen), 0)::bigint as fen from care_build_part where build_id = ${buildId} and state = 'paid'`,
    )
  ).fen;

async function endOf(
  tx: Tx,
  build: Build,
  given: { on: PlainDate; reason: string },
): Promise<Result<{ amountFen: Fen }, 'PARAM_MISSING'>> {
  const set = await buildLimits(tx, build.division, ['CARE-BUILD-MONTHS']);
  if (!set.ok) return set;
  const months = set.value['CARE-BUILD-MONTHS'];
  const paid = await paidOf(tx, build.id);
  const { fullMonths, fen } = clawback(paid, { firstPaidOn: build.firstPaidOn ?? given.on, endedOn: given.on, months });
  await tx.run(sql`update care_build set ended_on = ${given.on} where id = ${build.id}`);
  // 没有核过的日子：登记错了的，可以从头再核
  await tx.run(sql`update care_build_part set state = 'withheld', says = '停止养老使用', checked_on = null, checked_by = null, approved_on = null, approved_by = null, pay_by = null
    where build_id = ${build.id} and state in ('waiting', 'checked', 'approved')`);
  await tx.run(sql`insert into care_build_claim (id, build_id, institution_id, division, reason, full_months, promised_months, paid_fen, amount_fen, proposed_on, proposed_by)
    values (${newId()}, ${build.id}, ${build.institutionId}, ${build.division}, ${given.reason}, ${fullMonths}, ${months}, ${paid}, ${fen}, ${tx.today}, ${tx.actor.id})`);
  await auditBuild(tx, 'care-build.ended', build);
  const home = await tx.one<{ name: string }>(sql`select name from care_institution where id = ${build.institutionId}`);
  await notify(tx, {
    to: { performer: 'county-leader', division: build.division },
    template: 'care-build.ended',
    params: { name: home.name, on: given.on, months: fullMonths, amount: yuan(fen) },
  });
  return ok({ amountFen: fen });
}

export const UseEnded = z.strictObject({
  on: PlainDateText.meta({ label: '从哪天起不再用于养老', widget: 'date' }),
  reason: z
    .string()
    .trim()
    .min(4, '请写明怎么发现的')
    .max(300)
    .meta({ label: '情况', widget: 'textarea', help: '改作他用、床位另租、停办' }),
});
/** 停止养老使用: found by the county, also while the home itself goes on. */
export async function endUse(tx: Tx, id: string, given: z.infer<typeof UseEnded>): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockBuild(tx, id, 'granted');
  if (!found.ok) return found;
  const build = found.value;
  if (build.endedOn !== null) return fail('BUILD_ENDED', { on: build.endedOn });
  const first = build.firstPaidOn ?? build.recordedOn;
  if (given.on > tx.today || given.on < first) return wrong('on', `在${first}和今天之间`);
  return endOf(tx, build, given);
}

const verdicts = { claim: '追回', waive: '不追回', mistaken: '登记错了，还在用于养老' } as const;
export const ClaimDecision = z.strictObject({
  verdict: choice(verdicts).meta({ label: '怎么定', choices: verdicts }),
  decision: z.string().trim().min(4, '请写明文号或者理由').max(300).meta({ label: '文号、理由', widget: 'textarea' }),
});

async function lockClaim(tx: Tx, id: string, state: 'proposed' | 'claimed'): Promise<Result<Claim>> {
  const found = await tx.maybe<Claim>(sql`select ${claimColumns} from care_build_claim c where c.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('BUILD_STATE', { state: claimStates[found.state].zh });
}

/** 领导定: nobody decides what he has entered; a mistake opens the parts again, unless the home has ended. */
export async function decideClaim(tx: Tx, id: string, given: z.infer<typeof ClaimDecision>): Promise<Result<{ id: string }>> {
  const found = await lockClaim(tx, id, 'proposed');
  if (!found.ok) return found;
  const claim = found.value;
  if (isOwnHand(tx.actor, claim.proposedBy, claim.proposedOn)) return fail('BUILD_OWN_HAND');
  const decided = sql`decided_on = ${tx.today}, decided_by = ${tx.actor.id}, decision = ${given.decision}`;
  if (given.verdict === 'mistaken') {
    const home = await findInstitution(tx, claim.institutionId);
    if (!home.ok) return home;
    if (home.value.state === 'ended' || home.value.state === 'deregistered') return wrong('verdict', '机构已经终止');
    await tx.run(sql`update care_build_claim set state = 'mistaken', ${decided} where id = ${id}`);
    await tx.run(sql`update care_build set ended_on = null where id = ${claim.buildId}`);
    await tx.run(
      sql`update care_build_part set state = 'waiting', says = null where build_id = ${claim.buildId} and state = 'withheld' and checked_on is null`,
    );
  } else if (given.verdict === 'waive') {
    await tx.run(sql`update care_build_claim set state = 'waived', ${decided} where id = ${id}`);
  } else {
    const set = await buildLimits(tx, claim.division, ['CARE-BUILD-RETURN']);
    if (!set.ok) return set;
    const returnBy = plusDays(tx.today, set.value['CARE-BUILD-RETURN']);
    const state = claim.amountFen === 0 ? 'settled' : 'claimed';
    await tx.run(sql`update care_build_claim set state = ${state}, ${decided}, return_by = ${returnBy} where id = ${id}`);
    if (claim.amountFen > 0)
      await tellStaff(tx, claim.institutionId, {
        performers: ['care-home-head', 'care-home-accountant'],
        template: 'care-build.claimed',
        params: { by: returnBy, amount: yuan(claim.amountFen), why: given.decision },
      });
  }
  await auditBuild(tx, 'care-build.claim-decided', { id: claim.buildId, division: claim.division });
  return ok({ id });
}

export const ClaimReceipt = z.strictObject({
  amount: FenAmount.meta({ label: '退回多少' }),
  on: PlainDateText.meta({ label: '到账日期', widget: 'date' }),
  voucher: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '凭证号' }),
});
/** 登记退回: in one sum or several, never more than is open; a voucher counts once. */
export async function receiveClaim(tx: Tx, id: string, given: z.infer<typeof ClaimReceipt>): Promise<Result<{ leftFen: Fen }>> {
  const found = await lockClaim(tx, id, 'claimed');
  if (!found.ok) return found;
  const claim = found.value;
  const left = claim.amountFen - claim.receivedFen;
  if (given.on > tx.today || given.on < claim.proposedOn) return wrong('on', `在${claim.proposedOn}和今天之间`);
  if (given.amount === 0) return wrong('amount', '请填写金额');
  if (given.amount > left) return fail('BUILD_RECEIPT', { left: yuan(left) });
  const added =
    await tx.run(sql`insert into care_build_receipt (id, claim_id, institution_id, division, amount_fen, received_on, voucher, recorded_at, recorded_by)
    values (${newId()}, ${id}, ${claim.institutionId}, ${claim.division}, ${given.amount}, ${given.on}, ${given.voucher}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (added === 0) return fail('BUILD_VOUCHER', { voucher: given.voucher });
  await tx.run(
    sql`update care_build_claim set received_fen = received_fen + ${given.amount}, state = ${given.amount === left ? 'settled' : 'claimed'} where id = ${id}`,
  );
  await auditBuild(tx, 'care-build.returned', { id: claim.buildId, division: claim.division });
  return ok({ leftFen: left - given.amount });
}

/** A home that has ended has ended its elderly use. */
export const buildReactions: readonly Subscription[] = [
  defineSubscription({
    name: 'elderly-care-institutions.build-ended',
    types: ['facility.closed'],
    async handle(tx, event) {
      if (event.subject.kind !== 'care-institution') return;
      const { closedOn } = event.payload as { closedOn: PlainDate };
      const open = await tx.rows<Build>(sql`select ${buildColumns} from care_build b
        where b.institution_id = ${event.subject.id} and b.state = 'granted' and b.ended_on is null order by b.id limit 100 for update`);
      for (const build of open) {
        const ended = await endOf(tx, build, { on: closedOn, reason: '机构终止服务' });
        if (!ended.ok) throw new Error(`the construction subsidy ${build.id} of an ended home: ${ended.code}`);
      }
    },
  }),
];
