/** 低保边缘 in the demonstration: as social assistance records it of each member. */
import type { Tx } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { recordFact } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';

export async function recognisedEdge(tx: Tx, personId: string, validFrom: PlainDate): Promise<void> {
  const fact = { subject: { kind: 'person' as const, id: personId }, kind: 'low-income-status' as const };
  unlessPlayed('edge', await recordFact(tx, { ...fact, value: { kind: 'edge' }, source: '社会救助认定', validFrom }));
}
