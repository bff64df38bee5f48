/** 核销的依据: a domain that keeps the county's minutes says whether these allow a write-off, and marks them as used. */
import type { Tx } from '../context/server.ts';
import type { Result } from '../result/index.ts';
import type { Fen, Id } from '../schema/index.ts';
import type { OverpaymentId } from './index.ts';

export type WriteOffWarrant = (
  tx: Tx,
  of: { overpaymentId: OverpaymentId; personId: Id<'Person'>; minutes: string; openFen: Fen },
) => Promise<Result<null, 'WRITE_OFF_NO_MINUTES'>>;

const warrants = new Map<string, WriteOffWarrant>();

export function defineWriteOffWarrant(programme: string, warrant: WriteOffWarrant): void {
  warrants.set(programme, warrant);
}

/** Undefined: nobody keeps minutes for the programme, the number that was written stands by itself. */
export const warrantOf = (programme: string): WriteOffWarrant | undefined => warrants.get(programme);
