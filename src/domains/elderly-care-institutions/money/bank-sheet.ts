/** 存管流水 by spreadsheet, as a bank gives it: a line for an entry; what is known by its number is not taken twice. */
import { sql } from '../../../database/sql.ts';
import { ok } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { defineImport, type SheetRow, verdict } from '../../../kernel/sheet/server.ts';
import { takeStatement } from './bank.ts';
import { enterEntry } from './bank-store.ts';
import { offices } from './terms.ts';

interface Known {
  id: string;
  division: DivisionCode;
  no: string;
  serials: string[];
}
const noOf = (row: SheetRow): string => `${row.creditCode}-${row.siteNo ?? 1}`;
const fenOf = (row: SheetRow): number => Number(row.received ?? 0) - Number(row.paid ?? 0);

const knownOf = (tx: Parameters<Parameters<typeof defineImport>[0]['check']>[0], rows: readonly SheetRow[]): Promise<Known[]> =>
  tx.rows<Known>(
    sql`select i.id, i.division, i.credit_code || '-' || i.site_no as no,
        array(select e.serial_no from care_escrow_entry e where e.institution_id = i.id and e.serial_no = any(${rows.map((r) => String(r.serialNo))}::text[])) as serials
      from care_institution i join care_escrow a on a.institution_id = i.id where i.credit_code = any(${rows.map((r) => String(r.creditCode))}::text[])`,
  );

defineImport({
  kind: 'escrow-entries',
  title: '养老机构存管流水',
  help: '银行的对账单，一笔一行，收入、支出填一个；先登记存管账户。导进来马上和押金、会员费一对一核对。只有一处院区的，院区号可以不填。',
  performers: offices,
  columns: [
    { key: 'creditCode', title: '统一社会信用代码', kind: 'code', required: true },
    { key: 'siteNo', title: '院区号', kind: 'integer' },
    { key: 'onDate', title: '日期', kind: 'date', required: true, names: ['交易日期', '记账日期'] },
    { key: 'serialNo', title: '流水号', kind: 'code', required: true, names: ['交易流水号', '凭证号'] },
    { key: 'received', title: '收入（元）', kind: 'amount', names: ['贷方发生额', '收入金额'] },
    { key: 'paid', title: '支出（元）', kind: 'amount', names: ['借方发生额', '支出金额'] },
    { key: 'payer', title: '对方户名', kind: 'text', names: ['对方名称'] },
  ],
  async check(tx, rows) {
    const known = await knownOf(tx, rows);
    const problemOf = (row: SheetRow): string | null => {
      const home = known.find(({ no }) => no === noOf(row));
      if (!home) return '没有这家机构，或者还没有登记存管账户';
      if (String(row.onDate) > tx.today) return '日期不能晚于今天';
      if ((row.received ?? null) !== null && (row.paid ?? null) !== null && row.received !== 0 && row.paid !== 0)
        return '收入、支出只填一个';
      if (fenOf(row) === 0) return '收入、支出都没有填';
      return home.serials.includes(String(row.serialNo)) ? '这个流水号已经导过' : null;
    };
    return rows.map((row) => verdict(problemOf(row), '导入流水'));
  },
  once: { zh: '机构和流水号', of: (row) => `${noOf(row)} ${row.serialNo}` },
  async apply(tx, rows) {
    const known = await knownOf(tx, rows);
    const spans = new Map<string, PlainDate[]>();
    for (const row of rows) {
      const home = known.find(({ no }) => no === noOf(row))!;
      const onDate = String(row.onDate) as PlainDate;
      await enterEntry(tx, home, {
        onDate,
        serialNo: String(row.serialNo),
        amountFen: fenOf(row),
        payer: row.payer ? String(row.payer) : null,
      });
      spans.set(home.id, [...(spans.get(home.id) ?? []), onDate]);
    }
    for (const [id, days] of spans) {
      const sorted = days.toSorted();
      const taken = await takeStatement(tx, id, { from: sorted[0]!, to: sorted.at(-1)! });
      if (!taken.ok) return taken;
    }
    return ok(null);
  },
});
