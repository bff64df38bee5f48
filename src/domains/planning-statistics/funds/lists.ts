/** 分配 and 支付 as lists with what may be done with each, and as a spreadsheet. */
import type { Readable } from 'node:stream';
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { type Field, fields } from '../../../kernel/purchase/index.ts';
import { type DivisionCode, formOf, isPlainDate } from '../../../kernel/schema/index.ts';
import { cursorAt, isInstant, readCursor } from '../../../kernel/service/server.ts';
import { type Column, writeSheet } from '../../../kernel/sheet/server.ts';
import { isTheirs } from './accounts.ts';
import { placeName } from './board.ts';
import type { AllocationRow, PaymentRow } from './content.ts';
import { Bounce, Check, NewPayment, Receipt, Refund } from './shapes.ts';
import {
  type AllocationState,
  allocationStates,
  type FundSource,
  fundCheckers,
  fundMakers,
  fundSources,
  type PaymentState,
  paymentStates,
} from './terms.ts';

const PAGE = 30;
/** So many rows at most go out in one file. */
const MOST = 5000;

export interface FundFilter {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly source?: string | undefined;
  readonly purpose?: string | undefined;
  readonly cursor?: string | undefined;
}

function filtered(filter: FundFilter, words: readonly Sql[], state: Sql, purpose: Sql): Sql[] {
  const where: Sql[] = [];
  const { q } = filter;
  if (q) where.push(sql`(${words.reduce((all, word) => sql`${all} or ${word} like ${containing(q)}`, sql`false`)})`);
  if (filter.state) where.push(sql`${state} = ${filter.state}`);
  if (filter.source) where.push(sql`l.source = ${filter.source}`);
  if (filter.purpose) where.push(sql`${purpose} = ${filter.purpose}`);
  return where;
}

type AllocationRecord = Omit<AllocationRow, 'divisionName' | 'sourceZh' | 'purposeZh' | 'placeName' | 'stateZh' | 'offers'> & {
  division: DivisionCode;
  source: FundSource;
  purpose: Field;
  place: DivisionCode;
  madeBy: string;
  madeAt: string;
};
const allocationRows = (tx: Tx, where: Sql, limit: number): Promise<AllocationRecord[]> =>
  tx.rows<AllocationRecord>(sql`select a.id, a.account_id, c.name as account_name, a.division, l.source, l.name as line_name, a.purpose, a.place, a.unit, a.passed_down, a.private_run, a.amount_fen,
      a.committed_fen, a.paid_fen, a.refunded_fen, a.decided_on, a.decision_no, a.decision, a.state, a.made_by, a.made_at, a.made_name, a.checked_name, a.check_note, a.publish_by, a.published_on
    from fund_allocation a join fund_line l on l.id = a.line_id join fund_account c on c.id = a.account_id where ${where} order by a.decided_on desc, a.id desc limit ${limit}`);

function allocationShown(tx: Tx, row: AllocationRecord): AllocationRow {
  const { division, source, purpose, place, madeBy, madeAt, ...rest } = row;
  const theirs = isTheirs(tx, row);
  const to = (what: string) => `/api/funds/allocations/${row.id}/${what}`;
  const fixed = { requestId: newId() };
  return {
    ...rest,
    divisionName: placeName(tx, division),
    sourceZh: fundSources[source],
    purposeZh: fields[purpose],
    placeName: placeName(tx, place),
    stateZh: allocationStates[row.state as AllocationState],
    offers: offersTo(tx.actor, [
      {
        action: 'check',
        zh: '审核分配',
        causes: '同意以后可以支付；退回的，金额退还可用余额。',
        by: fundCheckers,
        when: theirs && row.state === 'made' && !isOwnHand(tx.actor, madeBy, madeAt),
        to: to('check'),
        fields: formOf(Check),
        initial: { answer: 'pass' },
        fixed,
      },
      {
        action: 'pay',
        zh: '制单付款',
        causes: '由另一人复核、第三人支付；付给个人的不在这里办。',
        by: fundMakers,
        when: theirs && row.state === 'approved' && row.committedFen < row.amountFen,
        to: to('payments'),
        fields: formOf(NewPayment),
        initial: { purpose, amount: row.amountFen - row.committedFen, payee: row.unit },
        fixed,
      },
      {
        action: 'publish',
        zh: '公开分配结果',
        causes: `门户上人人可以看到来源、用途、使用单位和金额；应于${longDate(row.publishBy)}前公开。`,
        by: fundMakers,
        when: theirs && row.state === 'approved' && row.publishedOn === null,
        to: to('publish'),
        fixed,
      },
    ]),
  };
}

export async function allocationList(tx: Tx, filter: FundFilter): Promise<{ rows: AllocationRow[]; next: string | null }> {
  const where = filtered(filter, [sql`a.unit`, sql`a.decision_no`, sql`l.name`], sql`a.state`, sql`a.purpose`);
  const at = readCursor(filter.cursor, isPlainDate);
  if (at) where.push(sql`(a.decided_on, a.id) < (${at.key}::date, ${at.id}::uuid)`);
  const found = await allocationRows(tx, and(where), PAGE + 1);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map((row) => allocationShown(tx, row)),
    next: found.length > PAGE && last ? cursorAt(last.decidedOn, last.id) : null,
  };
}

type PaymentRecord = Omit<PaymentRow, 'divisionName' | 'sourceZh' | 'purposeZh' | 'stateZh' | 'offers' | 'payeeAccount'> & {
  division: DivisionCode;
  source: FundSource;
  purpose: Field;
  payeeTail: string;
  madeBy: string;
  checkedBy: string | null;
  checkedAt: string | null;
};
const paymentRows = (tx: Tx, where: Sql, limit: number): Promise<PaymentRecord[]> =>
  tx.rows<PaymentRecord>(sql`select p.id, c.name as account_name, p.division, l.source, p.purpose, p.payee, p.payee_tail, p.amount_fen, p.refunded_fen, p.reason, p.state, p.made_by, p.made_at, p.made_name,
      p.checked_by, p.checked_at, p.checked_name, p.check_note, p.paid_on, p.paid_name, p.receipt_no, p.bounce_reason
    from fund_payment p join fund_allocation a on a.id = p.allocation_id join fund_line l on l.id = a.line_id join fund_account c on c.id = p.account_id
    where ${where} order by p.made_at desc, p.id desc limit ${limit}`);

function paymentOffers(tx: Tx, row: PaymentRecord): Offer[] {
  const theirs = isTheirs(tx, row);
  const mine = isOwnHand(tx.actor, row.madeBy, row.madeAt);
  const checked = row.checkedAt !== null && isOwnHand(tx.actor, row.checkedBy, row.checkedAt);
  const to = (what: string) => `/api/funds/payments/${row.id}/${what}`;
  const fixed = { requestId: newId() };
  return offersTo(tx.actor, [
    {
      action: 'check',
      zh: '复核',
      causes: '复核以后由第三人支付；退回的，金额退还这笔分配。',
      by: fundCheckers,
      when: theirs && row.state === 'made' && !mine,
      to: to('check'),
      fields: formOf(Check),
      initial: { answer: 'pass' },
      fixed,
    },
    {
      action: 'pay',
      zh: '支付',
      causes: `从专户付给${row.payee}，不能撤回；制单、复核、支付是三个人。`,
      button: '确认支付',
      danger: true,
      by: fundMakers,
      when: theirs && row.state === 'checked' && !mine && !checked,
      to: to('pay'),
      fixed,
    },
    {
      action: 'receipt',
      zh: '登记回单',
      causes: '银行回单的号码和日期。',
      by: fundMakers,
      when: theirs && row.state === 'paid' && row.receiptNo === null,
      to: to('receipt'),
      fields: formOf(Receipt),
      initial: { receiptOn: row.paidOn ?? tx.today },
      fixed,
    },
    {
      action: 'bounce',
      zh: '登记退票',
      causes: '钱退回专户，这笔分配可以重新支付。',
      danger: true,
      by: fundMakers,
      when: theirs && row.state === 'paid' && row.refundedFen === 0,
      to: to('bounce'),
      fields: formOf(Bounce),
      initial: { on: tx.today },
      fixed,
    },
    {
      action: 'refund',
      zh: '登记退回资金',
      causes: `${row.payee}把钱退回专户：回到可用余额，重新研究分配；在今年按原来的用途计负数。`,
      by: fundMakers,
      when: theirs && row.state === 'paid' && row.refundedFen < row.amountFen,
      to: to('refund'),
      fields: formOf(Refund),
      initial: { on: tx.today, amount: row.amountFen - row.refundedFen },
      fixed,
    },
  ]);
}
function paymentShown(tx: Tx, row: PaymentRecord): PaymentRow {
  const { division, source, purpose, payeeTail, madeBy: _, checkedBy: __, checkedAt: ___, ...rest } = row;
  return {
    ...rest,
    divisionName: placeName(tx, division),
    sourceZh: fundSources[source],
    purposeZh: fields[purpose],
    payeeAccount: `尾号${payeeTail}`,
    stateZh: paymentStates[row.state as PaymentState],
    offers: paymentOffers(tx, row),
  };
}

const paymentsWhere = (filter: FundFilter) =>
  filtered(filter, [sql`p.payee`, sql`p.reason`, sql`l.name`], sql`p.state`, sql`p.purpose`);

export async function paymentList(tx: Tx, filter: FundFilter): Promise<{ rows: PaymentRow[]; next: string | null }> {
  const where = paymentsWhere(filter);
  const at = readCursor(filter.cursor, isInstant);
  if (at) where.push(sql`(p.made_at, p.id) < (${at.key}::timestamptz, ${at.id}::uuid)`);
  const found = await paymentRows(tx, and(where), PAGE + 1);
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  return {
    rows: page.map((row) => paymentShown(tx, row)),
    next: found.length > PAGE && last ? cursorAt(last.madeAt, last.id) : null,
  };
}

const columns: readonly Column[] = [
  { key: 'place', title: '地区', kind: 'text' },
  { key: 'account', title: '专户', kind: 'text' },
  { key: 'source', title: '来源', kind: 'text' },
  { key: 'purpose', title: '用途', kind: 'text' },
  { key: 'payee', title: '收款单位', kind: 'text' },
  { key: 'payeeAccount', title: '收款账号', kind: 'text' },
  { key: 'amountFen', title: '金额（元）', kind: 'amount' },
  { key: 'reason', title: '事由', kind: 'text' },
  { key: 'state', title: '状态', kind: 'text' },
  { key: 'made', title: '制单', kind: 'text' },
  { key: 'checked', title: '复核', kind: 'text' },
  { key: 'paid', title: '支付', kind: 'text' },
  { key: 'paidOn', title: '支付日期', kind: 'date' },
  { key: 'receiptNo', title: '回单号', kind: 'text' },
  { key: 'refundedFen', title: '已退回（元）', kind: 'amount' },
];

/** Every payment that a filter finds; payees are units, their accounts masked. */
export async function paymentSheet(tx: Tx, filter: FundFilter): Promise<Readable> {
  const rows = await paymentRows(tx, and(paymentsWhere(filter)), MOST);
  return writeSheet({
    name: '专户支付',
    columns,
    rows: rows.map((row) => ({
      place: placeName(tx, row.division),
      account: row.accountName,
      source: fundSources[row.source],
      purpose: fields[row.purpose],
      payee: row.payee,
      payeeAccount: `尾号${row.payeeTail}`,
      amountFen: row.amountFen,
      reason: row.reason,
      state: paymentStates[row.state],
      made: row.madeName,
      checked: row.checkedName,
      paid: row.paidName,
      paidOn: row.paidOn,
      receiptNo: row.receiptNo,
      refundedFen: row.refundedFen,
    })),
  });
}
