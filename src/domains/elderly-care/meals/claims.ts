/** 老年食堂拨付: the county counts a whole month, another hand approves, the voucher of the finance office is written down. A canteen and month once. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { isOwnHand, type Performer } from '../../../kernel/access/index.ts';
import { type AuditAction, recordAudit } from '../../../kernel/audit/server.ts';
import { longMonth, monthOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import {
  type DivisionCode,
  type Fen,
  formOf,
  type PlainDate,
  PlainDateText,
  Uuid,
  type YearMonth,
  YearMonthText,
} from '../../../kernel/schema/index.ts';
import type { CanteenRun } from './ahead-content.ts';
import './errors.ts';
import { canteenMonths } from './views.ts';

defineTemplates({ 'canteen.counted': { title: '老年食堂拨付待批准', text: '{name}{month}{amount}，请批准。' } });

export const claimStates = {
  counted: { zh: '待批准', tone: 'now' },
  returned: { zh: '已退回', tone: 'plain' },
  approved: { zh: '待拨付', tone: 'now' },
  paid: { zh: '已拨付', tone: 'good' },
} as const;
type ClaimState = keyof typeof claimStates;

export const claimCounters = ['county-clerk'] as const satisfies readonly Performer[];
export const claimApprovers = ['county-leader'] as const satisfies readonly Performer[];

const note = (label: string, help: string) =>
  z.string().trim().min(4, `请写明${label}`).max(300).meta({ label, widget: 'textarea', help });
export const CanteenCount = z.strictObject({
  outletId: Uuid,
  month: YearMonthText,
  note: note('核定意见', '有疑点的写明怎么查的、查下来怎么样'),
});
export const CanteenApproval = z.strictObject({ note: note('批准意见', '有疑点的写明为什么照拨') });
export const CanteenReturn = z.strictObject({ note: note('退回的理由', '要查什么、改什么') });
export const CanteenPayment = z.strictObject({
  on: PlainDateText.meta({ label: '拨付日期', widget: 'date' }),
  documentNo: z.string().trim().min(4, '请填写凭证号').max(60).meta({ label: '拨付凭证号' }),
});

interface Claim {
  id: string;
  outletId: string;
  division: DivisionCode;
  month: YearMonth;
  subsidyFen: Fen;
  awardFen: Fen;
  state: ClaimState;
  countedOn: PlainDate;
  countedBy: string;
  approvedOn: PlainDate | null;
  payBy: PlainDate | null;
  paidOn: PlainDate | null;
  documentNo: string | null;
}
const columns = sql`id, outlet_id, division, month, subsidy_fen, award_fen, state, counted_on, counted_by, approved_on, pay_by, paid_on, document_no`;
const audit = (tx: Tx, action: AuditAction, of: { id: string; division: DivisionCode }) =>
  recordAudit(tx, { action, subject: { kind: 'canteen-claim', id: of.id }, division: of.division });

/** 核定: counted now from what was served, and kept; meals of a month that is over do not change. */
export async function countCanteen(tx: Tx, given: z.infer<typeof CanteenCount>): Promise<Result<{ id: string; amountFen: Fen }>> {
  if (given.month >= monthOf(tx.today)) return fail('CANTEEN_CLAIM_MONTH');
  const months = await canteenMonths(tx, given.month);
  if (!months.ok) return months;
  const row = months.value.rows.find(({ outletId }) => outletId === given.outletId);
  if (!row) return fail('NOT_FOUND');
  const amountFen = row.subsidyFen + row.awardFen;
  if (amountFen === 0) return fail('CANTEEN_CLAIM_NOTHING', { name: row.name });
  const { division } = await tx.one<{ division: DivisionCode }>(
    sql`select division from care_outlet where id = ${given.outletId}`,
  );
  const id = newId();
  const added =
    await tx.run(sql`insert into canteen_claim (id, outlet_id, division, month, subsidised, subsidy_fen, award_fen, doubts, counted_on, counted_by, note)
    values (${id}, ${given.outletId}, ${division}, ${given.month}, ${row.subsidised}, ${row.subsidyFen}, ${row.awardFen}, ${row.doubts as string[]}::text[], ${tx.today}, ${tx.actor.id}, ${given.note})
    on conflict do nothing`);
  if (added === 0) return fail('CANTEEN_CLAIM_TWICE', { name: row.name });
  await audit(tx, 'canteen-claim.counted', { id, division });
  await notify(tx, {
    to: { performer: 'county-leader', division: `${division.slice(0, 6)}000000` as DivisionCode },
    template: 'canteen.counted',
    params: { name: row.name, month: longMonth(given.month), amount: yuan(amountFen) },
  });
  return ok({ id, amountFen });
}

async function claimFor(tx: Tx, id: string, state: ClaimState): Promise<Result<Claim, 'NOT_FOUND' | 'CANTEEN_CLAIM_STATE'>> {
  const found = await tx.maybe<Claim>(sql`select ${columns} from canteen_claim where id = ${id} for update`);
  if (!found) return fail('NOT_FOUND');
  return found.state === state ? ok(found) : fail('CANTEEN_CLAIM_STATE', { state: claimStates[found.state].zh });
}

export async function approveCanteen(
  tx: Tx,
  id: string,
  given: z.infer<typeof CanteenApproval>,
): Promise<Result<{ payBy: PlainDate }>> {
  const found = await claimFor(tx, id, 'counted');
  if (!found.ok) return found;
  const of = found.value;
  if (isOwnHand(tx.actor, of.countedBy, of.countedOn)) return fail('CANTEEN_CLAIM_OWN');
  const days = await wholeParameter(tx, 'MEAL-PAY-DAYS', of.division, tx.today);
  if (!days.ok) return days;
  const payBy = tx.calendar.addWorkdays(tx.today, days.value, of.division);
  await tx.run(
    sql`update canteen_claim set state = 'approved', approved_on = ${tx.today}, approved_by = ${tx.actor.id}, approval_note = ${given.note}, pay_by = ${payBy} where id = ${id}`,
  );
  await audit(tx, 'canteen-claim.approved', of);
  return ok({ payBy });
}
/** Sent back: may be counted again. */
export async function returnCanteen(tx: Tx, id: string, given: z.infer<typeof CanteenReturn>): Promise<Result<{ id: string }>> {
  const found = await claimFor(tx, id, 'counted');
  if (!found.ok) return found;
  await tx.run(sql`update canteen_claim set state = 'returned', approval_note = ${given.note} where id = ${id}`);
  await audit(tx, 'canteen-claim.returned', found.value);
  return ok({ id });
}
export async function payCanteen(tx: Tx, id: string, given: z.infer<typeof CanteenPayment>): Promise<Result<{ id: string }>> {
  const found = await claimFor(tx, id, 'approved');
  if (!found.ok) return found;
  if (given.on > tx.today || given.on < found.value.approvedOn!)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'on', message: `在${found.value.approvedOn}和今天之间` }]);
  await tx.run(
    sql`update canteen_claim set state = 'paid', paid_on = ${given.on}, paid_by = ${tx.actor.id}, document_no = ${given.documentNo} where id = ${id}`,
  );
  await audit(tx, 'canteen-claim.paid', found.value);
  return ok({ id });
}

/** What stands of each canteen's payment for a month. */
export async function runOf(
  tx: Tx,
  month: YearMonth,
  outlets: readonly { outletId: string; amountFen: Fen }[],
): Promise<CanteenRun[]> {
  const claims =
    await tx.rows<Claim>(sql`select ${columns} from canteen_claim where month = ${month} and outlet_id = any(${outlets.map(({ outletId }) => outletId)}::uuid[])
    and state <> 'returned' limit 500`);
  const over = month < monthOf(tx.today);
  return outlets.map(({ outletId, amountFen }) => {
    const of = claims.find((claim) => claim.outletId === outletId) ?? null;
    const to = (what: string) => `/api/elders/canteen-claims/${of?.id}/${what}`;
    const fixed = () => ({ requestId: newId() });
    return {
      outletId,
      stateZh: of && claimStates[of.state].zh,
      tone: of ? claimStates[of.state].tone : 'plain',
      amountFen: of && of.subsidyFen + of.awardFen,
      says: of?.documentNo ? `${of.paidOn}拨付，凭证${of.documentNo}` : of?.payBy ? `${of.payBy}以前拨付` : null,
      offers: offersTo(tx.actor, [
        {
          action: 'count',
          zh: '核定',
          causes: `核定${longMonth(month)}${yuan(amountFen)}，由领导批准。核定以后不再变。`,
          by: claimCounters,
          when: over && of === null && amountFen > 0,
          to: '/api/elders/canteen-claims',
          fields: formOf(CanteenCount.pick({ note: true })),
          fixed: { ...fixed(), outletId, month },
        },
        {
          action: 'approve',
          zh: '批准',
          causes: '批准以后按期限拨付。',
          by: claimApprovers,
          when: of?.state === 'counted',
          to: to('approval'),
          fields: formOf(CanteenApproval),
          fixed: fixed(),
        },
        {
          action: 'return',
          zh: '退回',
          causes: '退回重新核定，写明要查什么。',
          danger: true,
          by: claimApprovers,
          when: of?.state === 'counted',
          to: to('return'),
          fields: formOf(CanteenReturn),
          fixed: fixed(),
        },
        {
          action: 'pay',
          zh: '登记拨付',
          causes: '写明凭证号，这一笔就办完了。',
          by: claimCounters,
          when: of?.state === 'approved',
          to: to('payment'),
          fields: formOf(CanteenPayment),
          initial: { on: tx.today },
          fixed: fixed(),
        },
      ]),
    };
  });
}
