/** 存管余额 by spreadsheet, as a bank sends them: one line for an account and a day, all or none. */
import { sql } from '../../../database/sql.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow, verdict } from '../../../kernel/sheet/server.ts';
import { enterBalance } from './act.ts';
import { offices } from './terms.ts';

interface Known {
  id: string;
  no: string;
  days: PlainDate[];
}
const noOf = (row: SheetRow): string => `${row.creditCode}-${row.siteNo ?? 1}`;

defineImport({
  kind: 'escrow-balances',
  title: '养老机构存管余额',
  help: '银行每天报的余额，一家一天一行；先登记存管账户。只有一处院区的，院区号可以不填。',
  performers: offices,
  columns: [
    { key: 'creditCode', title: '统一社会信用代码', kind: 'code', required: true },
    { key: 'siteNo', title: '院区号', kind: 'integer' },
    { key: 'onDate', title: '日期', kind: 'date', required: true },
    { key: 'balance', title: '余额（元）', kind: 'amount', required: true },
  ],
  async check(tx, rows) {
    const known = await tx.rows<Known>(
      sql`select i.id, i.credit_code || '-' || i.site_no as no,
          array(select b.on_date::text from care_escrow_balance b where b.institution_id = i.id and b.on_date = any(${rows.map((r) => String(r.onDate))}::date[])) as days
        from care_institution i join care_escrow e on e.institution_id = i.id where i.credit_code = any(${rows.map((r) => String(r.creditCode))}::text[]) limit 5000`,
    );
    const problemOf = (row: SheetRow): string | null => {
      const home = known.find(({ no }) => no === noOf(row));
      if (!home) return '没有这家机构，或者还没有登记存管账户';
      if (String(row.onDate) > tx.today) return '日期不能晚于今天';
      return home.days.includes(String(row.onDate) as PlainDate) ? '这一天已经报过' : null;
    };
    return rows.map((row) => verdict(problemOf(row), '登记余额'));
  },
  once: { zh: '机构和日期', of: (row) => `${noOf(row)} ${row.onDate}` },
  async apply(tx, rows) {
    for (const row of rows) {
      const { id } = await tx.one<{ id: string }>(
        sql`select id from care_institution where credit_code = ${String(row.creditCode)} and site_no = ${Number(row.siteNo ?? 1)}`,
      );
      const entered = await enterBalance(tx, id, { onDate: String(row.onDate) as PlainDate, balance: Number(row.balance) });
      if (!entered.ok) return entered;
    }
    return ok(null);
  },
});
