/**
 * The fact `low-income-status` of each person: what the family is recognised as, so that every domain reads one and the same. Written in the transaction that
 * tells of it (`lowincome.status.changed`), before anybody hears: whoever hears finds it there.
 */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { recordFact } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { RecognitionKind } from '../classification/categories.ts';

interface Kept {
  readonly personIds: readonly string[];
  readonly kind: RecognitionKind | null;
  readonly validFrom: PlainDate;
  readonly validTo?: PlainDate | null;
}

async function record(tx: Tx, { personIds, kind, validFrom, validTo = null }: Kept): Promise<void> {
  for (const id of [...personIds].sort()) {
    const fact = { subject: { kind: 'person' as const, id }, kind: 'low-income-status' as const, source: '社会救助认定' };
    const recorded = await recordFact(tx, { ...fact, value: { kind }, validFrom, validTo });
    if (!recorded.ok) throw new Error(`low-income status of ${id}: ${recorded.code}`);
  }
}

/** Members from the first day to the last (the day itself still counts), and nothing after it; a recognition that ended before it began was never in force. */
export async function keepStatus(
  tx: Tx,
  of: { personIds: readonly string[]; kind: RecognitionKind; validFrom: PlainDate; validTo: PlainDate | null },
): Promise<void> {
  const { personIds, kind, validFrom } = of;
  const after = of.validTo && plusDays(of.validTo, 1);
  if (after === null || after > validFrom) await record(tx, { personIds, kind, validFrom, validTo: after });
  if (after) await record(tx, { personIds, kind: null, validFrom: [after, validFrom].sort().at(-1)! });
}

/** Who is not among the members after a day any more. */
export const endStatus = (tx: Tx, personIds: readonly string[], lastDay: PlainDate): Promise<void> =>
  record(tx, { personIds, kind: null, validFrom: plusDays(lastDay, 1) });
