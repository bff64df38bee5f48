/** A bank for demonstration and tests: reads the file that would be sent, answers with its result file. No state, no clock. */

import type { PlainDate } from '../schema/index.ts';
import { fileHash, type ResultLine, readBankFile, writeBankResult } from './bank-format/files.ts';
import { type BankFormatKey, templateOf } from './bank-format/formats.ts';
import { fillSheet } from './bank-format/sheet.ts';
import { type ReturnCode, returnCodes } from './index.ts';

export interface SimulatedBank {
  /** The format of the bank; the separated one when left out. */
  format?: BankFormatKey;
  /** Lines to send back: by line id, or the first n of the file. */
  returns?: Readonly<Record<string, ReturnCode>> | number;
  /** Pay day of the file when left out. */
  creditedOn?: PlainDate;
}

type Sent = Pick<ResultLine, 'lineId' | 'amountFen'>;
const answered = (lines: readonly Sent[], returns: NonNullable<SimulatedBank['returns']>): ResultLine[] =>
  lines.map(({ lineId, amountFen }, i) => {
    const code = typeof returns === 'number' ? (i < returns ? 'R01' : undefined) : returns[lineId];
    return { lineId, amountFen, paid: code === undefined, code: code ?? '', reason: code ? returnCodes[code] : '' };
  });

/** Throws when the file is not one: a simulator that is fed nonsense is a bug of the caller. */
export function simulateBank(bankFile: Buffer, options: SimulatedBank = {}): Buffer {
  const { returns = 0, format = 'mzdf1' } = options;
  const template = templateOf(format);
  const { head, lines } = readBankFile(template, bankFile);
  return writeBankResult(template, {
    batchId: head.batchId,
    bankFileHash: fileHash(template, bankFile),
    creditedOn: options.creditedOn ?? head.payOn,
    lines: answered(lines, returns),
  });
}

/** A bank of any format: one that works with workbooks fills in the one that it was sent. */
export async function bankAnswers(bankFile: Buffer, options: SimulatedBank = {}): Promise<Buffer> {
  const { returns = 0, format = 'mzdf1', creditedOn } = options;
  if (templateOf(format).carrier !== 'sheet') return simulateBank(bankFile, options);
  return fillSheet(bankFile, { creditedOn, answer: (lines) => answered(lines, returns) });
}
