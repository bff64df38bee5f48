/** 见到本人: told to whoever asks once a year whether somebody is alive (`life_trace`), so that nobody makes a trip for it. By event: who saw him may not see what was known before. */
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

export const tellSeen = (
  tx: Tx,
  of: { personId: string; division: DivisionCode; on: PlainDate; way: 'visit' | 'hospital' },
): Promise<unknown> =>
  emit(tx, {
    type: 'life.proved',
    subject: { kind: 'person', id: of.personId },
    division: of.division,
    payload: { personId: of.personId, seenOn: of.on, way: of.way },
  });
