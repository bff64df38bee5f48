/** Free beds, as the homes tell of them: the last word counts. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DomainEvent, defineSubscription, type Subscription } from '../../../kernel/event/server.ts';

/** `freeByKind` is a flat list of kind and number, as the event has it. */
const counted = (flat: readonly (string | number)[], kind: string): number => {
  const at = flat.indexOf(kind);
  return at < 0 ? 0 : Number(flat[at + 1]);
};

async function keepBeds(tx: Tx, event: DomainEvent): Promise<void> {
  const { institutionId, freeByKind, asOf } = event.payload as {
    institutionId: string;
    freeByKind: (string | number)[];
    asOf: string;
  };
  await tx.run(sql`insert into care_free_bed (institution_id, division, ordinary, nursing, as_of)
    values (${institutionId}, ${event.division}, ${counted(freeByKind, 'ordinary')}, ${counted(freeByKind, 'nursing')}, ${asOf})
    on conflict (institution_id) do update set division = excluded.division, ordinary = excluded.ordinary, nursing = excluded.nursing, as_of = excluded.as_of
      where care_free_bed.as_of <= excluded.as_of`);
}

export const matchReactions: readonly Subscription[] = [
  defineSubscription({ name: 'elderly-care.free-beds', types: ['bed.vacancy.changed'], handle: keepBeds }),
];
