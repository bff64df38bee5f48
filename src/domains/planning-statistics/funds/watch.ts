/** 每日: money that lies idle is told once for each way of lying, and a month that is not reconciled in time once a month. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { longMonth, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import { wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { reconcileBy } from './reconcile.ts';
import { type IdleLimits, idleOf, type Lying } from './rules.ts';
import { type FundSource, fundSources } from './terms.ts';

defineTemplates({
  'fund.idle': { title: '资金闲置', text: '{source}“{name}”{amount}元已闲置{days}日。' },
  'fund.unreconciled': { title: '专户还没有对账', text: '{account}{month}应于{date}前对账。' },
});

export async function idleLimits(tx: Tx): Promise<Result<IdleLimits, 'PARAM_MISSING'>> {
  const allocation = await wholeParameter(tx, 'FUND-IDLE-ALLOCATION', tx.city, tx.today);
  if (!allocation.ok) return allocation;
  const payment = await wholeParameter(tx, 'FUND-IDLE-PAYMENT', tx.city, tx.today);
  return payment.ok ? ok({ allocationDays: allocation.value, paymentDays: payment.value }) : payment;
}

/** Who makes and who leads, at the level of an account. */
const handsOf = (tx: Tx, division: DivisionCode) =>
  division === tx.city ? (['city-clerk', 'city-leader'] as const) : (['finance-clerk', 'county-leader'] as const);

interface Told extends Lying {
  id: string;
  division: DivisionCode;
  source: FundSource;
  name: string;
  told: '' | 'allocation' | 'payment';
}

async function tellIdle(tx: Tx): Promise<void> {
  const limits = await idleLimits(tx);
  if (!limits.ok) throw new Error(`idle money: ${limits.code}`);
  const { allocationDays } = limits.value;
  const rows =
    await tx.rows<Told>(sql`select a.id, a.division, l.source, l.name, a.arrived_on, a.amount_fen, a.allocated_fen, a.paid_fen, a.idle_told as told
    from fund_arrival a join fund_line l on l.id = a.line_id
    where a.paid_fen < a.amount_fen and a.idle_told <> 'payment' and a.arrived_on < ${plusDays(tx.today, -allocationDays)} order by a.id limit 5000`);
  for (const row of rows) {
    const idle = idleOf(row, limits.value, tx.today);
    if (!idle || idle.kind === row.told) continue;
    const { division, source } = row;
    await emit(tx, {
      type: 'fund.idled',
      subject: { kind: 'fund-arrival', id: row.id },
      division,
      payload: { source, amountFen: idle.amountFen, days: idle.days },
      sensitivity: 'internal',
    });
    const params = { source: fundSources[source], name: row.name, amount: yuanDigits(idle.amountFen), days: idle.days };
    for (const performer of handsOf(tx, division))
      await notify(tx, { to: { performer, division }, template: 'fund.idle', params });
    await tx.run(sql`update fund_arrival set idle_told = ${idle.kind} where id = ${row.id}`);
  }
}

/** Once a month and account, as soon as its last day is over. */
async function tellUnreconciled(tx: Tx): Promise<void> {
  const month = plusMonths(monthOf(tx.today), -1);
  const accounts = await tx.rows<{
    id: string;
    division: DivisionCode;
    name: string;
    openedOn: PlainDate;
  }>(sql`select a.id, a.division, a.name, a.opened_on from fund_account a
    where a.unreconciled_told <> ${month} and not exists (select from fund_reconciliation r where r.account_id = a.id and r.month = ${month}) order by a.id limit 1000`);
  for (const account of accounts) {
    if (monthOf(account.openedOn) > month) continue;
    const due = await reconcileBy(tx, month, account.division);
    if (!due.ok) throw new Error(`reconciliation: ${due.code}`);
    if (tx.today <= due.value) continue;
    for (const performer of handsOf(tx, account.division))
      await notify(tx, {
        to: { performer, division: account.division },
        template: 'fund.unreconciled',
        params: { account: account.name, month: longMonth(month), date: due.value },
      });
    await tx.run(sql`update fund_account set unreconciled_told = ${month} where id = ${account.id}`);
  }
}

const accounts = (tx: Tx) => tx.rows(sql`select 1 as known from fund_account limit 1`);

export const watchFunds = whenDue(accounts, (context) =>
  context.write(systemActor('fund-watch', context.city), async (tx) => {
    if ((await accounts(tx)).length === 0) return;
    await tellIdle(tx);
    await tellUnreconciled(tx);
  }),
);
