/** Writes the file that goes to a bank and reads its answer, by the bank's template. A result is believed whole or not at all. */
import { createHash, type Hash } from 'node:crypto';
import { fail, ok, type Result } from '../../result/index.ts';
import type { Fen, PlainDate } from '../../schema/index.ts';
import { type CellKind, readRow, rowsOf, type Template, type Values, writeRow } from './template.ts';

export interface BankFileHeader {
  batchId: string;
  programme: string;
  county: string;
  month: string;
  count: number;
  sumFen: Fen;
  payOn: PlainDate;
}
export interface BankFileLine {
  lineId: string;
  holder: string;
  bank: string;
  account: string;
  amountFen: Fen;
  purpose: string;
}

/** Writes a file piece by piece, so that a city's list needs no more memory than a page of it. The same batch gives the same bytes. */
export function bankFileWriter(template: Template, { sumFen, ...header }: BankFileHeader) {
  const [body, whole]: [Hash, Hash] = [createHash('sm3'), createHash('sm3')];
  const { head, line, end } = template.file;
  let no = 0;
  const written = (bytes: Buffer): Buffer => {
    body.update(bytes);
    whole.update(bytes);
    return bytes;
  };
  return {
    head: () => written(writeRow(template, head, { ...header, sum: sumFen })),
    lines: (lines: readonly BankFileLine[]) =>
      written(Buffer.concat(lines.map(({ amountFen, ...l }) => writeRow(template, line, { ...l, amount: amountFen, no: ++no })))),
    /** The last row, and the SM3 of the whole file. */
    end(): { bytes: Buffer; hash: string } {
      const bytes = writeRow(template, end, { count: header.count, sum: sumFen, hash: body.digest('hex') });
      whole.update(bytes);
      return { bytes, hash: whole.digest('hex') };
    },
  };
}

export interface ResultLine {
  lineId: string;
  amountFen: Fen;
  paid: boolean;
  code: string;
  reason: string;
  /** Number of its row as the bank sees it, where that is not its place in the list. */
  at?: number;
}
export interface BankResultFile {
  batchId: string;
  bankFileHash: string;
  creditedOn: PlainDate;
  lines: readonly ResultLine[];
}

const sumOf = (lines: readonly { amountFen: Fen }[]): Fen => lines.reduce((sum, l) => sum + l.amountFen, 0);
/** What the trailer says of these lines. */
export function totalsOf(lines: readonly ResultLine[]) {
  const [paid, returned] = [lines.filter((l) => l.paid), lines.filter((l) => !l.paid)];
  return {
    count: lines.length,
    sum: sumOf(lines),
    paidCount: paid.length,
    paidSum: sumOf(paid),
    returnedCount: returned.length,
    returnedSum: sumOf(returned),
  };
}

export const hashOf = (...parts: readonly Buffer[]): string => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

export function writeBankResult(template: Template, result: BankResultFile): Buffer {
  const { head, line, end } = template.result;
  const { lines, ...header } = result;
  const body = Buffer.concat([
    writeRow(template, head, { ...header }),
    ...lines.map(({ amountFen, ...l }, i) => writeRow(template, line, { ...l, amount: amountFen, no: i + 1 })),
  ]);
  return Buffer.concat([body, writeRow(template, end, { ...totalsOf(lines), hash: hashOf(body) })]);
}

const joined = (template: Template, rows: readonly Buffer[]): Buffer =>
  Buffer.concat(rows.flatMap((row) => [row, Buffer.from(template.newline)]));
/** The SM3 of a file, whatever a mail program did to its line ends. */
export const fileHash = (template: Template, content: Buffer): string => hashOf(joined(template, rowsOf(template, content)));

export type Unreadable = 'RESULT_UNREADABLE';
export const bad = (line: number, problem: string) => fail<Unreadable>('RESULT_UNREADABLE', { line, problem });

const unfit = (kind: CellKind, { outcome }: Template): string =>
  kind === 'yuan' || kind === 'fen'
    ? '金额格式不对'
    : kind === 'outcome'
      ? `结果应为 ${outcome.paid}（成功）或 ${outcome.returned}（退回）`
      : '格式不对';

/** What is told on to households and desks: a short code and one plain line. */
const CODE = /^[A-Za-z0-9]{0,6}$/;
const REASON = /^\P{Cc}{0,60}$/u;

/** What is wrong with the answer to one line; null when nothing is. */
export function answerProblem({ paid, code, reason }: Pick<ResultLine, 'paid' | 'code' | 'reason'>): string | null {
  if (!CODE.test(code) || !REASON.test(reason)) return '退回代码或理由格式不对';
  return !paid && code === '' && reason === '' ? '退回没有写原因' : null;
}

/** A detail, and what is wrong with it. */
function readLine(template: Template, row: Buffer, no: number): Result<ResultLine, Unreadable> {
  const at = no + 1;
  const read = readRow(template, template.result.line, row);
  if (read === null) return bad(at, '格式不对');
  if ('unfit' in read) return bad(at, unfit(read.unfit, template));
  const {
    no: own,
    lineId,
    amount,
    paid,
    code,
    reason,
  } = read.values as unknown as Omit<ResultLine, 'amountFen'> & {
    no: number;
    amount: Fen;
  };
  if (own !== no) return bad(at, `序号应为${no}`);
  const problem = answerProblem({ paid, code, reason });
  if (problem) return bad(at, problem);
  return ok({ lineId, amountFen: amount, paid, code: paid ? '' : code, reason });
}

const trailerNames: Readonly<Record<string, string>> = {
  count: '总笔数',
  sum: '总金额',
  paidCount: '成功笔数',
  paidSum: '成功金额',
  returnedCount: '退回笔数',
  returnedSum: '退回金额',
};

/** Reads a result file whole or not at all; the refusal names the line. */
export function readBankResult(template: Template, content: Buffer): Result<BankResultFile, Unreadable> {
  const rows = rowsOf(template, content);
  const head = rows[0] ? readRow(template, template.result.head, rows[0]) : null;
  if (head === null) return bad(1, `不是回盘文件的文件头（这家银行用“${template.zh}”格式）`);
  if ('unfit' in head) return bad(1, head.unfit === 'day' || head.unfit === 'day8' ? '入账日期无效' : '文件头格式不对');
  const last = rows.length;
  const end = last > 1 ? readRow(template, template.result.end, rows[last - 1]!) : null;
  if (end === null || 'unfit' in end) return bad(last, '没有文件尾，文件可能不完整');
  const lines: ResultLine[] = [];
  const seen = new Set<string>();
  for (const [i, row] of rows.slice(1, -1).entries()) {
    const line = readLine(template, row, i + 1);
    if (!line.ok) return line;
    if (seen.has(line.value.lineId)) return bad(i + 2, '这一笔在文件中重复出现');
    seen.add(line.value.lineId);
    lines.push(line.value);
  }
  const totals: Values = totalsOf(lines);
  for (const [key, name] of Object.entries(trailerNames))
    if (key in end.values && end.values[key] !== totals[key]) return bad(last, `${name}与明细不符`);
  if (end.values.hash !== hashOf(joined(template, rows.slice(0, -1)))) return bad(last, '校验码不符，文件可能被改动');
  const { batchId, bankFileHash, creditedOn } = head.values as unknown as BankResultFile;
  return ok({ batchId, bankFileHash, creditedOn, lines });
}

/** The rows of a file that went out. Throws when it is none: it is our own. */
export function readBankFile(
  template: Template,
  content: Buffer,
): { head: BankFileHeader; lines: (BankFileLine & { no: number })[] } {
  const rows = rowsOf(template, content);
  const valuesOf = (row: Buffer | undefined, layout: Parameters<typeof readRow>[1]): Values => {
    const read = row ? readRow(template, layout, row) : null;
    if (read === null || 'unfit' in read) throw new Error('no bank file');
    return read.values;
  };
  const { file } = template;
  const { sum, ...head } = {
    ...valuesOf(rows[0], file.head),
    ...valuesOf(rows.at(-1), file.end),
  } as unknown as BankFileHeader & { sum: Fen };
  const lines = rows.slice(1, -1).map((row) => {
    const { amount, ...line } = valuesOf(row, file.line) as unknown as BankFileLine & { no: number; amount: Fen };
    return { ...line, amountFen: amount };
  });
  return { head: { ...head, sumFen: sum }, lines };
}
