/** 资金总表: accounts with what lies on them, where money came from and went, what lies idle, and what the bank says otherwise. */
import { type Sql, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { type Field, fields } from '../../../kernel/purchase/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type DivisionCode, type Fen, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { isTheirs } from './accounts.ts';
import type { AccountRow, DifferenceRow, FlowRow, FundBoard, FundFlow, IdleRow } from './content.ts';
import { monthsOwed } from './reconcile.ts';
import { daysSince, idleOf } from './rules.ts';
import { NewAccount, Settlement } from './shapes.ts';
import { type FundSource, fundMakers, fundSources, idleKinds } from './terms.ts';
import { idleLimits } from './watch.ts';

export const placeName = (tx: Tx, code: DivisionCode): string => tx.divisions.get(code)?.name ?? code;
const yearOf = (day: PlainDate): number => Number(day.slice(0, 4));

interface AccountRecord {
  id: string;
  division: DivisionCode;
  name: string;
  bank: string;
  numberTail: string;
  purpose: string;
  openedOn: PlainDate;
  availableFen: Fen;
  toPayFen: Fen;
  openDifferences: number;
}
const accountRows = (tx: Tx, where: Sql): Promise<AccountRecord[]> =>
  tx.rows<AccountRecord>(sql`select a.id, a.division, a.name, a.bank, a.number_tail, a.purpose, a.opened_on,
      coalesce((select sum(l.balance) from fund_arrival r join ledger_account l on l.id = r.ledger_account where r.account_id = a.id), 0)::bigint as available_fen,
      coalesce((select sum(l.balance) from fund_allocation r join ledger_account l on l.id = r.ledger_account where r.account_id = a.id), 0)::bigint as to_pay_fen,
      (select count(*)::int from fund_difference d where d.account_id = a.id and d.settled_on is null) as open_differences
    from fund_account a where ${where} order by a.division, a.name limit 200`);

const shown = async (
  tx: Tx,
  row: AccountRecord,
): Promise<AccountRow & Pick<AccountRecord, 'purpose' | 'openedOn' | 'division'>> => {
  const { numberTail, ...rest } = row;
  return {
    ...rest,
    divisionName: placeName(tx, row.division),
    numberMasked: `尾号${numberTail}`,
    balanceFen: row.availableFen + row.toPayFen,
    owed: await monthsOwed(tx, row),
  };
};

export async function accountShown(tx: Tx, id: string) {
  const [row] = await accountRows(tx, sql`a.id = ${id}`);
  return row ? shown(tx, row) : null;
}

export async function fundBoard(tx: Tx, asked?: number): Promise<Result<FundBoard, 'PARAM_MISSING'>> {
  const year = asked ?? yearOf(tx.today);
  const accounts: AccountRow[] = [];
  for (const row of await accountRows(tx, sql`true`)) accounts.push(await shown(tx, row));
  const sums = await tx.one<
    FundBoard['sums']
  >(sql`select coalesce(sum(l.budget_fen), 0)::bigint as budget_fen, coalesce(sum(l.arrived_fen), 0)::bigint as arrived_fen,
      coalesce(sum(a.allocated), 0)::bigint as allocated_fen, coalesce(sum(a.paid), 0)::bigint as paid_fen
    from fund_line l left join lateral (select sum(allocated_fen) as allocated, sum(paid_fen) as paid from fund_arrival r where r.line_id = l.id) a on true where l.year = ${year}`);
  const publish = await tx.one<{ toPublish: number; overduePublish: number }>(sql`select count(*)::int as to_publish,
      count(*) filter (where publish_by < ${tx.today})::int as overdue_publish from fund_allocation where state = 'approved' and published_on is null`);
  const years = await tx.rows<{ year: number }>(sql`select distinct year from fund_line order by year desc limit 30`);
  const idle = await idleMoney(tx);
  if (!idle.ok) return idle;
  return ok({
    year,
    years: [...new Set([yearOf(tx.today), ...years.map((r) => r.year)])].sort((a, b) => b - a),
    accounts,
    sums,
    ...publish,
    idleFen: idle.value.reduce((sum, row) => sum + row.amountFen, 0),
    offers: offersTo(tx.actor, [
      {
        action: 'open',
        zh: '登记专户',
        causes: '账号加密保存，页面上只显示尾号。',
        by: fundMakers,
        to: '/api/funds/accounts',
        fields: formOf(NewAccount),
        fixed: { requestId: newId() },
      },
    ]),
  });
}

/** 来源 → 用途 → 用在哪里, of one year's budgets. */
export async function fundFlow(tx: Tx, asked?: number): Promise<FundFlow> {
  const year = asked ?? yearOf(tx.today);
  const sources = await tx.rows<{
    source: FundSource;
    budgetFen: Fen;
    arrivedFen: Fen;
    allocatedFen: Fen;
    paidFen: Fen;
  }>(sql`select l.source, sum(l.budget_fen)::bigint as budget_fen,
      sum(l.arrived_fen)::bigint as arrived_fen, coalesce(sum(a.allocated), 0)::bigint as allocated_fen, coalesce(sum(a.paid), 0)::bigint as paid_fen
    from fund_line l left join lateral (select sum(allocated_fen) as allocated, sum(paid_fen) as paid from fund_arrival r where r.line_id = l.id) a on true
    where l.year = ${year} group by l.source order by 3 desc, 1`);
  const rows = await tx.rows<{
    source: FundSource;
    purpose: Field;
    place: DivisionCode;
    allocatedFen: Fen;
    paidFen: Fen;
  }>(sql`select l.source, a.purpose,
      case when right(a.place, 8) = '00000000' then a.place else left(a.place, 6) || '000000' end as place,
      sum(a.amount_fen - a.refunded_fen)::bigint as allocated_fen, sum(a.paid_fen - a.refunded_fen)::bigint as paid_fen
    from fund_allocation a join fund_line l on l.id = a.line_id where l.year = ${year} and a.state = 'approved' group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit 500`);
  return {
    year,
    sources: sources.map(({ source, ...row }) => ({ ...row, sourceZh: fundSources[source] })),
    rows: rows.map(
      ({ source, purpose, place, ...row }): FlowRow => ({
        ...row,
        sourceZh: fundSources[source],
        purposeZh: fields[purpose],
        placeName: placeName(tx, place),
      }),
    ),
  };
}

export async function idleMoney(tx: Tx): Promise<Result<IdleRow[], 'PARAM_MISSING'>> {
  const limits = await idleLimits(tx);
  if (!limits.ok) return limits;
  const rows = await tx.rows<{
    id: string;
    accountId: string;
    division: DivisionCode;
    source: FundSource;
    name: string;
    arrivedOn: PlainDate;
    amountFen: Fen;
    allocatedFen: Fen;
    paidFen: Fen;
  }>(sql`select a.id, a.account_id, a.division, l.source, l.name, a.arrived_on, a.amount_fen, a.allocated_fen, a.paid_fen
    from fund_arrival a join fund_line l on l.id = a.line_id where a.paid_fen < a.amount_fen order by a.arrived_on, a.id limit 1000`);
  return ok(
    rows.flatMap(({ division, source, ...row }) => {
      const idle = idleOf(row, limits.value, tx.today);
      if (!idle) return [];
      return [
        {
          id: row.id,
          accountId: row.accountId,
          divisionName: placeName(tx, division),
          sourceZh: fundSources[source],
          name: row.name,
          arrivedOn: row.arrivedOn,
          amountFen: idle.amountFen,
          days: idle.days,
          kindZh: idleKinds[idle.kind],
        },
      ];
    }),
  );
}

/** The open ones first, the oldest before the others; a difference is said with its age. */
export async function differences(tx: Tx): Promise<DifferenceRow[]> {
  const rows = await tx.rows<
    Omit<DifferenceRow, 'divisionName' | 'days' | 'offers'> & { division: DivisionCode }
  >(sql`select d.id, a.name as account_name, d.division, d.month, d.amount_fen,
      d.arose_on, d.note, d.settled_on, d.settlement
    from fund_difference d join fund_account a on a.id = d.account_id order by (d.settled_on is not null), d.arose_on, d.id limit 300`);
  return rows.map(({ division, ...row }) => ({
    ...row,
    divisionName: placeName(tx, division),
    days: daysSince(row.aroseOn, row.settledOn ?? tx.today),
    offers: settleOffers(tx, { id: row.id, division, settledOn: row.settledOn }),
  }));
}
const settleOffers = (tx: Tx, of: { id: string; division: DivisionCode; settledOn: PlainDate | null }): Offer[] =>
  offersTo(tx.actor, [
    {
      action: 'settle',
      zh: '处理差异',
      causes: '写明怎么处理的；差异记录保留。',
      by: fundMakers,
      when: of.settledOn === null && isTheirs(tx, of),
      to: `/api/funds/differences/${of.id}/settle`,
      fields: formOf(Settlement),
      fixed: { requestId: newId() },
    },
  ]);
