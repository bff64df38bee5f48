/**
 * A bank's files as workbooks: what goes out is a list with empty columns, what comes back is the same list filled in. The lines over the headings
 * carry batch and check code of what was sent; the bank's own sums stand at the foot, as a trailer does. Believed whole or not at all, as every result.
 */
import { buffer } from 'node:stream/consumers';
import { longDate, longMonth } from '../../calendar/index.ts';
import { ok, type Result } from '../../result/index.ts';
import type { Fen, PlainDate, YearMonth } from '../../schema/index.ts';
import {
  type Column,
  faultOfFile,
  judgeFile,
  parseCell,
  parseRow,
  readRows,
  type SheetRow,
  writeSheet,
} from '../../sheet/server.ts';
import {
  answerProblem,
  type BankResultFile,
  bad,
  hashOf,
  type ResultLine,
  readBankFile,
  totalsOf,
  type Unreadable,
  writeBankResult,
} from './files.ts';
import { plainYuan, type Template } from './template.ts';

const columns: readonly Column[] = [
  { key: 'no', title: '序号', kind: 'text', required: true },
  { key: 'lineId', title: '明细编号', kind: 'text', required: true },
  { key: 'holder', title: '户名', kind: 'text' },
  { key: 'bank', title: '开户银行', kind: 'text' },
  { key: 'account', title: '账号', kind: 'code' },
  { key: 'amount', title: '金额（元）', kind: 'amount', required: true },
  { key: 'purpose', title: '用途', kind: 'text' },
  {
    key: 'paid',
    title: '结果',
    kind: 'choice',
    required: true,
    choices: { paid: '成功', returned: '退回' },
    also: { 已入账: 'paid', 交易成功: 'paid', 失败: 'returned', 不成功: 'returned', 退票: 'returned', 交易失败: 'returned' },
  },
  { key: 'code', title: '退回代码', kind: 'code' },
  { key: 'reason', title: '退回原因', kind: 'text' },
  { key: 'creditedOn', title: '入账日期', kind: 'date' },
];
/** What a bank may leave away when it saves the list anew. */
const asked = columns.filter((c) => !['holder', 'bank', 'account', 'purpose'].includes(c.key));

const FEET = { 合计: 'all', 成功: 'paid', 退回: 'returned' } as const;
type Foot = (typeof FEET)[keyof typeof FEET];
const foot = (zh: keyof typeof FEET, count: number | null, sumFen: Fen | null): SheetRow => ({
  no: zh,
  lineId: count === null ? null : String(count),
  amount: sumFen,
});

const HINT =
  '请银行填写“结果”（成功或者退回）、“退回原因”“入账日期”，并在表尾填写成功、退回的笔数（第二列）和金额；其他内容请不要改动，存为 .xlsx 送回。';
const identity = (batchId: string, hash: string): string => `批次号：${batchId}　校验码：${hash}`;
const IDENTITY = /批次号：([0-9a-f-]{36})\s*校验码：([0-9a-f]{64})/;

/** The workbook for a file that was written by rows: `hash` is that of the rows. */
export function packSheet(
  template: Template,
  content: Buffer,
  { hash, title }: { hash: string; title: string },
): Promise<Buffer> {
  const { head, lines } = readBankFile(template, content);
  const month = longMonth(head.month as YearMonth);
  const says = `${title}代发明细　${month}　${head.count}笔　合计${plainYuan(head.sumFen)}元　发放日${longDate(head.payOn)}`;
  const rows: SheetRow[] = lines.map(({ no, amountFen, ...line }) => ({ ...line, no: String(no), amount: amountFen }));
  return buffer(
    writeSheet({
      name: '代发明细',
      columns,
      above: [says, identity(head.batchId, hash), HINT],
      rows: [...rows, foot('合计', head.count, head.sumFen), foot('成功', null, null), foot('退回', null, null)],
    }),
  );
}

interface Found {
  readonly above: string[];
  readonly rows: { at: number; row: SheetRow }[];
  readonly feet: Map<Foot, { at: number; count: number | null; sumFen: Fen | null }>;
}

/** A row of the foot: number of lines in the second column, sum in that of the amounts. */
function footOf(cells: Readonly<Record<string, unknown>>, at: number) {
  const number = (key: string, kind: 'integer' | 'amount'): number | null => {
    const parsed = parseCell({ key, title: '', kind }, cells[key]);
    return 'value' in parsed && parsed.value !== null ? Number(parsed.value) : null;
  };
  return { at, count: number('lineId', 'integer'), sumFen: number('amount', 'amount') };
}

async function rowsIn(content: Buffer): Promise<Result<Found, Unreadable>> {
  const found: Found = { above: [], rows: [], feet: new Map() };
  const judged = judgeFile(content);
  if (!judged.ok) return bad(1, `不是能读的 .xlsx 表格（${judged.params.reason ?? '文件太大'}）`);
  try {
    for await (const { no: at, cells } of readRows(content, asked, {
      above: (values) => found.above.push(values.map(String).join(' ')),
    })) {
      const name = String(cells.no ?? '').trim() as keyof typeof FEET;
      if (Object.hasOwn(FEET, name)) {
        if (found.feet.has(FEET[name])) return bad(at, `有两行“${name}”`);
        found.feet.set(FEET[name], footOf(cells, at));
        continue;
      }
      const { row, problem } = parseRow(asked, cells);
      if (problem) return bad(at, problem);
      found.rows.push({ at, row });
    }
  } catch (error) {
    const fault = faultOfFile(error);
    if (fault === null) throw error;
    return bad(1, fault);
  }
  return ok(found);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function linesIn(rows: Found['rows']): Result<(ResultLine & { at: number; creditedOn: PlainDate | null })[], Unreadable> {
  const lines: (ResultLine & { at: number; creditedOn: PlainDate | null })[] = [];
  const seen = new Set<string>();
  for (const { at, row } of rows) {
    const paid = row.paid === 'paid';
    const lineId = String(row.lineId);
    const [code, reason] = [String(row.code ?? ''), String(row.reason ?? '')];
    if (!UUID.test(lineId)) return bad(at, '明细编号不对，请让银行在我们送的表上填写');
    if (seen.has(lineId)) return bad(at, '这一笔在文件中重复出现');
    seen.add(lineId);
    const problem = answerProblem({ paid, code, reason });
    if (problem) return bad(at, problem);
    const told = paid ? { code: '', reason: '' } : { code, reason };
    lines.push({ lineId, amountFen: Number(row.amount), paid, ...told, at, creditedOn: row.creditedOn as PlainDate | null });
  }
  return ok(lines);
}

const feetNames = { all: '合计', paid: '成功', returned: '退回' } as const;

/** The bank's sums against its lines. A list without its foot may have lost its end. */
function footProblem({ feet }: Found, lines: readonly ResultLine[]): Result<null, Unreadable> {
  const t = totalsOf(lines);
  const wanted = { all: [t.count, t.sum], paid: [t.paidCount, t.paidSum], returned: [t.returnedCount, t.returnedSum] } as const;
  for (const [key, zh] of Object.entries(feetNames) as [Foot, string][]) {
    const stated = feet.get(key);
    if (!stated) return bad(lines.length + 2, `没有“${zh}”一行，文件可能不完整`);
    if (stated.count === null || stated.sumFen === null) return bad(stated.at, `“${zh}”一行没有填笔数（第二列）或者金额`);
    if (stated.count !== wanted[key][0]) return bad(stated.at, `${zh}笔数与明细不符`);
    if (stated.sumFen !== wanted[key][1]) return bad(stated.at, `${zh}金额与明细不符`);
  }
  return ok(null);
}

async function readFilled(content: Buffer): Promise<Result<BankResultFile, Unreadable>> {
  const found = await rowsIn(content);
  if (!found.ok) return found;
  const own = found.value.above.map((line) => IDENTITY.exec(line.normalize('NFC'))).find((match) => match !== null);
  if (!own) return bad(1, '没有批次号和校验码，请让银行在我们送的表上填写');
  const lines = linesIn(found.value.rows);
  if (!lines.ok) return lines;
  const totals = footProblem(found.value, lines.value);
  if (!totals.ok) return totals;
  const dated = lines.value.filter((l) => l.creditedOn !== null);
  const undated = lines.value.find((l) => l.paid && l.creditedOn === null);
  if (undated) return bad(undated.at, '成功的没有填入账日期');
  const other = dated.find((l) => l.creditedOn !== dated[0]!.creditedOn);
  if (other) return bad(other.at, `入账日期不是同一天（前面是${dated[0]!.creditedOn}）`);
  if (dated.length === 0) return bad(1, '没有填入账日期（全部退回的，填处理的那一天）');
  return ok({
    batchId: own[1]!,
    bankFileHash: own[2]!,
    creditedOn: dated[0]!.creditedOn!,
    lines: lines.value.map(({ creditedOn: _, ...line }) => line),
  });
}

/** A workbook that was filled in, and the hash of what it says: saved again by another program it is the same answer. */
export async function readSheetResult(
  template: Template,
  content: Buffer,
): Promise<{ hash: string; result: Result<BankResultFile, Unreadable> }> {
  const result = await readFilled(content);
  return { hash: result.ok ? hashOf(writeBankResult(template, result.value)) : hashOf(content), result };
}

/** What a bank does with the workbook: for one that is simulated. Throws when the workbook is none of ours. */
export async function fillSheet(
  content: Buffer,
  {
    creditedOn,
    answer,
  }: { creditedOn: PlainDate | undefined; answer: (lines: { lineId: string; amountFen: Fen }[]) => ResultLine[] },
): Promise<Buffer> {
  const above: string[] = [];
  const sent: SheetRow[] = [];
  for await (const { cells } of readRows(
    content,
    columns.map((c) => ({ ...c, required: c.key === 'lineId' })),
    { above: (values) => above.push(String(values[0])) },
  ))
    if (!Object.hasOwn(FEET, String(cells.no))) sent.push(parseRow(columns, { ...cells, paid: '成功' }).row);
  const payOn = /发放日(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(above[0] ?? '')!;
  const day = creditedOn ?? ([payOn[1], payOn[2]!.padStart(2, '0'), payOn[3]!.padStart(2, '0')].join('-') as PlainDate);
  const lines = answer(sent.map((row) => ({ lineId: String(row.lineId), amountFen: Number(row.amount) })));
  const t = totalsOf(lines);
  const filled = sent.map((row, i): SheetRow => {
    const { paid, code, reason } = lines[i]!;
    return { ...row, paid: paid ? 'paid' : 'returned', code: code || null, reason: reason || null, creditedOn: day };
  });
  return buffer(
    writeSheet({
      name: '代发明细',
      columns,
      above,
      rows: [
        ...filled,
        foot('合计', t.count, t.sum),
        foot('成功', t.paidCount, t.paidSum),
        foot('退回', t.returnedCount, t.returnedSum),
      ],
    }),
  );
}
