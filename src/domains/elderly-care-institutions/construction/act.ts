/** 建设补贴 (4.11, EL-05): asked for by the home, counted and checked by the county, on notice, approved by another hand; then it is paid in three parts (`parts.ts`). */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution, type Institution, lockInstitution } from '../register/store.ts';
import { buildLimits } from './parameters.ts';
import { buildAmount, partFrom, partsOf } from './rules.ts';
import {
  auditBuild,
  type Build,
  lockBuild,
  noticeDay,
  nursingBeds,
  payDay,
  recordedSince,
  stillOpen,
  takenBeds,
} from './store.ts';

defineTemplates({
  'care-build.applied': { title: '建设补贴待核', text: '{name}申请{beds}张床的建设补贴，请在{by}以前核。' },
  'care-build.noticed': { title: '建设补贴公示', text: '{name}建设补贴{amount}，公示到{to}。' },
});

/** Whom the plan means: non-profit homes that society runs. */
export const mayBuild = (home: Pick<Institution, 'legalForm' | 'operation'>): boolean =>
  home.operation === 'private' && home.legalForm === 'non-profit';

const beds = z.int('请填写整数').min(0).max(5000);
export const BuildAsk = z.strictObject({
  selfBeds: beds.meta({ label: '自建的床位', unit: '张', help: '只算备案的床位' }),
  leasedBeds: beds.meta({ label: '租赁、改建的床位', unit: '张' }),
  leaseFrom: PlainDateText.optional().meta({ label: '租期从哪天起', widget: 'date', help: '没有租赁、改建的不填' }),
  leaseTo: PlainDateText.optional().meta({ label: '租期到哪天', widget: 'date' }),
  papers: z
    .string()
    .trim()
    .min(4, '请写明立项、验收的文号')
    .max(300)
    .meta({ label: '立项、验收、租赁的文号', widget: 'textarea' }),
});
type Asked = z.infer<typeof BuildAsk>;

const at = (path: string, message: string): FieldProblem => ({ path, message });
/** The lease is there exactly where beds are leased, and long enough. */
function leaseProblems(given: Asked, years: number): FieldProblem[] {
  const { leasedBeds, leaseFrom, leaseTo } = given;
  if (leasedBeds === 0) return leaseFrom || leaseTo ? [at('leaseFrom', '没有租赁、改建的床位，不填租期')] : [];
  if (!leaseFrom || !leaseTo) return [at(leaseFrom ? 'leaseTo' : 'leaseFrom', '请填写租期')];
  return leaseTo < addMonths(leaseFrom, 12 * years) ? [at('leaseTo', `租期至少${years}年`)] : [];
}

export async function askBuild(tx: Tx, id: string, given: Asked): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  if (!mayBuild(home)) return fail('BUILD_NOT_FOR', { name: home.name });
  const open = stillOpen(home);
  if (!open.ok) return open;
  const set = await buildLimits(tx, home.division, ['CARE-BUILD-LEASE', 'CARE-BUILD-BEDS', 'CARE-BUILD-CHECK']);
  if (!set.ok) return set;
  const asked = given.selfBeds + given.leasedBeds;
  if (asked < set.value['CARE-BUILD-BEDS']) return fail('BUILD_FEW', { least: set.value['CARE-BUILD-BEDS'] });
  const problems = leaseProblems(given, set.value['CARE-BUILD-LEASE']);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const taken = (await takenBeds(tx, id, null)).beds;
  const recordedOn = asked + taken > home.recordedBeds ? null : await recordedSince(tx, id, asked + taken);
  if (recordedOn === null)
    return fail('BUILD_BEDS', { recorded: home.recordedBeds, taken, left: Math.max(0, home.recordedBeds - taken) });
  const checkBy = payDay(tx, home.division, set.value['CARE-BUILD-CHECK']);
  const buildId = newId();
  const added =
    await tx.run(sql`insert into care_build (id, institution_id, division, self_beds, leased_beds, lease_from, lease_to, papers, recorded_on, applied_on, applied_by, check_by)
    values (${buildId}, ${id}, ${home.division}, ${given.selfBeds}, ${given.leasedBeds}, ${given.leaseFrom ?? null}, ${given.leaseTo ?? null}, ${given.papers}, ${recordedOn}, ${tx.today},
      ${tx.actor.id}, ${checkBy}) on conflict do nothing`);
  if (added === 0) return fail('BUILD_OPEN');
  await auditBuild(tx, 'care-build.applied', { id: buildId, division: home.division });
  await notify(tx, {
    to: { performer: 'county-clerk', division: home.division },
    template: 'care-build.applied',
    params: { name: home.name, beds: asked, by: checkBy },
  });
  return ok({ id: buildId });
}

/** What the beds come to at this moment: with the nursing beds that were looked at on the spot and that no other subsidy has counted. */
export async function computeBuild(tx: Tx, of: Build) {
  const set = await buildLimits(tx, of.division, [
    'CARE-BUILD-SELF',
    'CARE-BUILD-LEASED',
    'CARE-BUILD-NURSING',
    'CARE-BUILD-PART-1',
    'CARE-BUILD-PART-2',
    'CARE-BUILD-PART-3',
  ]);
  if (!set.ok) return set;
  const p = set.value;
  const norms = { selfFen: p['CARE-BUILD-SELF'], leasedFen: p['CARE-BUILD-LEASED'], nursingShare: p['CARE-BUILD-NURSING'] };
  const { nursing: taken } = await takenBeds(tx, of.institutionId, of.id);
  const nursing = Math.min(of.selfBeds + of.leasedBeds, Math.max(0, (await nursingBeds(tx, of.institutionId)) - taken));
  const basis = { ...norms, parts: [p['CARE-BUILD-PART-1'], p['CARE-BUILD-PART-2'], p['CARE-BUILD-PART-3']] };
  return ok({ nursing, basis, ...buildAmount({ selfBuilt: of.selfBeds, leased: of.leasedBeds, nursing }, norms) });
}

const verdicts = { notice: '核对无误，公示', refuse: '不予补贴' } as const;
export const BuildCheck = z.strictObject({
  verdict: choice(verdicts).meta({ label: '核的结果', choices: verdicts }),
  note: z
    .string()
    .trim()
    .min(4, '请写明意见')
    .max(300)
    .meta({ label: '意见', widget: 'textarea', help: '到现场看过床位和文件；不予补贴的写明原因' }),
});
/** 县核: counted again at this moment; what was counted is kept with the amount. */
export async function checkBuild(tx: Tx, id: string, given: z.infer<typeof BuildCheck>): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockBuild(tx, id, 'applied');
  if (!found.ok) return found;
  const of = found.value;
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const computed = await computeBuild(tx, of);
  if (!computed.ok) return computed;
  const { nursing, counted, fen, basis } = computed.value;
  const checked = sql`checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${given.note}, nursing_beds = ${nursing}, counted_beds = ${counted},
    amount_fen = ${fen}, basis = ${JSON.stringify(basis)}::jsonb`;
  if (given.verdict === 'refuse') {
    await tx.run(sql`update care_build set state = 'refused', ${checked} where id = ${id}`);
    await auditBuild(tx, 'care-build.checked', of);
    return ok({ amountFen: 0 });
  }
  const open = stillOpen(home.value);
  if (!open.ok) return open;
  if (fen === 0) return fail('BUILD_NOTHING', { nursing });
  const set = await buildLimits(tx, of.division, ['CARE-BUILD-NOTICE']);
  if (!set.ok) return set;
  const noticeTo = noticeDay(tx, set.value['CARE-BUILD-NOTICE']);
  await tx.run(sql`update care_build set state = 'notice', ${checked}, notice_to = ${noticeTo} where id = ${id}`);
  await auditBuild(tx, 'care-build.checked', of);
  await notify(tx, {
    to: { performer: 'county-leader', division: of.division },
    template: 'care-build.noticed',
    params: { name: home.value.name, amount: yuan(fen), to: noticeTo },
  });
  return ok({ amountFen: fen });
}

export const BuildApproval = z.strictObject({
  note: z.string().trim().min(2, '请写明公示情况').max(300).meta({ label: '公示情况', help: '例如“公示期满，没有异议”' }),
});
/** 批准: the three parts stand from now on, each with the day from which it may be paid. */
export async function approveBuild(tx: Tx, id: string, given: z.infer<typeof BuildApproval>): Promise<Result<{ id: string }>> {
  const found = await lockBuild(tx, id, 'notice');
  if (!found.ok) return found;
  const of = found.value;
  if (isOwnHand(tx.actor, of.checkedBy, of.checkedOn!)) return fail('BUILD_OWN_HAND');
  if (tx.today <= of.noticeTo!) return fail('BUILD_NOTICE', { to: of.noticeTo! });
  const home = await findInstitution(tx, of.institutionId);
  if (!home.ok) return home;
  const open = stillOpen(home.value);
  if (!open.ok) return open;
  await tx.run(
    sql`update care_build set state = 'granted', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, note = note || '；' || ${given.note} where id = ${id}`,
  );
  for (const [i, fen] of partsOf(of.amountFen!, of.basis!.parts).entries())
    await tx.run(sql`insert into care_build_part (build_id, no, institution_id, division, amount_fen, due_from)
      values (${id}, ${i + 1}, ${of.institutionId}, ${of.division}, ${fen}, ${partFrom(of.recordedOn, i + 1)})`);
  await auditBuild(tx, 'care-build.approved', of);
  return ok({ id });
}
