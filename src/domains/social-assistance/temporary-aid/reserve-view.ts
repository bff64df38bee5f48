/** 备用金台账: balances by township, a month's statement with case, officers and receipt of every outlay, refills, year ends. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { writeCsv } from '../../../kernel/csv/index.ts';
import { accountsOfKind, type Statement, statementOf } from '../../../kernel/ledger/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { findReserve, reserveTerms } from './reserve.ts';

export interface RefillRow {
  readonly id: string;
  readonly township: DivisionCode;
  readonly balanceFen: Fen;
  readonly amountFen: Fen;
  readonly proposedOn: PlainDate;
  readonly paidOn: PlainDate | null;
}

export interface ReserveRow {
  readonly township: DivisionCode;
  readonly name: string;
  readonly balanceFen: Fen;
  readonly initialFen: Fen;
  readonly lineFen: Fen;
  readonly low: boolean;
  readonly refill: RefillRow | null;
}

const refillColumns = sql`id, township, balance_fen, amount_fen, proposed_on, paid_on`;

const openRefills = (tx: Tx): Promise<RefillRow[]> =>
  tx.rows<RefillRow>(sql`select ${refillColumns} from reserve_refill where paid_on is null order by township limit 500`);

/** The funds that the actor sees, by township, 50 a page. */
export async function reserves(tx: Tx, cursor: string | null): Promise<{ items: ReserveRow[]; next: string | null }> {
  const page = await accountsOfKind(tx, 'reserve', cursor);
  const refills = await openRefills(tx);
  const items: ReserveRow[] = [];
  for (const account of page.items) {
    const terms = await reserveTerms(tx, account.division);
    const { initialFen, lineFen } = terms.ok ? terms.value : { initialFen: 0, lineFen: 0 };
    items.push({
      township: account.division,
      name: tx.divisions.fullName(account.division),
      balanceFen: account.balance,
      initialFen,
      lineFen,
      low: account.balance < lineFen,
      refill: refills.find((r) => r.township === account.division) ?? null,
    });
  }
  return { items, next: page.next };
}

export interface OutlayRow {
  readonly caseId: string;
  readonly no: string | null;
  readonly applicantName: string;
  readonly firstName: string;
  readonly secondName: string;
  readonly receiptFile: string;
  readonly photoFile: string;
  readonly split: boolean;
}

export interface ReserveStatement extends Omit<Statement, 'account'> {
  readonly township: DivisionCode;
  readonly name: string;
  readonly month: YearMonth;
  readonly balanceFen: Fen;
  readonly outlays: Readonly<Record<string, OutlayRow>>;
}

/** One month of one township; opening it is on record, as it names those who were helped. */
export async function reserveStatement(
  tx: Tx,
  wanted: { township: DivisionCode; month: YearMonth },
  cursor: string | null,
): Promise<Result<ReserveStatement, 'NOT_FOUND'>> {
  const account = await findReserve(tx, wanted.township);
  if (!account) return fail('NOT_FOUND');
  const from = firstDayOf(wanted.month);
  const to = plusDays(firstDayOf(plusMonths(wanted.month, 1)), -1);
  const statement = await statementOf(tx, { accountId: account.id, from, to }, cursor);
  if (!statement.ok) return statement;
  const caseIds = statement.value.items.flatMap((line) => (line.referenceKind === 'case' ? [line.referenceId!] : []));
  const rows = await tx.rows<
    OutlayRow & { personId: string }
  >(sql`select o.case_id, c.no, c.applicant_name, o.person_id, o.first_name, o.second_name,
      o.receipt_file, o.photo_file, 'split-pattern' = any(c.flags) as split
    from reserve_outlay o join service_case c on c.id = o.case_id where o.case_id = any(${caseIds}::uuid[]) limit 60`);
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'reserve.statement.opened',
      subject: { kind: 'ledger-account', id: account.id },
      personIds: [...new Set(rows.map((r) => r.personId))],
      division: wanted.township,
      detail: { month: wanted.month },
    });
  const { account: _, ...lines } = statement.value;
  return ok({
    ...lines,
    township: wanted.township,
    name: tx.divisions.fullName(wanted.township),
    month: wanted.month,
    balanceFen: account.balance,
    outlays: Object.fromEntries(rows.map(({ personId: __, ...row }) => [row.caseId, row])),
  });
}

/** The whole month as a table for the accountant; a month of a township has some dozens of lines. */
export async function statementCsv(
  tx: Tx,
  wanted: { township: DivisionCode; month: YearMonth },
): Promise<Result<string, 'NOT_FOUND'>> {
  const rows: Record<string, string | number | null>[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Result<ReserveStatement, 'NOT_FOUND'> = await reserveStatement(tx, wanted, cursor);
    if (!page.ok) return page;
    const { items, outlays, opening, closing, next } = page.value;
    if (cursor === null) rows.push({ 日期: page.value.from, 摘要: '期初余额', 余额: yuanDigits(opening) });
    for (const line of items) {
      const outlay = line.referenceId ? outlays[line.referenceId] : undefined;
      rows.push({
        日期: line.day,
        摘要: line.note,
        收入: line.amount > 0 ? yuanDigits(line.amount) : '',
        支出: line.amount < 0 ? yuanDigits(-line.amount) : '',
        余额: yuanDigits(line.balanceAfter),
        个案编号: outlay?.no ?? '',
        第一经办人: outlay?.firstName ?? '',
        第二经办人: outlay?.secondName ?? line.byName,
      });
    }
    if (next === null) {
      rows.push({ 日期: page.value.to, 摘要: '期末余额', 余额: yuanDigits(closing) });
      break;
    }
    cursor = next;
  }
  const columns = ['日期', '摘要', '收入', '支出', '余额', '个案编号', '第一经办人', '第二经办人'];
  return ok(
    writeCsv(
      columns,
      rows.map((row) => Object.fromEntries(columns.map((c) => [c, row[c] ?? '']))),
    ),
  );
}
