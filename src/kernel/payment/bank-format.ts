/**
 * The two files of the bank, as text (UTF-8, LF, `|`, amounts in yuan with two decimals). The last line of each carries count, sum
 * and the SM3 of everything before it, so that a cut, added or changed line is seen before anything is believed.
 *
 *   H|MZDF1|batch|programme|county|month|count|sum|pay day        R|MZDF1|batch|SM3 of the bank file|credited on
 *   D|1|line id|holder|bank|account|amount|purpose                D|1|line id|amount|S|code|reason   (S success, F returned)
 *   T|count|sum|SM3                                               T|successes|sum|returns|sum|SM3
 */
import { createHash } from 'node:crypto';
import { sm3 } from '../protect/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { type Fen, isPlainDate, type PlainDate } from '../schema/index.ts';

const FORMAT = 'MZDF1';
/** 3,120.00 is written 3120.00. */
export const plainYuan = (fen: Fen): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const AMOUNT = /^(0|[1-9]\d{0,10})\.\d{2}$/;
const fenOf = (text: string): Fen | null => (AMOUNT.test(text) ? Number(text.replace('.', '')) : null);
const COUNT = /^\d{1,8}$/;
const hashOf = (text: string): string => sm3(text).toString('hex');

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
export function bankFileWriter(header: BankFileHeader) {
  const [body, whole] = [createHash('sm3'), createHash('sm3')];
  let no = 0;
  const written = (text: string): string => {
    body.update(text);
    whole.update(text);
    return text;
  };
  const { batchId, programme, county, month, count, sumFen, payOn } = header;
  return {
    head: () => written(`${['H', FORMAT, batchId, programme, county, month, count, plainYuan(sumFen), payOn].join('|')}\n`),
    lines: (lines: readonly BankFileLine[]) =>
      written(
        lines
          .map((l) => `D|${++no}|${l.lineId}|${l.holder}|${l.bank}|${l.account}|${plainYuan(l.amountFen)}|${l.purpose}\n`)
          .join(''),
      ),
    /** The last line, and the SM3 of the whole file. */
    end(): { text: string; hash: string } {
      const text = `T|${count}|${plainYuan(sumFen)}|${body.digest('hex')}\n`;
      whole.update(text);
      return { text, hash: whole.digest('hex') };
    },
  };
}

export interface ResultLine {
  lineId: string;
  amountFen: Fen;
  paid: boolean;
  code: string;
  reason: string;
}
export interface BankResultFile {
  batchId: string;
  bankFileHash: string;
  creditedOn: PlainDate;
  lines: readonly ResultLine[];
}

export function writeBankResult(result: BankResultFile): string {
  const of = (paid: boolean) => result.lines.filter((l) => l.paid === paid);
  const sum = (lines: readonly ResultLine[]) => plainYuan(lines.reduce((s, l) => s + l.amountFen, 0));
  const body = [
    ['R', FORMAT, result.batchId, result.bankFileHash, result.creditedOn].join('|'),
    ...result.lines.map((l, i) => ['D', i + 1, l.lineId, plainYuan(l.amountFen), l.paid ? 'S' : 'F', l.code, l.reason].join('|')),
    '',
  ].join('\n');
  return `${body}T|${of(true).length}|${sum(of(true))}|${of(false).length}|${sum(of(false))}|${hashOf(body)}\n`;
}

/** A BOM and CR LF, which mail programs and editors add, are no change of content. */
export const normaliseFile = (content: string): string => content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
export const fileHash = (content: string): string => hashOf(normaliseFile(content));

type Unreadable = 'RESULT_UNREADABLE';
const bad = (line: number, problem: string) => fail<Unreadable>('RESULT_UNREADABLE', { line, problem });

/** Reads a result file whole or not at all; the refusal names the line. */
export function readBankResult(content: string): Result<BankResultFile, Unreadable> {
  const rows = normaliseFile(content).split('\n');
  if (rows.at(-1) === '') rows.pop();
  const [head, ...rest] = rows;
  const header = head?.split('|') ?? [];
  if (header.length !== 5 || header[0] !== 'R' || header[1] !== FORMAT) return bad(1, '不是回盘文件的文件头');
  if (!isPlainDate(header[4]!)) return bad(1, '入账日期无效');
  const trailer = rest.at(-1)?.split('|') ?? [];
  if (trailer.length !== 6 || trailer[0] !== 'T') return bad(rows.length, '没有文件尾，文件可能不完整');
  const lines: ResultLine[] = [];
  const seen = new Set<string>();
  for (const [i, row] of rest.slice(0, -1).entries()) {
    const at = i + 2;
    const cells = row.split('|');
    const [kind, no, lineId, amount, result, code, reason] = cells as [string, string, string, string, string, string, string];
    if (cells.length !== 7 || kind !== 'D') return bad(at, '格式不对');
    if (no !== String(i + 1)) return bad(at, `序号应为${i + 1}`);
    const amountFen = fenOf(amount);
    if (amountFen === null) return bad(at, '金额格式不对');
    if (result !== 'S' && result !== 'F') return bad(at, '结果应为 S（成功）或 F（退回）');
    if (result === 'F' && code === '' && reason === '') return bad(at, '退回没有写原因');
    if (seen.has(lineId)) return bad(at, '这一笔在文件中重复出现');
    seen.add(lineId);
    lines.push({ lineId, amountFen, paid: result === 'S', code, reason });
  }
  const last = rows.length;
  for (const [paid, countAt, name] of [
    [true, 1, '成功'],
    [false, 3, '退回'],
  ] as const) {
    const of = lines.filter((l) => l.paid === paid);
    if (!COUNT.test(trailer[countAt]!) || Number(trailer[countAt]) !== of.length) return bad(last, `${name}笔数与明细不符`);
    if (fenOf(trailer[countAt + 1]!) !== of.reduce((s, l) => s + l.amountFen, 0)) return bad(last, `${name}金额与明细不符`);
  }
  if (trailer[5] !== hashOf(`${rows.slice(0, -1).join('\n')}\n`)) return bad(last, '校验码不符，文件可能被改动');
  return ok({ batchId: header[2]!, bankFileHash: header[3]!, creditedOn: header[4] as PlainDate, lines });
}
