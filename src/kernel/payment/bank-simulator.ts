/** A bank for demonstration and tests: reads the file that would be sent, answers with its result file. No state, no clock. */

import type { PlainDate } from '../schema/index.ts';
import { fileHash, type ResultLine, readBankFile, writeBankResult } from './bank-format/files.ts';
import { type BankFormatKey, templateOf } from './bank-format/formats.ts';
import { type ReturnCode, returnCodes } from './index.ts';

export interface SimulatedBank {
  /** The format of the bank; the separated one when left out. */
  format?: BankFormatKey;
  /** Lines to send back: by line id, or the first n of the file. */
  returns?: Readonly<Record<string, ReturnCode>> | number;
  /** Pay day of the file when left out. */
  creditedOn?: PlainDate;
}

/** Throws when the file is not one: a simulator that is fed nonsense is a bug of the caller. */
export function simulateBank(bankFile: Buffer, options: SimulatedBank = {}): Buffer {
  const { returns = 0, format = 'mzdf1' } = options;
  const template = templateOf(format);
  const file = readBankFile(template, bankFile);
  const lines = file.lines.map(({ lineId, amountFen }, i): ResultLine => {
    const code = typeof returns === 'number' ? (i < returns ? 'R01' : undefined) : returns[lineId];
    return { lineId, amountFen, paid: code === undefined, code: code ?? '', reason: code ? returnCodes[code] : '' };
  });
  return writeBankResult(template, {
    batchId: file.batchId,
    bankFileHash: fileHash(template, bankFile),
    creditedOn: options.creditedOn ?? file.payOn,
    lines,
  });
}
