/** A bank for demonstration and tests: reads the file that would be sent, answers with its result file. No state, no clock. */

import type { PlainDate } from '../schema/index.ts';
import { fileHash, normaliseFile, type ResultLine, writeBankResult } from './bank-format.ts';
import { type ReturnCode, returnCodes } from './index.ts';

export interface SimulatedBank {
  /** Lines to send back: by line id, or the first n of the file. */
  returns?: Readonly<Record<string, ReturnCode>> | number;
  /** Pay day of the file when left out. */
  creditedOn?: PlainDate;
}

/** Throws when the file is not one: a simulator that is fed nonsense is a bug of the caller. */
export function simulateBank(bankFile: string, options: SimulatedBank = {}): string {
  const rows = normaliseFile(bankFile)
    .split('\n')
    .map((row) => row.split('|'));
  const header = rows.find(([kind]) => kind === 'H');
  if (!header) throw new Error('no bank file');
  const { returns = 0 } = options;
  const lines = rows
    .filter(([kind]) => kind === 'D')
    .map(([, no, lineId, , , , amount]): ResultLine => {
      const code = typeof returns === 'number' ? (Number(no) <= returns ? 'R01' : undefined) : returns[lineId!];
      return {
        lineId: lineId!,
        amountFen: Number(amount!.replace('.', '')),
        paid: code === undefined,
        code: code ?? '',
        reason: code ? returnCodes[code] : '',
      };
    });
  return writeBankResult({
    batchId: header[2]!,
    bankFileHash: fileHash(bankFile),
    creditedOn: options.creditedOn ?? (header[8] as PlainDate),
    lines,
  });
}
