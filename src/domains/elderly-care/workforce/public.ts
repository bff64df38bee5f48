/** 证书核验页: what everybody may see who scans the code of a care worker: the name masked, the level, valid or not; nothing else. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import { certificatesOf } from '../workers/store.ts';
import { levelName } from '../workers/terms.ts';

export interface PublicCredential {
  readonly name: string;
  /** Empty: no certificate holds today. */
  readonly levelsZh: readonly string[];
}

/** By the code as it is printed or typed; null where nobody has it. */
export const credentialOf = (context: Context, code: string): Promise<PublicCredential | null> =>
  context.read(systemActor('care-credential', context.city), async (tx) => {
    const worker = await tx.maybe<{ id: string; name: string; barred: boolean }>(
      sql`select id, name, barred_on is not null as barred from care_worker where code = ${code.replaceAll(/[\s-]/g, '').toUpperCase()}`,
    );
    if (!worker) return null;
    const certificates = await certificatesOf(tx, [worker.id]);
    const held = certificates.filter((c) => !worker.barred && c.valid === true && (c.validTo === null || c.validTo >= tx.today));
    return { name: maskName(worker.name), levelsZh: held.map(levelName) };
  });
