/** Clues that the village was asked to look into: they stand in its walk. */
import { dueDayOf } from '../calendar/index.ts';
import { defineVisits } from '../visit/server.ts';
import { cluesHeld } from './views.ts';

defineVisits('clue', async (tx, limit) =>
  (await cluesHeld(tx, limit)).map(({ personId, row }) => ({
    personId,
    name: row.name,
    division: row.division,
    zh: '核实线索',
    dueOn: dueDayOf(row.dueAt),
    href: `/clues/${row.id}`,
  })),
);
