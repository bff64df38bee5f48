/**
 * A bank that works with workbooks: the list goes out as .xlsx, the bank fills it in. The guards are those of every format: nothing of a wrong result is
 * believed, the money stays where it is, and the difference is the bank's to mend.
 */
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import { bankAnswers } from './bank-simulator.ts';
import { loadAgencyBanks } from './banks.ts';
import { COUNTY, carryTo, everywhere, family, freeze, paymentDesk, sentence } from './fixtures.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-23' });
  desk = paymentDesk(db);
  const bank = { code: 'vb', name: '通城村镇银行', format: 'xlsx', spellings: [], main: true } as const;
  await db.context.write(everywhere, (tx) => loadAgencyBanks(tx, [{ ...bank, division: COUNTY }]));
});
afterAll(() => db.drop());

type Cell = string | number | Date | boolean | null;
type Rows = Cell[][];
const rowsOf = async (bytes: Buffer): Promise<Rows> => (await readXlsx(new Uint8Array(bytes))).sheets[0]!.rows as Rows;
const bytesOf = async (rows: Rows): Promise<Buffer> => Buffer.from(await writeXlsx({ sheets: [{ name: '回盘', rows }] }));
/** As an officer of the bank would: opens the workbook, changes cells, saves it with another program. */
const edited = async (bytes: Buffer, change: (rows: Rows) => Rows): Promise<Buffer> => bytesOf(change(await rowsOf(bytes)));
const HEADINGS = 3;
const column = (rows: Rows, title: string): number => rows[HEADINGS]!.indexOf(title);
const set = (rows: Rows, line: number, title: string, value: Cell): Rows =>
  rows.map((row, i) => (i === HEADINGS + line ? row.map((cell, c) => (c === column(rows, title) ? value : cell)) : row));

async function sent() {
  desk.on('2026-03-23');
  const programme = desk.newProgramme();
  const given = { programme, exclusiveGroups: [programme], fromMonth: '2026-04' as const };
  const a = await family(db.context, { ...given, names: ['张三'], amountFen: 1740_00 });
  const b = await family(db.context, { ...given, names: ['王五'], amountFen: 340_05 });
  const c = await family(db.context, { ...given, names: ['钱七'], amountFen: 1040_00 });
  const { id } = await freeze(db.context, '2026-04', programme);
  await carryTo(db, id, 'sent');
  const file = await desk.bankFile(id);
  const good = await bankAnswers(file, { format: 'xlsx' });
  return { programme, id, a, b, c, file, good, importIt: (content: Buffer) => desk.importFile(id, content) };
}

test('送出的是表：上面有批次号、校验码、怎样填，下面有合计；金额是数字，结果等三列空着', async () => {
  const { file } = await sent();
  const rows = await rowsOf(file);
  expect(rows[0]![0]).toMatch(/代发明细　2026年4月　3笔　合计3120\.05元　发放日2026年4月10日/);
  expect(rows[1]![0]).toMatch(/^批次号：[0-9a-f-]{36}　校验码：[0-9a-f]{64}$/);
  expect(rows[HEADINGS]).toEqual([
    '序号',
    '明细编号',
    '户名',
    '开户银行',
    '账号',
    '金额（元）',
    '用途',
    '结果',
    '退回代码',
    '退回原因',
    '入账日期',
  ]);
  expect(rows[HEADINGS + 1]!.slice(5, 6)).toEqual([1740]);
  expect(rows[HEADINGS + 4]!.slice(0, 6)).toEqual(['合计', '3', null, null, null, 3120.05]);
});

test('退一笔：按表里的结果入账、退回，写明原因；同一张表另存以后再导一次不重记；另一份不收', async () => {
  const { programme, id, b, file, good, importIt } = await sent();
  const returned = (await desk.lineOf(id, b)).id;
  const answer = await bankAnswers(file, { format: 'xlsx', returns: { [returned]: 'R01' } });
  accepted(await importIt(answer));
  expect(await desk.view(id)).toMatchObject({
    state: 'partly-paid',
    paid: { count: 2, sumFen: 2780_00 },
    returned: { count: 1, sumFen: 340_05 },
  });
  expect(await desk.lineOf(id, b)).toMatchObject({ state: 'returned' });
  expect(await desk.balances(programme)).toEqual({ budget: -3120_05, paid: 2780_00, returned: 340_05 });
  const saved = await edited(answer, (rows) => rows);
  expect(saved.equals(answer)).toBe(false);
  expect(accepted(await importIt(saved)).already).toBe(true);
  expect(sentence(await importIt(good))).toContain('不能再导入另一份回盘文件');
});

test('银行另存时列换了次序、多了自己的列、日期成了日期格、写“失败”：照样认', async () => {
  const { id, good, importIt } = await sent();
  const own = await edited(good, (rows) =>
    rows.map((row, i) => {
      if (i < HEADINGS) return row;
      if (i === HEADINGS) return ['流水号', ...row.toReversed()];
      const dated = row.map((cell, c) => (c === column(rows, '入账日期') && cell ? new Date('2026-04-10T00:00:00Z') : cell));
      return [`L${i}`, ...dated.toReversed()];
    }),
  );
  accepted(await importIt(own));
  expect(await desk.view(id)).toMatchObject({ state: 'all-paid', paid: { count: 3, sumFen: 3120_05 } });
});

test('改了金额、少了一笔、多出一笔、写了两遍、合计不对、没填结果、没有表尾、别批的表：各有一句话，一笔也没有入账，差额归银行', async () => {
  const former = await sent();
  const { programme, id, good, importIt } = await sent();
  const all = async (change: (rows: Rows) => Rows) => edited(good, change);
  const faults: [string, Buffer, string][] = [
    ['改了金额', await all((r) => set(r, 1, '金额（元）', 1840)), '合计金额与明细不符'],
    [
      '改了金额，表尾也跟着改了',
      await all((r) => set(set(set(r, 1, '金额（元）', 1840), 4, '金额（元）', 3220.05), 5, '金额（元）', 3220.05)),
      '第5行：金额应为1,740.00元，文件中为1,840.00元',
    ],
    ['少了一笔', await all((r) => r.filter((_, i) => i !== HEADINGS + 2)), '合计笔数与明细不符'],
    [
      '少了一笔，表尾也跟着改了',
      await all((r) => {
        const fewer = set(set(r, 4, '金额（元）', 2780), 5, '金额（元）', 2780);
        return set(set(fewer, 4, '明细编号', 2), 5, '明细编号', 2).filter((_, i) => i !== HEADINGS + 2);
      }),
      '应有3笔，只有2笔',
    ],
    ['多出一笔', await all((r) => set(r, 1, '明细编号', newId())), '这一笔不在送给这家银行的文件中'],
    ['写了两遍', await all((r) => r.toSpliced(HEADINGS + 2, 0, r[HEADINGS + 1]!)), '这一笔在文件中重复出现'],
    ['成功合计写错', await all((r) => set(r, 5, '金额（元）', 3120)), '成功金额与明细不符'],
    ['退回笔数没填', await all((r) => set(r, 6, '明细编号', null)), '“退回”一行没有填笔数'],
    ['没填结果', await all((r) => set(r, 2, '结果', null)), '结果：必填'],
    ['退回没有原因', await all((r) => set(r, 2, '结果', '退回')), '退回没有写原因'],
    ['没填入账日期', await all((r) => set(r, 2, '入账日期', null)), '成功的没有填入账日期'],
    ['两个入账日期', await all((r) => set(r, 2, '入账日期', '2026-04-09')), '入账日期不是同一天'],
    ['入账日期荒唐', await all((r) => [1, 2, 3].reduce((to, n) => set(to, n, '入账日期', '2126-04-10'), r)), '入账日期2126'],
    ['没有表尾', await all((r) => r.slice(0, HEADINGS + 4)), '没有“合计”一行，文件可能不完整'],
    ['没有批次号', await all((r) => r.slice(2)), '没有批次号和校验码'],
    ['缺一列', await all((r) => r.map((row) => row.filter((_, c) => c !== column(r, '结果')))), '表头缺少：结果'],
    ['不是表格', Buffer.from([0x52, 0, 1, 2]), '不是能读的 .xlsx 表格'],
    ['别的文件', Buffer.from('R|MZDF1|'), '表头缺少'],
    ['截断', good.subarray(0, good.length - 300), '不是能读的 .xlsx 表格'],
  ];
  for (const [name, content, problem] of faults) expect(sentence(await importIt(content)), name).toContain(problem);
  expect(sentence(await importIt(former.good))).toBe('回盘文件不属于这一批，没有导入。');
  expect((await desk.lines(id)).map((l) => l.state)).toEqual(['sent', 'sent', 'sent']);
  expect(await desk.balances(programme)).toEqual({ budget: -3120_05, transit: 3120_05 });
  expect((await desk.agreementOf(programme)).differences).toMatchObject([
    { kind: 'refused', fen: 3120_05, count: 3, owner: '代发银行，县财务经办催办' },
  ]);
  // 银行更正重送
  accepted(await importIt(good));
  expect(await desk.view(id)).toMatchObject({ state: 'all-paid' });
});
