/** 运营补贴 (4.11): asked for by the home when a quarter is over, counted and checked by the county, on notice, approved by another hand, paid. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type DivisionCode, type Fen, type PlainDate, PlainDateText } from '../../../kernel/schema/index.ts';
import { findInstitution, type Institution, lockInstitution } from '../register/store.ts';
import { type ComputedMonth, computeQuarter, monthsOf } from './compute.ts';
import { subsidyLimits } from './parameters.ts';
import { type SubsidyState, subsidyStates } from './terms.ts';

defineTemplates({
  'care-subsidy.applied': { title: '运营补贴待核', text: '{name}申请{quarter}运营补贴，请在{by}以前核。' },
  'care-subsidy.noticed': { title: '运营补贴公示', text: '{name}{quarter}运营补贴{amount}，公示到{to}。' },
});

export interface Subsidy {
  id: string;
  institutionId: string;
  division: DivisionCode;
  quarter: string;
  state: SubsidyState;
  appliedOn: PlainDate;
  checkBy: PlainDate;
  checkedOn: PlainDate | null;
  checkedBy: string | null;
  note: string | null;
  months: ComputedMonth[] | null;
  amountFen: Fen | null;
  noticeTo: PlainDate | null;
  approvedOn: PlainDate | null;
  payBy: PlainDate | null;
  paidOn: PlainDate | null;
  documentNo: string | null;
}
export const subsidyColumns = sql`s.id, s.institution_id, s.division, s.quarter, s.state, s.applied_on, s.check_by, s.checked_on, s.checked_by, s.note, s.months, s.amount_fen,
  s.notice_to, s.approved_on, s.pay_by, s.paid_on, s.document_no`;

export const quarterName = (quarter: string): string => `${quarter.slice(0, 4)}年第${quarter.slice(6)}季度`;
/** Whom the plan means: non-profit homes that society runs, and public ones that society runs for others. */
export const mayDraw = (home: Pick<Institution, 'legalForm' | 'operation'>): boolean =>
  home.operation === 'public-built-private-run' || (home.operation === 'private' && home.legalForm === 'non-profit');

const audit = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'care-subsidy', id: of.id }, division: of.division });

export const SubsidyAsk = z.strictObject({
  quarter: z
    .string()
    .regex(/^\d{4}-Q[1-4]$/, '请选择季度')
    .meta({ label: '哪个季度' }),
});
export async function askSubsidy(tx: Tx, id: string, { quarter }: z.infer<typeof SubsidyAsk>): Promise<Result<{ id: string }>> {
  const found = await lockInstitution(tx, id);
  if (!found.ok) return found;
  const home = found.value;
  if (!mayDraw(home)) return fail('SUBSIDY_NOT_FOR', { name: home.name });
  if (firstDayOf(plusMonths(monthsOf(quarter)[2]!, 1)) > tx.today)
    return fail('SUBSIDY_EARLY', { quarter: quarterName(quarter) });
  const days = await subsidyLimits(tx, home.division, ['CARE-RUN-CHECK']);
  if (!days.ok) return days;
  const checkBy = tx.calendar.addWorkdays(tx.today, days.value['CARE-RUN-CHECK'], home.division);
  const subsidyId = newId();
  const added =
    await tx.run(sql`insert into care_subsidy (id, institution_id, division, quarter, applied_on, applied_by, check_by)
    values (${subsidyId}, ${id}, ${home.division}, ${quarter}, ${tx.today}, ${tx.actor.id}, ${checkBy}) on conflict do nothing`);
  if (added === 0) return fail('SUBSIDY_TWICE', { quarter: quarterName(quarter) });
  await audit(tx, 'care-subsidy.applied', { id: subsidyId, division: home.division });
  await notify(tx, {
    to: { performer: 'county-clerk', division: home.division },
    template: 'care-subsidy.applied',
    params: { name: home.name, quarter: quarterName(quarter), by: checkBy },
  });
  return ok({ id: subsidyId });
}

async function lockSubsidy(tx: Tx, id: string, state: SubsidyState): Promise<Result<Subsidy>> {
  const found = await tx.maybe<Subsidy>(sql`select ${subsidyColumns} from care_subsidy s where s.id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('SUBSIDY_STATE', { state: subsidyStates[found.state].zh });
}

const verdicts = { notice: '核对无误，公示', refuse: '不予补贴' } as const;
export const SubsidyCheck = z.strictObject({
  verdict: choice(verdicts).meta({ label: '核的结果', choices: verdicts }),
  note: z.string().trim().min(4, '请写明意见').max(300).meta({ label: '意见', widget: 'textarea', help: '不予补贴的写明原因' }),
});
/** 县核: counted again at this moment; what was counted is kept with the amount. */
export async function checkSubsidy(tx: Tx, id: string, given: z.infer<typeof SubsidyCheck>): Promise<Result<{ amountFen: Fen }>> {
  const found = await lockSubsidy(tx, id, 'applied');
  if (!found.ok) return found;
  const { institutionId, division, quarter } = found.value;
  const home = await findInstitution(tx, institutionId);
  if (!home.ok) return home;
  const computed = await computeQuarter(tx, home.value, quarter);
  if (!computed.ok) return computed;
  const { months, fen } = computed.value;
  const checked = sql`checked_on = ${tx.today}, checked_by = ${tx.actor.id}, note = ${given.note}, months = ${JSON.stringify(months)}::jsonb, amount_fen = ${fen}`;
  if (given.verdict === 'refuse') {
    await tx.run(sql`update care_subsidy set state = 'refused', ${checked} where id = ${id}`);
    await audit(tx, 'care-subsidy.checked', found.value);
    return ok({ amountFen: 0 });
  }
  if (fen === 0) return fail('SUBSIDY_NOTHING', { why: [...new Set(months.map(({ nothing }) => nothing))].join('、') });
  const days = await subsidyLimits(tx, division, ['CARE-RUN-NOTICE']);
  if (!days.ok) return days;
  const noticeTo = plusDays(tx.today, days.value['CARE-RUN-NOTICE']);
  await tx.run(sql`update care_subsidy set state = 'notice', ${checked}, notice_to = ${noticeTo} where id = ${id}`);
  await audit(tx, 'care-subsidy.checked', found.value);
  await notify(tx, {
    to: { performer: 'county-leader', division },
    template: 'care-subsidy.noticed',
    params: { name: home.value.name, quarter: quarterName(quarter), amount: yuan(fen), to: noticeTo },
  });
  return ok({ amountFen: fen });
}

export const SubsidyApproval = z.strictObject({
  note: z.string().trim().min(2, '请写明公示情况').max(300).meta({ label: '公示情况', help: '例如“公示期满，没有异议”' }),
});
export async function approveSubsidy(
  tx: Tx,
  id: string,
  given: z.infer<typeof SubsidyApproval>,
): Promise<Result<{ payBy: PlainDate }>> {
  const found = await lockSubsidy(tx, id, 'notice');
  if (!found.ok) return found;
  const of = found.value;
  if (isOwnHand(tx.actor, of.checkedBy, of.checkedOn!)) return fail('SUBSIDY_OWN_HAND');
  if (tx.today <= of.noticeTo!) return fail('SUBSIDY_NOTICE', { to: of.noticeTo! });
  const days = await subsidyLimits(tx, of.division, ['CARE-RUN-PAY']);
  if (!days.ok) return days;
  const payBy = tx.calendar.addWorkdays(tx.today, days.value['CARE-RUN-PAY'], of.division);
  await tx.run(sql`update care_subsidy set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, pay_by = ${payBy},
    note = note || '；' || ${given.note} where id = ${id}`);
  await audit(tx, 'care-subsidy.approved', of);
  return ok({ payBy });
}

export const SubsidyPayment = z.strictObject({
  on: PlainDateText.meta({ label: '拨付日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '拨付凭证号' }),
});
/** 登记拨付: the money goes by the county's finance; its voucher is written down. */
export async function paySubsidy(tx: Tx, id: string, given: z.infer<typeof SubsidyPayment>): Promise<Result<{ id: string }>> {
  const found = await lockSubsidy(tx, id, 'approved');
  if (!found.ok) return found;
  if (given.on > tx.today || given.on < found.value.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${found.value.approvedOn}和今天之间` }]);
  await tx.run(
    sql`update care_subsidy set state = 'paid', paid_on = ${given.on}, document_no = ${given.documentNo} where id = ${id}`,
  );
  await audit(tx, 'care-subsidy.paid', found.value);
  return ok({ id });
}
