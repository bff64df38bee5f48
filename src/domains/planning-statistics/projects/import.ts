/** The two annexes come in as spreadsheets: as a whole or not at all, the same file once. */
import { ok } from '../../../kernel/result/index.ts';
import { defineImport } from '../../../kernel/sheet/server.ts';
import { watchTable } from '../progress/watch.ts';
import { columnsOf, type DetailRow, readRow, type TableKind, tableInOrder } from './printed.ts';
import { addRows, openTable } from './tables.ts';

const does: Readonly<Record<DetailRow['level'], string>> = {
  total: '合计',
  category: '大类',
  subcategory: '小类',
  project: '项目',
};

function defineTable(kind: TableKind, title: string, help: string): void {
  defineImport({
    kind: `project-${kind}`,
    title,
    help,
    performers: ['city-clerk'],
    columns: columnsOf[kind],
    entire() {
      const order = tableInOrder(kind);
      return {
        next: (row) => order.next(row && (readRow(kind, row) as DetailRow)),
        end: order.end,
      };
    },
    check: async (_tx, rows) =>
      rows.map((row) => {
        const read = readRow(kind, row);
        return typeof read === 'string' ? { problem: read } : { does: does[read.level] };
      }),
    async apply(tx, rows, of) {
      const table = await openTable(tx, { id: of.id, kind, content: of.content });
      if (!table.ok) return table;
      await addRows(
        tx,
        { tableId: of.id, plan: table.value.plan },
        rows.map((row) => readRow(kind, row) as DetailRow),
      );
      return ok(null);
    },
    // 中位单价和重名要看整张表：全部进去以后看一遍，不是每500行看一遍
    async finish(tx, of) {
      const table = kind === 'detail' ? await openTable(tx, { id: of.id, kind, content: of.content }) : null;
      if (!table) return ok(null);
      return table.ok ? watchTable(tx, { plan: table.value.plan, tableId: of.id }) : table;
    },
  });
}

defineTable(
  'summary',
  '项目汇总表（规划附件一）',
  '每一行是一个大类、小类或合计，与印出的一样。整份导入；以后另传一份，先前的保留。',
);
defineTable(
  'detail',
  '项目明细表（规划附件二）',
  '每个项目一行，中间有大类、小类的小计，与印出的一样。整份导入；以后另传一份，先前的保留，人确认过的地点和个数跟过来。',
);
