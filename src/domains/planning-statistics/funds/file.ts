/** One special account: its budgets, what has arrived, the months that were reconciled, and what may be done with each. */
import { sql } from '../../../database/sql.ts';
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import type { Field } from '../../../kernel/purchase/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type FormField, formOf } from '../../../kernel/schema/index.ts';
import { isTheirs } from './accounts.ts';
import { namesOf } from './allocate.ts';
import { accountShown } from './board.ts';
import type { ArrivalView, FundFile, LineView, ReconciliationView } from './content.ts';
import { monthOfBooks } from './reconcile.ts';
import { idleOf } from './rules.ts';
import { LineChange, NewAllocation, NewArrival, NewLine, NewReconciliation } from './shapes.ts';
import { type FundSource, fundMakers, fundSources, idleKinds } from './terms.ts';
import { idleLimits } from './watch.ts';

const withChoices = (fields: readonly FormField[], name: string, choices: readonly { value: string; label: string }[]) =>
  fields.flatMap((field): FormField[] =>
    field.name !== name ? [field] : choices.length === 0 ? [] : [{ ...field, type: 'choice', choices }],
  );

async function lines(tx: Tx, accountId: string, theirs: boolean): Promise<LineView[]> {
  const rows = await tx.rows<
    Omit<LineView, 'sourceZh' | 'purposesZh' | 'offers'> & { source: FundSource; purposes: Field[] }
  >(sql`select l.id, l.year, l.source, l.name, l.purposes,
      l.budget_fen, l.arrived_fen, l.document_no, (select count(*)::int from fund_line_change c where c.line_id = l.id) as changes
    from fund_line l where l.account_id = ${accountId} order by l.year desc, l.source, l.name limit 200`);
  return rows.map(({ source, purposes, ...row }) => {
    const fixed = { requestId: newId() };
    const common = { by: fundMakers, fixed };
    return {
      ...row,
      sourceZh: fundSources[source],
      purposesZh: namesOf(purposes),
      offers: offersTo(tx.actor, [
        {
          ...common,
          action: 'arrive',
          zh: '登记到账',
          causes: `预算余额${yuanDigits(row.budgetFen - row.arrivedFen)}元；到账以后可以分配，闲置天数从到账日期算。`,
          when: theirs && row.arrivedFen < row.budgetFen,
          to: `/api/funds/lines/${row.id}/arrivals`,
          fields: formOf(NewArrival),
          initial: { arrivedOn: tx.today },
        },
        {
          ...common,
          action: 'change',
          zh: '调整预算',
          causes: '凭文号调整，原来的数保留；不能低于已经到账的。',
          when: theirs,
          to: `/api/funds/lines/${row.id}/change`,
          fields: formOf(LineChange),
          initial: { budget: row.budgetFen },
        },
      ]),
    };
  });
}

/** Where money of an account may be used: the whole place, or a unit right below it. */
const placesBelow = (tx: Tx, division: DivisionCode) =>
  [division, ...tx.divisions.children(division).map((d) => d.code)].map((value) => ({
    value,
    label: tx.divisions.get(value)?.name ?? value,
  }));

async function arrivals(
  tx: Tx,
  accountId: string,
  of: { division: DivisionCode; theirs: boolean },
): Promise<Result<ArrivalView[], 'PARAM_MISSING'>> {
  const { division, theirs } = of;
  const places = placesBelow(tx, division);
  const limits = await idleLimits(tx);
  if (!limits.ok) return limits;
  const rows = await tx.rows<
    Omit<ArrivalView, 'sourceZh' | 'idleZh' | 'offers'> & { source: FundSource; purposes: Field[] }
  >(sql`select a.id, l.name as line_name, l.source, l.purposes, a.arrived_on,
      a.voucher_no, a.amount_fen, a.allocated_fen, a.paid_fen
    from fund_arrival a join fund_line l on l.id = a.line_id where a.account_id = ${accountId} order by (a.allocated_fen < a.amount_fen) desc, a.arrived_on desc, a.id desc limit 200`);
  const programmes = theirs
    ? await tx.rows<{
        value: string;
        label: string;
      }>(sql`select g.id as value, g.year || '年' || g.name as label from purchase_programme g
        join fund_account a on a.division = g.division where a.id = ${accountId} and g.fund = 'special' order by g.year desc, g.name limit 200`)
    : [];
  return ok(
    rows.map(({ source, purposes, ...row }) => {
      const idle = idleOf(row, limits.value, tx.today);
      const left = row.amountFen - row.allocatedFen;
      return {
        ...row,
        sourceZh: fundSources[source],
        idleZh: idle && `${idleKinds[idle.kind]}，已${idle.days}日`,
        offers: offersTo(tx.actor, [
          {
            action: 'allocate',
            zh: '分配',
            causes: `可用余额${yuanDigits(left)}元，只能用于${namesOf(purposes)}；须集体研究，由另一人审核，研究后20个工作日内公开。`,
            by: fundMakers,
            when: theirs && left > 0,
            to: `/api/funds/arrivals/${row.id}/allocations`,
            fields: withChoices(withChoices(formOf(NewAllocation), 'programmeId', programmes), 'place', places),
            initial: { amount: left, decidedOn: tx.today, ...(purposes.length === 1 ? { purpose: purposes[0] } : {}) },
            fixed: { requestId: newId() },
          },
        ]),
      };
    }),
  );
}

async function reconciliations(tx: Tx, accountId: string): Promise<ReconciliationView[]> {
  const rows = await tx.rows<
    Omit<ReconciliationView, 'differences'>
  >(sql`select id, month, version, opening_fen, in_fen, out_fen, closing_fen, bank_fen, due_on, reconciled_on, reconciled_name
    from fund_reconciliation where account_id = ${accountId} order by month desc, version desc limit 60`);
  const said = await tx.rows<ReconciliationView['differences'][number] & { reconciliationId: string }>(
    sql`select reconciliation_id, amount_fen, note, arose_on, settled_on from fund_difference where account_id = ${accountId} order by arose_on, id limit 500`,
  );
  return rows.map((row) => ({
    ...row,
    differences: said.filter((d) => d.reconciliationId === row.id).map(({ reconciliationId: _, ...d }) => d),
  }));
}

/** Not found outside the scope. */
export async function fundFile(tx: Tx, id: string): Promise<Result<FundFile, 'NOT_FOUND' | 'PARAM_MISSING'>> {
  const account = await accountShown(tx, id);
  if (!account) return fail('NOT_FOUND');
  const theirs = isTheirs(tx, account);
  const came = await arrivals(tx, id, { division: account.division, theirs });
  if (!came.ok) return came;
  const month = account.owed[0] ?? plusMonths(monthOf(tx.today), -1);
  const books = await monthOfBooks(tx, id, month);
  const fixed = { requestId: newId() };
  return ok({
    account,
    lines: await lines(tx, id, theirs),
    arrivals: came.value,
    reconciliations: await reconciliations(tx, id),
    offers: offersTo(tx.actor, [
      {
        action: 'line',
        zh: '登记预算',
        causes: '写明来源和允许的用途：分配和支付都不能超出这些用途。',
        by: fundMakers,
        when: theirs,
        to: `/api/funds/accounts/${id}/lines`,
        fields: formOf(NewLine),
        initial: { year: Number(tx.today.slice(0, 4)) },
        fixed,
      },
      {
        action: 'reconcile',
        zh: '对账',
        causes: `${month}账面期末${yuanDigits(books.closing)}元（期初${yuanDigits(books.opening)}，收${yuanDigits(books.incoming)}，付${yuanDigits(books.outgoing)}）；和银行不一致的逐笔写明差异。`,
        by: fundMakers,
        when: theirs && monthOf(account.openedOn) < monthOf(tx.today),
        to: `/api/funds/accounts/${id}/reconciliations`,
        fields: formOf(NewReconciliation),
        initial: { month, bank: Math.max(0, books.closing) },
        fixed,
      },
    ]),
  });
}
