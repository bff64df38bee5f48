/** The three parts of a construction subsidy: each checked when its year is full, approved by another hand, paid with its voucher; none after the end of elderly use. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { occupancyText } from '../beds/occupancy.ts';
import { findInstitution } from '../register/store.ts';
import { buildLimits } from './parameters.ts';
import { livedEnough, partFrom } from './rules.ts';
import { auditBuild, type Build, lockBuild, nightsOf, type Part, partColumns, payDay, stillOpen } from './store.ts';
import { type PartState, partNames, partStates } from './terms.ts';

const no = z.int().min(1).max(partNames.length);

/** The subsidy, locked, and one of its parts in a state; the home is still there for older people. */
async function lockPart(tx: Tx, id: string, of: { no: number; state: PartState }): Promise<Result<{ build: Build; part: Part }>> {
  const found = await lockBuild(tx, id, 'granted');
  if (!found.ok) return found;
  const build = found.value;
  if (build.endedOn !== null) return fail('BUILD_ENDED', { on: build.endedOn });
  const home = await findInstitution(tx, build.institutionId);
  if (!home.ok) return home;
  const open = stillOpen(home.value);
  if (!open.ok) return open;
  const part = await tx.maybe<Part>(
    sql`select ${partColumns} from care_build_part p where p.build_id = ${id} and p.no = ${of.no} for update`,
  );
  if (!part) return fail('NOT_FOUND');
  return part.state === of.state ? ok({ build, part }) : fail('BUILD_STATE', { state: partStates[part.state].zh });
}

export const PartCheck = z.strictObject({
  no,
  note: z
    .string()
    .trim()
    .min(4, '请写明看到的情况')
    .max(300)
    .meta({ label: '情况', widget: 'textarea', help: '还在用于养老、床位没有减少' }),
});
/** 核一期: the year must be full, the part before it done with; the second looks at the occupancy of its year and is withheld where that was too low. */
export async function checkPart(tx: Tx, id: string, given: z.infer<typeof PartCheck>): Promise<Result<{ state: PartState }>> {
  const found = await lockPart(tx, id, { no: given.no, state: 'waiting' });
  if (!found.ok) return found;
  const { build, part } = found.value;
  const name = partNames[part.no - 1]!;
  if (tx.today < part.dueFrom) return fail('BUILD_PART_EARLY', { part: name, from: part.dueFrom });
  const before = await tx.maybe(
    sql`select 1 as yes from care_build_part where build_id = ${id} and no < ${part.no} and state not in ('paid', 'withheld')`,
  );
  if (before) return fail('BUILD_PART_ORDER', { before: partNames[part.no - 2]! });
  let says = given.note;
  let state: PartState = 'checked';
  if (part.no === 2) {
    const set = await buildLimits(tx, build.division, ['CARE-BUILD-OCCUPANCY']);
    if (!set.ok) return set;
    const percent = set.value['CARE-BUILD-OCCUPANCY'];
    const nights = await nightsOf(tx, build.institutionId, { from: partFrom(build.recordedOn, 1), end: part.dueFrom });
    says = `第二年平均入住率${occupancyText({ occupied: nights.lived, usable: nights.usable })}（${nights.lived}÷${nights.usable}床日），${given.note}`;
    if (!livedEnough(nights, percent)) {
      state = 'withheld';
      says = `不到${percent}%，不拨：${says}`;
    }
  }
  await tx.run(
    sql`update care_build_part set state = ${state}, says = ${says}, checked_on = ${tx.today}, checked_by = ${tx.actor.id} where build_id = ${id} and no = ${part.no}`,
  );
  await auditBuild(tx, 'care-build.part-checked', build);
  return ok({ state });
}

export const PartApproval = z.strictObject({ no });
export async function approvePart(
  tx: Tx,
  id: string,
  given: z.infer<typeof PartApproval>,
): Promise<Result<{ payBy: PlainDate }>> {
  const found = await lockPart(tx, id, { no: given.no, state: 'checked' });
  if (!found.ok) return found;
  const { build, part } = found.value;
  if (isOwnHand(tx.actor, part.checkedBy, part.checkedOn!)) return fail('BUILD_OWN_HAND');
  const set = await buildLimits(tx, build.division, ['CARE-BUILD-PAY']);
  if (!set.ok) return set;
  const payBy = payDay(tx, build.division, set.value['CARE-BUILD-PAY']);
  await tx.run(sql`update care_build_part set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, pay_by = ${payBy}
    where build_id = ${id} and no = ${part.no}`);
  await auditBuild(tx, 'care-build.part-approved', build);
  return ok({ payBy });
}

export const PartPayment = z.strictObject({
  no,
  on: PlainDateText.meta({ label: '拨付日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '拨付凭证号' }),
});
/** 登记拨付: the months of use count from the first one. */
export async function payPart(tx: Tx, id: string, given: z.infer<typeof PartPayment>): Promise<Result<{ id: string }>> {
  const found = await lockPart(tx, id, { no: given.no, state: 'approved' });
  if (!found.ok) return found;
  const { build, part } = found.value;
  if (given.on > tx.today || given.on < part.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${part.approvedOn}和今天之间` }]);
  await tx.run(
    sql`update care_build_part set state = 'paid', paid_on = ${given.on}, document_no = ${given.documentNo} where build_id = ${id} and no = ${part.no}`,
  );
  await tx.run(sql`update care_build set first_paid_on = least(first_paid_on, ${given.on}::date) where id = ${id}`);
  await auditBuild(tx, 'care-build.part-paid', build);
  return ok({ id });
}
