/** Who came, and where: it tells where a person in need lives, so it is sealed. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';

export interface SealedVisit {
  readonly worker: string;
  readonly latitude: string;
  readonly longitude: string;
}
const visitPlace = (id: string): string => `service_task.visit:${id}`;
export const sealVisit = (tx: Tx, id: string, visit: SealedVisit): Buffer => tx.keys.sealJson(visit, visitPlace(id));
export const openVisit = (tx: Tx, id: string, sealed: Buffer): SealedVisit => tx.keys.openJson(sealed, visitPlace(id));

const BATCH = 500;

/** The daily job: what was stored in plain before it was sealed, is sealed and emptied. Returns how many. */
export const sealEarlierVisits = whenDue(
  (tx) => anyRow(tx, sql`service_task where worker is not null`),
  async (context) => {
    const actor = systemActor('seal-visits', context.city);
    for (let sealed = 0; ; ) {
      const done = await context.write(actor, async (tx) => {
        const plain = await tx.rows<SealedVisit & { id: string }>(
          sql`select id, worker, latitude::text, longitude::text from service_task where worker is not null order by id limit ${BATCH} for update`,
        );
        for (const { id, ...visit } of plain)
          await tx.run(
            sql`update service_task set visit = ${sealVisit(tx, id, visit)}, worker = null, latitude = null, longitude = null where id = ${id}`,
          );
        return plain.length;
      });
      sealed += done;
      if (done < BATCH) return sealed;
    }
  },
);
